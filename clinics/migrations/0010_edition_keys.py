from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clinics', '0009_consents'),
    ]

    operations = [
        migrations.AddField(
            model_name='evidenceedition',
            name='keys',
            field=models.JSONField(default=list),
            preserve_default=False,
        ),
    ]
