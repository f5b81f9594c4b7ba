"""Digests of the facts that answers rest on, and whether the key that signs is published, in one round trip."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

import psycopg
from django.db import connection

# Facts as findings name them (`licence-12`), by the tables in which they stand.
TABLES = {
    "licence": "credentials_licence",
    "privilege": "credentials_privilege",
    "authorization": "credentials_authorization",
    "training": "credentials_training",
    "exam": "credentials_exampass",
    "certification": "credentials_certification",
    "credential": "credentials_othercredential",
    "education": "credentials_continuingeducation",
    "statement": "credentials_statement",
}


class RestsOn(NamedTuple):
    """Digests in hex by the facts' names; and whether the key was published, and not retired."""

    digests: dict[str, str]
    is_published: bool


def read_digests(facts: Iterable[str], *, kid: str) -> RestsOn:
    """The digests of these facts. Facts are never deleted, so each named by a decision is there."""
    ids: dict[str, list[int]] = {kind: [] for kind in TABLES}
    for fact in set(facts):
        kind, _, row = fact.partition("-")
        ids[kind].append(int(row))
    connection.ensure_connection()
    # Kept as a prepared statement, for which planning would cost more than running; see queries.evidence.
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(_statement(), [kid, *ids.values()], prepare=True)
        rows = cursor.fetchall()
    return RestsOn({fact: digest for fact, digest in rows if fact}, any(fact is None for fact, _ in rows))


@functools.cache
def _statement() -> str:
    branches = (
        f"SELECT '{kind}-' || id, encode(digest, 'hex') FROM {table} WHERE id = ANY(${place}::bigint[])"  # noqa: S608 (names of our own)
        for place, (kind, table) in enumerate(TABLES.items(), 2)
    )
    published = "SELECT NULL, NULL FROM credentials_signingkey WHERE kid = $1::text AND retired_at IS NULL"
    return " UNION ALL ".join((published, *branches))
