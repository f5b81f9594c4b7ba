"""Rows are counted by one column and numbered, as in the file, by another: blank rows have numbers too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0008_staged_answers")]

    operations = [
        migrations.AddField(
            model_name="resultimport",
            name="row_at",
            field=models.IntegerField(default=0),
        ),
    ]
