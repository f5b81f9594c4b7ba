"""SQL functions that the check constraints of facts call, as they stood when migration 0001 was written.

They answer whether a list kept as JSON in a row is sound. `make_date` and not a cast: it is immutable, and a day that
does not exist raises, which refuses the row as well.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

SOUNDNESS = r"""
CREATE FUNCTION credentials_day(told jsonb) RETURNS date LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF told IS NULL OR told = 'null'::jsonb THEN
        RETURN NULL;
    END IF;
    IF (told #>> '{}') !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN
        RAISE EXCEPTION '% is no day', told USING ERRCODE = 'check_violation';
    END IF;
    RETURN make_date(left(told #>> '{}', 4)::int, substr(told #>> '{}', 6, 2)::int, right(told #>> '{}', 2)::int);
END $$;

CREATE FUNCTION credentials_spans_are_sound(spans jsonb, word text, kinds text[], may_overlap boolean)
RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF jsonb_typeof(spans) <> 'array' THEN
        RETURN false;
    END IF;
    RETURN NOT EXISTS (
        SELECT FROM (
            SELECT span, starts, until, lead(starts) OVER (ORDER BY starts) AS next_starts
            FROM (
                SELECT span, credentials_day(span -> 'from') AS starts, credentials_day(span -> 'until') AS until
                FROM jsonb_array_elements(spans) AS span
            ) AS days
        ) AS ordered
        WHERE jsonb_typeof(span) <> 'object'
           OR NOT coalesce(span ->> word = ANY (kinds), false)
           OR span - word - 'from' - 'until' <> '{}'::jsonb
           OR starts IS NULL
           OR until <= starts
           OR (NOT may_overlap AND next_starts IS NOT NULL AND (until IS NULL OR until > next_starts))
    );
END $$;

CREATE FUNCTION credentials_statuses_are_sound(spans jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT credentials_spans_are_sound(
        spans, 'status',
        '{active,probation,restricted,suspended,revoked,surrendered,inactive}'::text[], false)
$$;

CREATE FUNCTION credentials_restrictions_are_sound(spans jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT credentials_spans_are_sound(
        spans, 'kind', '{no_invasive_procedures,no_minors,supervised_practice_only,other}'::text[], true)
$$;

CREATE FUNCTION credentials_hours_are_sound(hours jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_typeof(hours) = 'array' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(hours) AS item
        WHERE NOT coalesce(
            jsonb_typeof(item) = 'object'
            AND jsonb_typeof(item -> 'hundredths') = 'number'
            AND (item ->> 'hundredths') ~ '^[0-9]{1,9}$'
            AND item ->> 'part' IN ('didactic', 'practical')
            AND item ->> 'delivery' IN ('in_person', 'live_online', 'online')
            AND item ->> 'subject' IN ('dry_needling', 'foundation')
            AND item - 'hundredths' - 'part' - 'delivery' - 'subject' = '{}'::jsonb, false)
    )
$$;
"""
UNSOUNDNESS = """
DROP FUNCTION credentials_hours_are_sound, credentials_restrictions_are_sound, credentials_statuses_are_sound,
    credentials_spans_are_sound, credentials_day;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [BtreeGistExtension(), migrations.RunSQL(SOUNDNESS, UNSOUNDNESS)]
