"""What PostgreSQL itself refuses about the law, whoever asks: rewriting, deleting, releasing in the past, a false digest."""

from django.db import migrations

# filiform_guard_row and filiform_guard_table come from accounts/migrations/0002.
GUARD_ROWS = """
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION filiform_guard_row('');
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""
UNGUARD_ROWS = "DROP TRIGGER guard_row ON {table}; DROP TRIGGER guard_table ON {table};"
TABLES = ("law_lawpack", "law_lawrelease", "law_lawsource")

DIGEST = """
ALTER TABLE law_lawpack ADD CONSTRAINT pack_digest_is_of_its_content
    CHECK (digest = 'sha256:' || encode(sha256(content), 'hex'));
"""

# The instant must be the one to which this very transaction moved the clock: whoever moves it holds its lock, so that
# nobody who has seen that instant can see the release appear afterwards. (A savepoint's xid is younger than its
# transaction's, hence age.)
GUARD_RELEASE = """
CREATE FUNCTION law_guard_released() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM accounts_registryclock
        WHERE id = 1 AND ticked_at = NEW.released_at AND age(xmin) <= age(pg_current_xact_id()::xid)
    ) THEN
        RAISE EXCEPTION 'law is released at the instant of tick(), never in the past'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard_released BEFORE INSERT ON law_lawrelease FOR EACH ROW EXECUTE FUNCTION law_guard_released();
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0001_packs"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            "".join(GUARD_ROWS.format(table=table) for table in TABLES),
            "".join(UNGUARD_ROWS.format(table=table) for table in TABLES),
        ),
        migrations.RunSQL(DIGEST, "ALTER TABLE law_lawpack DROP CONSTRAINT pack_digest_is_of_its_content;"),
        migrations.RunSQL(GUARD_RELEASE, "DROP FUNCTION law_guard_released CASCADE;"),
    ]
