"""What PostgreSQL itself refuses about facts, whoever asks: editing, deleting, recording in the past, telling the erased anew."""

from django.db import migrations

GUARD = """
-- A fact changes once in its life: it is superseded, at an instant, by someone, for a reason, all else as it was.
CREATE FUNCTION credentials_guard_fact() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    superseding text[] := '{superseded_at,superseded_because,superseded_by}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted, only superseded', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
        OR to_jsonb(OLD) - superseding <> to_jsonb(NEW) - superseding
    THEN
        RAISE EXCEPTION '% is never edited, only superseded once', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- The clock as this transaction moved it. One that others moved does not count: a row with their instant would appear
-- to readers who have already seen that instant. (A savepoint's xid is younger than its transaction's, hence age.)
CREATE FUNCTION credentials_own_tick() RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT ticked_at FROM accounts_registryclock
    WHERE id = 1 AND age(xmin) <= age(pg_current_xact_id()::xid)
$$;

CREATE FUNCTION credentials_guard_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at timestamptz := credentials_own_tick();
BEGIN
    IF EXISTS (SELECT FROM added WHERE recorded_at IS DISTINCT FROM now_at) THEN
        RAISE EXCEPTION '% is recorded at the instant of tick(), never in the past', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION credentials_guard_told() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at timestamptz := credentials_own_tick();
BEGIN
    IF EXISTS (SELECT FROM added WHERE recorded_at IS DISTINCT FROM now_at OR superseded_at IS NOT NULL) THEN
        RAISE EXCEPTION '% is recorded at the instant of tick(), never in the past', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION credentials_guard_superseded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_at timestamptz := credentials_own_tick();
BEGIN
    IF EXISTS (SELECT FROM closed WHERE superseded_at IS DISTINCT FROM now_at) THEN
        RAISE EXCEPTION '% is superseded at the instant of tick(), never in the past', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- A record's number, person and instant stay; into which record it was merged is told by credentials_mergedrecord.
CREATE FUNCTION credentials_guard_practitioner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(OLD) - 'merged_into_id' <> to_jsonb(NEW) - 'merged_into_id' THEN
        RAISE EXCEPTION '% is neither deleted nor renumbered', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM credentials_practitioner WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a record is merged into one that survives' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
UNGUARD = """
DROP FUNCTION credentials_guard_fact, credentials_guard_told, credentials_guard_superseded, credentials_guard_practitioner,
    credentials_guard_recorded, credentials_own_tick CASCADE;
"""

FACTS = (
    "licence", "privilege", "authorization", "training", "exampass", "certification", "othercredential",
    "continuingeducation", "statement",
)

EMPTY = "CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();\n"
TOLD = "CREATE TRIGGER guard_told AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION credentials_guard_told();\n"
SUPERSEDED = "CREATE TRIGGER guard_superseded AFTER UPDATE ON {table} REFERENCING NEW TABLE AS closed FOR EACH STATEMENT EXECUTE FUNCTION credentials_guard_superseded();\n"
EDITED = "CREATE TRIGGER guard_fact BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION credentials_guard_fact();\n"
DIGEST = "ALTER TABLE {table} ADD CONSTRAINT {table}_digest_whole CHECK (octet_length(digest) = 32);\n"
MERGED = "CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('superseded_at');\n"
NUMBERED = """
CREATE TRIGGER guard_practitioner BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION credentials_guard_practitioner();
CREATE TRIGGER guard_recorded AFTER INSERT ON {table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION credentials_guard_recorded();
"""


def guard() -> str:
    """SQL that puts the guards on every table."""
    facts = "".join((EMPTY + TOLD + SUPERSEDED + EDITED + DIGEST).format(table=f"credentials_{name}") for name in FACTS)
    merged = (EMPTY + TOLD + SUPERSEDED + MERGED).format(table="credentials_mergedrecord")
    return facts + merged + (EMPTY + NUMBERED).format(table="credentials_practitioner")


class Migration(migrations.Migration):
    dependencies = [("credentials", "0002_facts"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(guard(), migrations.RunSQL.noop),
    ]
