"""A seat keeps the eligibility that was told with it, and who changed it last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_award_terms")]

    operations = [
        migrations.AddField(model_name="seat", name="changed_by", field=models.TextField(blank=True, default="")),
        migrations.AddField(model_name="seat", name="decided", field=models.JSONField(blank=True, default=dict)),
    ]
