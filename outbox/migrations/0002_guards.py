"""What PostgreSQL itself refuses: deleting a message, changing what it says, opening again what ended well."""

from django.db import migrations

# The rows are the memory that makes a cause tell nobody twice. Delivery may change the last columns alone.
GUARD = """
CREATE FUNCTION outbox_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION '% is never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.kind, OLD.cause, OLD.recipient, OLD.payload, OLD.request_id, OLD.created_at)
        IS DISTINCT FROM (NEW.kind, NEW.cause, NEW.recipient, NEW.payload, NEW.request_id, NEW.created_at)
        OR OLD.closed_because IS NOT NULL THEN
        RAISE EXCEPTION '% is never rewritten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- The test suite empties tables between tests; its settings say so with filiform.truncate = 'allowed'.
CREATE FUNCTION outbox_guard_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('filiform.truncate', true), '') <> 'allowed' THEN
        RAISE EXCEPTION '% is never emptied', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER guard_row BEFORE UPDATE OR DELETE ON outbox_message FOR EACH ROW EXECUTE FUNCTION outbox_guard_row();
CREATE TRIGGER guard_table BEFORE TRUNCATE ON outbox_message FOR EACH STATEMENT EXECUTE FUNCTION outbox_guard_table();
"""
UNGUARD = "DROP FUNCTION outbox_guard_row CASCADE; DROP FUNCTION outbox_guard_table CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
