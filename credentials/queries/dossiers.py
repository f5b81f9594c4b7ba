"""Which dossiers are missing, and whether those kept say what the facts say."""

from collections.abc import Sequence

import orjson
from django.db import connection

from credentials.queries.evidence_sql import documents_sql

_MISSING = """
SELECT p.id FROM credentials_practitioner p
WHERE p.id > %s AND p.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM credentials_dossier d WHERE d.practitioner_id = p.id)
ORDER BY p.id LIMIT %s
"""
_KEPT = "SELECT practitioner_id FROM credentials_dossier WHERE practitioner_id > %s ORDER BY practitioner_id LIMIT %s"
_COMPARED = f"""
WITH record AS (
    SELECT practitioner_id AS record FROM credentials_dossier WHERE practitioner_id = ANY(%(ids)s)
), {documents_sql(is_past=False)}
SELECT d.practitioner_id, p.merged_into_id IS NULL, d.content, coalesce(document.content, '[]')
FROM record JOIN credentials_dossier d ON d.practitioner_id = record.record
LEFT JOIN credentials_practitioner p ON p.id = d.practitioner_id
LEFT JOIN document ON document.record = d.practitioner_id
"""  # noqa: S608 (names of our own)


def list_missing(*, after: int, limit: int) -> list[int]:
    """Surviving records without a dossier, by id, from beyond `after`."""
    return _list(_MISSING, after, limit)


def list_kept(*, after: int, limit: int) -> list[int]:
    """Records with a dossier, by id, from beyond `after`."""
    return _list(_KEPT, after, limit)


def find_stale(ids: Sequence[int]) -> list[int]:
    """Those of these records whose dossier says other than their facts, or that were merged away. None should be."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPARED, {"ids": list(ids)})
        rows = cursor.fetchall()
    return [record for record, survives, kept, told in rows if not survives or _facts(kept) != _facts(told)]


def _facts(content: str) -> list[bytes]:
    """The facts in an order of our own: the database promises none."""
    return sorted(map(orjson.dumps, orjson.loads(content)))


def _list(statement: str, after: int, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [after, limit])
        return [row[0] for row in cursor.fetchall()]
