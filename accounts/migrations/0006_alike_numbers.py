"""Which of a person's numbers were alike stays on file when they are erased; those erased so far keep nothing."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Written with the blanking, and never afterwards: not even where nothing was kept.
GUARDS = """
DROP TRIGGER guard_row ON accounts_heldnumber;
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON accounts_heldnumber
    FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('alike', 'text', 'normalised');
CREATE TRIGGER guard_erased_number BEFORE UPDATE ON accounts_heldnumber
    FOR EACH ROW WHEN (OLD.text IS NULL) EXECUTE FUNCTION filiform_guard_row('');
"""
UNGUARD = """
DROP TRIGGER guard_erased_number ON accounts_heldnumber;
DROP TRIGGER guard_row ON accounts_heldnumber;
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON accounts_heldnumber
    FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('', 'text', 'normalised');
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_addresses")]

    operations = [
        migrations.AddField(
            model_name="heldnumber",
            name="alike",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), editable=False, null=True, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="heldnumber",
            constraint=models.CheckConstraint(
                condition=models.Q(("alike__isnull", True), ("text__isnull", True), _connector="OR"),
                name="held_number_alike_once_erased",
            ),
        ),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
