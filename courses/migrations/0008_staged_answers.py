"""Totals by section are kept with an attempt, so that it can be scored again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0007_exam_corrections")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE courses_stagedresult ADD COLUMN answers jsonb",
            "ALTER TABLE courses_stagedresult DROP COLUMN answers",
        )
    ]
