"""What PostgreSQL itself refuses about courses, whoever asks: rewriting and deleting what was recorded."""

from django.db import migrations

# courses_guard_row('column', …): each of these may go from null to a value once; nothing else ever changes.
GUARD = """
CREATE FUNCTION courses_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
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
_SUPERSEDED = ("superseded_at", "superseded_by", "superseded_because")
GUARDED = {
    "courses_attendance": _SUPERSEDED,
    "courses_supervisedsession": ("signed", "decided_at", "decided_by", "decided_because", "standing"),
    "courses_result": ("checked_by", "checked_at", "released_by", "released_at", *_SUPERSEDED),
    "courses_marksheet": ("superseded_at", "superseded_because"),
    "courses_voideditem": ("restored_at", "restored_by"),
    "courses_appeal": ("upheld", "decision", "decided_by", "decided_at"),
    "courses_award": (),
    "courses_awardstatus": (),
}


def guard(table: str, columns: tuple[str, ...]) -> str:
    """SQL that puts both guards on a table; filiform_guard_table comes from accounts/migrations/0002."""
    arguments = ", ".join(f"'{column}'" for column in columns)
    return f"""
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION courses_guard_row({arguments});
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("accounts", "0002_guards")]

    operations = [
        migrations.RunSQL(
            GUARD + "".join(guard(table, columns) for table, columns in GUARDED.items()),
            "DROP FUNCTION courses_guard_row CASCADE;"
            + "".join(f"DROP TRIGGER guard_table ON {table};" for table in GUARDED),
        ),
    ]
