"""What PostgreSQL itself refuses about rosters and alerts, whoever asks: rewriting, deleting, recording in the past."""

from django.db import migrations

# credentials_guard_said comes from credentials/migrations/0012: the columns named may go from null to a value once.
SAID = """
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
    EXECUTE FUNCTION credentials_guard_said({columns});
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
TOLD = """
CREATE TRIGGER guard_told AFTER INSERT ON clinics_rosterentry REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION credentials_guard_told();
CREATE TRIGGER guard_superseded AFTER UPDATE ON clinics_rosterentry REFERENCING NEW TABLE AS closed FOR EACH STATEMENT
    EXECUTE FUNCTION credentials_guard_superseded();
"""
GUARDED = {
    "clinics_rosterentry": "'superseded_at', 'superseded_by', 'superseded_because'",
    "clinics_alert": "",
}


class Migration(migrations.Migration):
    dependencies = [("clinics", "0001_roster"), ("credentials", "0012_site_guards")]

    operations = [
        migrations.RunSQL(
            "".join(SAID.format(table=table, columns=columns) for table, columns in GUARDED.items()) + TOLD,
            "DROP TRIGGER guard_told ON clinics_rosterentry; DROP TRIGGER guard_superseded ON clinics_rosterentry;"
            + "".join(f"DROP TRIGGER guard_row ON {t}; DROP TRIGGER guard_table ON {t};" for t in GUARDED),
        ),
    ]
