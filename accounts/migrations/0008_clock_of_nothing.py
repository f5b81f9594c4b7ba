"""The clock of a registry in which nothing was ever recorded stands long ago, so that a demo can tell a history."""

from django.db import migrations

# A table of law there is only where this database was in use before: its clock is left alone.
BEGIN = """
DO $$ BEGIN
    IF to_regclass('law_lawrelease') IS NULL AND NOT EXISTS (SELECT FROM accounts_personaldetail) THEN
        UPDATE accounts_registryclock SET ticked_at = '2000-01-01T00:00:00Z';
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_provider_roles")]

    operations = [migrations.RunSQL(BEGIN, migrations.RunSQL.noop)]
