"""Which enrolments what is earned under one of them concerns: those that continue it, and the learner's others."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

# Those that continue an enrolment within its programme count what was done under it.
_CONTINUING = """
WITH RECURSIVE onward AS (
    SELECT id, programme_id FROM courses_enrolment WHERE id = ANY(%(ids)s)
    UNION
    SELECT e.id, e.programme_id FROM onward o
    JOIN courses_enrolment e ON e.continues_id = o.id AND e.programme_id = o.programme_id
)
SELECT id FROM onward ORDER BY id
"""
_CONTINUED = """
WITH RECURSIVE back AS (
    SELECT id AS wanted, continues_id, programme_id FROM courses_enrolment WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT b.wanted, e.continues_id, e.programme_id FROM back b
    JOIN courses_enrolment e ON e.id = b.continues_id AND e.programme_id = b.programme_id
)
SELECT b.wanted, e.id FROM back b JOIN courses_enrolment e
    ON e.id = b.continues_id AND e.programme_id = b.programme_id
"""
_SIBLINGS = """
SELECT DISTINCT o.id FROM courses_enrolment e
JOIN credentials_practitioner p ON p.id = e.practitioner_id
JOIN credentials_practitioner q ON coalesce(q.merged_into_id, q.id) = coalesce(p.merged_into_id, p.id)
JOIN courses_enrolment o ON o.practitioner_id = q.id
WHERE e.id = ANY(%(ids)s) AND o.id <> ALL(%(ids)s)
ORDER BY 1
"""


def list_continuing(enrolment_ids: Collection[int]) -> list[int]:
    """These enrolments and all that continue them, by any number of steps."""
    return _fetch_ids(_CONTINUING, enrolment_ids)


def list_siblings(enrolment_ids: Collection[int]) -> list[int]:
    """The other enrolments of the same learners, under whichever of their merged numbers."""
    return _fetch_ids(_SIBLINGS, enrolment_ids)


def read_continued(enrolment_ids: Collection[int]) -> Mapping[int, set[int]]:
    """By enrolment, those that it continues within its programme, by any number of steps."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_CONTINUED, {"ids": list(enrolment_ids)})
        for wanted, continued in cursor.fetchall():
            found[wanted].add(continued)
    return found


def _fetch_ids(statement: str, enrolment_ids: Collection[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": list(enrolment_ids)})
        return [row[0] for row in cursor.fetchall()]
