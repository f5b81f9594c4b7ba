from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_erased_people'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='personaldetail',
            index=models.Index(condition=models.Q(('kind', 'email'), ('superseded_at__isnull', True), ('value__isnull', False)), fields=['person'], name='detail_address'),
        ),
    ]
