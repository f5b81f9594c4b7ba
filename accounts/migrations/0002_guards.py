"""What PostgreSQL itself refuses, whoever asks: rewriting, deleting, and telling anew what was erased."""

from django.db import migrations

# filiform_guard_row('closing column' or '', 'erasable column', …): for any table of facts, in this app and others.
# A row may be closed once (null -> instant) and its erasable columns blanked (anything -> null); nothing else ever changes.
GUARD = """
CREATE FUNCTION filiform_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb;
    closing text := TG_ARGV[0];
    place integer;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    becomes := to_jsonb(NEW);
    IF closing <> '' AND was -> closing = 'null'::jsonb THEN
        was := was - closing;
        becomes := becomes - closing;
    END IF;
    FOR place IN 1 .. TG_NARGS - 1 LOOP
        IF becomes -> TG_ARGV[place] = 'null'::jsonb THEN
            was := was - TG_ARGV[place];
            becomes := becomes - TG_ARGV[place];
        END IF;
    END LOOP;
    IF was <> becomes THEN
        RAISE EXCEPTION '% is never rewritten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- The test suite empties tables between tests; its settings say so with filiform.truncate = 'allowed'.
CREATE FUNCTION filiform_guard_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('filiform.truncate', true), '') <> 'allowed' THEN
        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

-- Writers and the eraser both hold the registry clock, so this look at the person cannot be overtaken.
CREATE FUNCTION filiform_guard_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM added JOIN accounts_person ON accounts_person.id = added.person_id WHERE erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the person was erased' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
"""
UNGUARD = "DROP FUNCTION filiform_guard_row CASCADE; DROP FUNCTION filiform_guard_table CASCADE; DROP FUNCTION filiform_guard_erased CASCADE;"

GUARDED = {
    "accounts_person": ("erased_at",),
    "accounts_personaldetail": ("superseded_at", "value", "salt"),
    "accounts_heldnumber": ("", "text", "normalised"),
    "accounts_consent": ("withdrawn_at",),
}


def guard(table: str, columns: tuple[str, ...]) -> str:
    """SQL that puts both guards on a table."""
    arguments = ", ".join(f"'{column}'" for column in columns)
    return f"""
CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION filiform_guard_row({arguments});
CREATE TRIGGER guard_table BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_table();
"""


ERASED = "".join(
    f"CREATE TRIGGER guard_erased AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
    " FOR EACH STATEMENT EXECUTE FUNCTION filiform_guard_erased();\n"
    for table in ("accounts_personaldetail", "accounts_heldnumber")
)

# A key bound to a membership belongs to that membership's organisation.
BOUND = """
ALTER TABLE accounts_apikey ADD CONSTRAINT api_key_membership_of_its_organisation
    FOREIGN KEY (membership_id, organisation_id) REFERENCES accounts_membership (id, organisation_id);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL("".join(guard(table, columns) for table, columns in GUARDED.items()) + ERASED, migrations.RunSQL.noop),
        migrations.RunSQL(BOUND, "ALTER TABLE accounts_apikey DROP CONSTRAINT api_key_membership_of_its_organisation;"),
        migrations.RunSQL(
            "INSERT INTO accounts_registryclock (id, ticked_at) VALUES (1, clock_timestamp());", migrations.RunSQL.noop
        ),
    ]
