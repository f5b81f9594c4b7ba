"""Statements that write reminders into the outbox, for all whom they concern at once.

Each message's cause names the thing and its day, so that a second run, beside the first or after it, adds nothing, and
a day that moves is told anew. Whoever has no address is not written to; an address that comes later is.
"""

# The person of the surviving record, who was not erased and has where mail goes.
_PERSON = """
JOIN credentials_practitioner own ON own.id = e.practitioner_id
JOIN credentials_practitioner root ON root.id = coalesce(own.merged_into_id, own.id)
JOIN accounts_person person ON person.id = root.person_id AND person.erased_at IS NULL
    AND EXISTS (SELECT FROM accounts_personaldetail d WHERE d.person_id = person.id AND d.kind = 'email'
        AND d.superseded_at IS NULL AND d.value IS NOT NULL)
"""
_INSERT = "INSERT INTO outbox_message (kind, cause, recipient, payload, created_at, due_at)"

AWARDED = f"""
{_INSERT}
SELECT %(kind)s, 'award:' || a.id, 'person:' || person.id, jsonb_build_object('award', a.id), %(at)s, %(at)s
FROM courses_award a JOIN courses_enrolment e ON e.id = a.enrolment_id {_PERSON}
WHERE a.id = ANY(%(awards)s)
ON CONFLICT DO NOTHING
"""  # noqa: S608 (names of our own)

# One message an award and word, and one more each time the word is said again.
CHANGED = f"""
{_INSERT}
SELECT %(kind)s, 'award-status:' || s.id, 'person:' || person.id,
    jsonb_build_object('award', a.id, 'status', s.id), %(at)s, %(at)s
FROM courses_awardstatus s JOIN courses_award a ON a.id = s.award_id
JOIN courses_enrolment e ON e.id = a.enrolment_id {_PERSON}
WHERE s.id = ANY(%(statuses)s)
ON CONFLICT DO NOTHING
"""  # noqa: S608 (names of our own)

RENEWAL_OPEN = f"""
{_INSERT}
SELECT %(kind)s, 'award:' || a.id || ':' || t.expires_on, 'person:' || person.id,
    jsonb_build_object('award', a.id, 'expires_on', t.expires_on), %(at)s, %(at)s
FROM courses_awardterm t JOIN courses_award a ON a.id = t.award_id JOIN courses_level l ON l.id = a.level_id
JOIN courses_enrolment e ON e.id = a.enrolment_id {_PERSON}
WHERE t.superseded_at IS NULL AND t.expires_on IS NOT NULL AND jsonb_typeof(l.content -> 'renewal') = 'object'
    AND t.expires_on - (l.content -> 'renewal' ->> 'opens_days_before')::int <= %(day)s
    AND t.expires_on + (l.content -> 'renewal' ->> 'grace_days')::int >= %(day)s
    AND NOT EXISTS (SELECT FROM courses_award n WHERE n.renews_id = a.id)
ON CONFLICT DO NOTHING
"""  # noqa: S608 (names of our own)

# The time runs from the first enrolment that this one continues within its programme.
TIME_RUNNING_OUT = f"""
WITH RECURSIVE back AS (
    SELECT id, continues_id, programme_id, enrolled_on FROM courses_enrolment WHERE state = 'active'
    UNION ALL
    SELECT b.id, e.continues_id, e.programme_id, e.enrolled_on FROM back b
    JOIN courses_enrolment e ON e.id = b.continues_id AND e.programme_id = b.programme_id
), began AS (
    SELECT id, min(enrolled_on) AS on_day FROM back GROUP BY id
), ending AS (
    SELECT DISTINCT e.id, began.on_day + (l.content -> 'finish' ->> 'within_days')::int AS latest
    FROM began JOIN courses_enrolment e ON e.id = began.id JOIN courses_level l ON l.version_id = e.version_id
    WHERE jsonb_typeof(l.content -> 'finish') = 'object'
        AND NOT EXISTS (SELECT FROM courses_award a WHERE a.enrolment_id = e.id AND a.level_id = l.id)
)
{_INSERT}
SELECT %(kind)s, 'enrolment:' || e.id || ':' || ending.latest || ':' || reached.step, 'person:' || person.id,
    jsonb_build_object('enrolment', e.id, 'latest_day', ending.latest), %(at)s, %(at)s
FROM ending JOIN courses_enrolment e ON e.id = ending.id {_PERSON}
CROSS JOIN LATERAL (
    SELECT min(step) AS step FROM unnest(%(steps)s::int[]) step WHERE ending.latest - %(day)s::date <= step
) reached
WHERE ending.latest >= %(day)s AND reached.step IS NOT NULL
ON CONFLICT DO NOTHING
"""  # noqa: S608 (names of our own)

# By provider: how many results wait since before the day, and when the last of them had waited so long.
UNRELEASED = """
SELECT g.provider_id, count(*), max(r.drafted_at AT TIME ZONE 'UTC')::date
FROM courses_result r JOIN courses_attempt t ON t.id = r.attempt_id
JOIN courses_enrolment e ON e.id = t.enrolment_id JOIN courses_programme g ON g.id = e.programme_id
WHERE r.released_at IS NULL AND r.superseded_at IS NULL AND (r.drafted_at AT TIME ZONE 'UTC')::date <= %(before)s
GROUP BY g.provider_id ORDER BY g.provider_id
"""

SHORT_OF_EXAMINERS = """
SELECT s.id, g.provider_id, s.starts_on, reached.step
FROM courses_session s JOIN courses_programme g ON g.id = s.programme_id
CROSS JOIN LATERAL (
    SELECT min(step) AS step FROM unnest(%(steps)s::int[]) step WHERE s.starts_on - %(day)s::date <= step
) reached
WHERE s.cancelled_at IS NULL AND s.starts_on >= %(day)s AND reached.step IS NOT NULL AND s.examiners_needed > (
    SELECT count(*) FROM courses_sessionstaff f
    WHERE f.session_id = s.id AND f.role = 'examiner' AND f.removed_at IS NULL)
ORDER BY s.id
"""
