"""What was published is never edited; days are fixed once somebody is enrolled under them."""

from django.db import migrations

# The version is locked before enrolments are looked for: one that is being written holds its key, and is waited for.
GUARD = """
CREATE FUNCTION courses_guard_programme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.provider_id <> OLD.provider_id OR NEW.code <> OLD.code OR NEW.created_at <> OLD.created_at
        OR (OLD.closed_on IS NOT NULL AND NEW.closed_on IS DISTINCT FROM OLD.closed_on)
    THEN
        RAISE EXCEPTION 'a programme keeps its provider and code, and stays closed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION courses_guard_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    dated jsonb := jsonb_build_object('starts_on', OLD.starts_on);
BEGIN
    IF OLD.published_at IS NULL THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.programme_id <> OLD.programme_id OR NEW.number <> OLD.number THEN
            RAISE EXCEPTION 'a version keeps its programme and number'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a published version is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF to_jsonb(NEW) || dated <> to_jsonb(OLD) THEN
        RAISE EXCEPTION 'a published version is never edited' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.starts_on <> OLD.starts_on THEN
        PERFORM FROM courses_programmeversion WHERE id = OLD.id FOR UPDATE;
        IF EXISTS (SELECT FROM courses_enrolment WHERE version_id = OLD.id) THEN
            RAISE EXCEPTION 'somebody is enrolled under the version: its days stay'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION courses_guard_level() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    versions bigint[] := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.version_id] WHEN 'DELETE' THEN ARRAY[OLD.version_id]
        ELSE ARRAY[OLD.version_id, NEW.version_id] END;
BEGIN
    PERFORM FROM courses_programmeversion WHERE id = ANY(versions) FOR SHARE;
    IF EXISTS (SELECT FROM courses_programmeversion WHERE id = ANY(versions) AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a published version keeps its levels' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER guard_row BEFORE UPDATE ON courses_programme FOR EACH ROW EXECUTE FUNCTION courses_guard_programme();
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON courses_programmeversion
    FOR EACH ROW EXECUTE FUNCTION courses_guard_version();
CREATE TRIGGER guard_row BEFORE INSERT OR UPDATE OR DELETE ON courses_level
    FOR EACH ROW EXECUTE FUNCTION courses_guard_level();
"""
TABLES = ("courses_programme", "courses_programmeversion", "courses_level")
GUARD_TABLE = """
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD = "DROP FUNCTION courses_guard_{} CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_seats_decided"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            GUARD + "".join(GUARD_TABLE.format(table) for table in TABLES),
            "".join(UNGUARD.format(name) for name in ("programme", "version", "level"))
            + "".join(f"DROP TRIGGER guard_table ON {table};" for table in TABLES),
        ),
    ]
