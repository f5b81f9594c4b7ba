"""What PostgreSQL itself refuses about what clinics say, whoever asks: rewriting, deleting, saying it in the past."""

from django.db import migrations

# credentials_guard_said('column', …): each of these may go from null to a value once; nothing else ever changes.
GUARD = """
CREATE FUNCTION credentials_guard_said() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    becomes := to_jsonb(NEW);
    FOR place IN 0 .. TG_NARGS - 1 LOOP
        IF was -> TG_ARGV[place] = 'null'::jsonb THEN
            was := was - TG_ARGV[place];
            becomes := becomes - TG_ARGV[place];
        END IF;
    END LOOP;
    IF was <> becomes THEN
        RAISE EXCEPTION '% is never rewritten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
# The functions of the second and third come from 0003, that of the last from accounts/migrations/0002.
ON_TABLE = """
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW
    EXECUTE FUNCTION credentials_guard_said('superseded_at', 'superseded_by');
CREATE TRIGGER guard_told AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    EXECUTE FUNCTION credentials_guard_told();
CREATE TRIGGER guard_superseded AFTER UPDATE ON {table} REFERENCING NEW TABLE AS closed FOR EACH STATEMENT
    EXECUTE FUNCTION credentials_guard_superseded();
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
TABLES = ("credentials_sitepolicy", "credentials_sitedeclaration")


class Migration(migrations.Migration):
    dependencies = [("credentials", "0011_sites"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            GUARD + "".join(ON_TABLE.format(table=table) for table in TABLES),
            "DROP FUNCTION credentials_guard_said CASCADE;"
            + "".join(
                f"DROP TRIGGER {name} ON {table};"
                for table in TABLES
                for name in ("guard_told", "guard_superseded", "guard_table")
            ),
        ),
    ]
