"""Words and numbers that lead to a person may be rewritten once that person was erased, and never before."""

from django.db import migrations

GUARD = """
CREATE FUNCTION courses_is_erased(enrolment bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM courses_enrolment e JOIN credentials_practitioner p ON p.id = e.practitioner_id
        JOIN accounts_person one ON one.id = p.person_id WHERE e.id = enrolment AND one.erased_at IS NOT NULL)
$$;

CREATE OR REPLACE FUNCTION courses_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb;
    erasable text[] := '{}';
    enrolment bigint;
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
    IF was = becomes THEN
        RETURN NEW;
    END IF;
    CASE TG_TABLE_NAME
        WHEN 'courses_award' THEN
            erasable := '{number}';
            enrolment := (was ->> 'enrolment_id')::bigint;
        WHEN 'courses_awardstatus' THEN
            erasable := '{reason}';
            SELECT a.enrolment_id INTO enrolment FROM courses_award a WHERE a.id = (was ->> 'award_id')::bigint;
        WHEN 'courses_supervisedsession' THEN
            erasable := '{decided_because}';
            enrolment := (was ->> 'enrolment_id')::bigint;
        WHEN 'courses_appeal' THEN
            erasable := '{grounds,decision}';
            SELECT t.enrolment_id INTO enrolment FROM courses_result r JOIN courses_attempt t ON t.id = r.attempt_id
            WHERE r.id = (was ->> 'result_id')::bigint;
        ELSE NULL;
    END CASE;
    IF was - erasable <> becomes - erasable OR NOT courses_is_erased(enrolment) THEN
        RAISE EXCEPTION '% is never rewritten', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
UNGUARD = """
CREATE OR REPLACE FUNCTION courses_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION courses_is_erased;
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_result_import_row_at")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
