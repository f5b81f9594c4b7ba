"""A site stays what and where it is, from its opening to its closing; what clinics say stands under the audit chain."""

from django.db import migrations

GUARD = """
-- Only its name and time zone change, and it closes once. Both instants are tick()'s: see credentials_own_tick in 0003.
CREATE FUNCTION credentials_guard_site() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changing text[] := '{name,time_zone,closed_at}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.created_at IS DISTINCT FROM credentials_own_tick() OR NEW.closed_at IS NOT NULL THEN
            RAISE EXCEPTION '% is opened at the instant of tick(), never in the past', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted, only closed', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(OLD) - changing <> to_jsonb(NEW) - changing THEN
        RAISE EXCEPTION '% never moves and never changes hands', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.closed_at IS DISTINCT FROM OLD.closed_at
        AND (OLD.closed_at IS NOT NULL OR NEW.closed_at IS DISTINCT FROM credentials_own_tick())
    THEN
        RAISE EXCEPTION '% is closed once, at the instant of tick()', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_row BEFORE INSERT OR UPDATE OR DELETE ON credentials_site FOR EACH ROW
    EXECUTE FUNCTION credentials_guard_site();
CREATE TRIGGER guard_table BEFORE TRUNCATE ON credentials_site FOR EACH STATEMENT
    EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD = "DROP TRIGGER guard_table ON credentials_site; DROP FUNCTION credentials_guard_site CASCADE;"
# As 0010 has it for facts.
SUPERSEDED = "CREATE INDEX {table}_superseded ON {table} (superseded_at, id) WHERE superseded_at IS NOT NULL;\n"
TABLES = ("credentials_sitepolicy", "credentials_sitedeclaration")


class Migration(migrations.Migration):
    dependencies = [("credentials", "0012_site_guards")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(
            "".join(SUPERSEDED.format(table=table) for table in TABLES),
            "".join(f"DROP INDEX {table}_superseded;\n" for table in TABLES),
        ),
    ]
