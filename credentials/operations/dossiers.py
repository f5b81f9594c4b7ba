"""Keeps a dossier ready for every surviving record: triggers throw away what a write makes stale, this builds anew."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from credentials.queries.dossiers import list_missing
from credentials.queries.evidence_sql import BRANCHES, documents_sql

CHUNK = 2_000
MANY = 500
_BESIDE = ("accounts_person", "accounts_heldnumber", "credentials_practitioner", "credentials_dossier")

_BUILD = f"""
WITH record AS (
    SELECT DISTINCT coalesce(p.merged_into_id, p.id) AS record FROM credentials_practitioner p
    WHERE p.id = ANY(%(ids)s)
        AND NOT EXISTS (SELECT FROM credentials_dossier d WHERE d.practitioner_id = coalesce(p.merged_into_id, p.id))
), {documents_sql(is_past=False)}
INSERT INTO credentials_dossier (practitioner_id, content)
SELECT record.record, coalesce(document.content, '[]') FROM record LEFT JOIN document USING (record)
"""  # noqa: S608 (names of our own)


def build_dossiers(*, practitioner_ids: Collection[int]) -> int:
    """Build what is missing for these records and those that survive them; returns how many were built.

    Call it in the transaction that holds the registry clock, when all that it writes is written: a writer in flight
    could otherwise supersede a fact that this has read. RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("build_dossiers() needs a transaction that holds the registry clock")
    if not practitioner_ids:
        return 0
    with connection.cursor() as cursor:
        if len(practitioner_ids) >= MANY:
            _count_rows(cursor, len(practitioner_ids))
        cursor.execute(_BUILD, {"ids": list(practitioner_ids)})
        return int(cursor.rowcount)


def _count_rows(cursor: CursorWrapper, many: int) -> None:
    """Let PostgreSQL look at tables that it takes for empty: else it reads them whole again and again.

    It would look by itself within minutes, in which an import into an empty registry takes several times as long.
    """
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'credentials_practitioner'::regclass")
    if cursor.fetchone()[0] < many:
        tables = {branch.table for branch in BRANCHES.values()} | set(_BESIDE)
        cursor.execute(f"ANALYZE {', '.join(sorted(tables))}")


def build_missing_dossiers(*, after: int = 0, chunk: int = CHUNK) -> tuple[int, int] | None:
    """Build the next that are missing, one transaction; returns how many and the last id seen, None at the end."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # as tick() does, so that no writer is in flight; nothing is recorded
            cursor.execute("SELECT FROM accounts_registryclock FOR UPDATE")
        ids = list_missing(after=after, limit=chunk)
        return (build_dossiers(practitioner_ids=ids), ids[-1]) if ids else None
