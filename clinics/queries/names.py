"""Names of practitioners, as far as a clinic may see them, and the search by names that shows none."""

from collections.abc import Collection, Mapping

from django.db import connection

from rulebook.identity import take_apart

# Of these records, under whichever number: whoever agreed to be found by anybody (as the public list has it), or lets
# this organisation see the record.
_SHOWN = """
SELECT asked.id, (
    SELECT d.value FROM accounts_personaldetail d WHERE d.person_id = root.person_id AND d.kind = 'name'
        AND d.superseded_at IS NULL AND d.assurance <> 'self_stated' AND d.value IS NOT NULL ORDER BY d.id LIMIT 1)
FROM credentials_practitioner asked
JOIN credentials_practitioner root ON root.id = coalesce(asked.merged_into_id, asked.id)
JOIN accounts_person person ON person.id = root.person_id AND person.erased_at IS NULL
WHERE asked.id = ANY(%(ids)s) AND (
    EXISTS (SELECT FROM accounts_consent c WHERE c.person_id = root.person_id AND c.withdrawn_at IS NULL
        AND (c.kind = 'listed' OR c.kind = 'see_record' AND c.organisation_id = %(organisation)s))
    OR (NOT EXISTS (SELECT FROM accounts_consent c WHERE c.person_id = root.person_id AND c.kind = 'listed')
        AND (SELECT (d.value::jsonb ->> 'consented') = 'true' FROM accounts_personaldetail d
            WHERE d.person_id = root.person_id AND d.kind = 'listed' AND d.superseded_at IS NULL
                AND d.value IS NOT NULL ORDER BY d.id LIMIT 1))
)
"""
# What PostgreSQL cannot compare as identity does (marks, other scripts) is handed out to be compared here.
_NAMED = """
WITH watched AS (SELECT DISTINCT practitioner_id AS id FROM clinics_watch WHERE organisation_id = %(organisation)s),
record AS (
    SELECT p.id AS asked, coalesce(p.merged_into_id, p.id) AS root
    FROM watched JOIN credentials_practitioner p USING (id)
),
member AS (
    SELECT record.asked, p.person_id FROM record JOIN credentials_practitioner p ON p.id = record.root
    UNION ALL
    SELECT record.asked, p.person_id FROM record JOIN credentials_practitioner p ON p.merged_into_id = record.root
)
SELECT member.asked, d.value FROM member JOIN accounts_personaldetail d ON d.person_id = member.person_id
WHERE d.kind IN ('name', 'former_name') AND d.superseded_at IS NULL AND d.assurance <> 'self_stated'
    AND (d.value ILIKE ALL (%(patterns)s) OR d.value ~ '[^ -~]')
"""


def names_shown(*, practitioner_ids: Collection[int], organisation_id: int) -> Mapping[int, str]:
    """The names that the organisation may see, by record: of who is listed publicly or consented to be seen by it."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, {"ids": list(practitioner_ids), "organisation": organisation_id})
        return {id_: name for id_, name in cursor.fetchall() if name is not None}


def find_named(*, organisation_id: int, words: str) -> list[int]:
    """Records on the organisation's rosters of which one present or former name holds every word given.

    Words are compared as a question's `name` is (verification.md section 3), which the organisation may ask anyway;
    without a letter in them they are nobody's.
    """
    wanted = take_apart(words)
    if not wanted:
        return []
    patterns = [f"%{word}%" for word in wanted]  # nothing but letters stands in a word
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"organisation": organisation_id, "patterns": patterns})
        return sorted({id_ for id_, name in cursor.fetchall() if wanted <= take_apart(name)})
