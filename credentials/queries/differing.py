"""An organisation's own answers, newest first: all of them, or only those that may come out otherwise by now."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

from credentials.queries.differing_law import EVERYWHERE, touched_codes
from credentials.queries.relying import COLUMNS, PACK, Relied, fetch_relied
from law.models import LawRelease
from law.queries.packs import current_pack_id

PAGE = 100
BLOCK = 5_000  # answers passed over by one statement

_ORDER = "ORDER BY v.decided_at DESC, v.id DESC"
_MEMBERS = """
SELECT p.id FROM credentials_practitioner named
JOIN credentials_practitioner p ON coalesce(p.merged_into_id, p.id) = coalesce(named.merged_into_id, named.id)
WHERE named.registry_number = %(practitioner)s
"""
# The site that a stored answer names. No text can look like it: there each quotation mark would be escaped. Only the
# beginning of the answer, where the question stands, is read.
_SITE_NAMED = """substring(left(v.answer, 500) FROM '"site":"([^"]+)"')"""
# A second look counts until something changes under the answer again. Sites are looked for only in the answers of an
# organisation that has changed what it says of any.
_MAY_DIFFER = f"""
WITH changed_site AS (
    SELECT s.code, max(said.at) AS at FROM credentials_site s CROSS JOIN LATERAL (
        SELECT s.closed_at
        UNION ALL SELECT greatest(p.recorded_at, p.superseded_at) FROM credentials_sitepolicy p WHERE p.site_id = s.id
        UNION ALL SELECT greatest(d.recorded_at, d.superseded_at)
            FROM credentials_sitedeclaration d WHERE d.site_id = s.id
    ) said (at) WHERE s.organisation_id = %(organisation)s AND said.at IS NOT NULL GROUP BY s.code
), scanned AS MATERIALIZED (
    SELECT v.id, v.decided_at, v.practitioner_id, v.jurisdiction, v.known_at, {PACK} AS pack,
        CASE WHEN EXISTS (SELECT FROM changed_site) THEN {_SITE_NAMED} END AS site
    FROM credentials_verification v WHERE {{filters}} {_ORDER} LIMIT %(scanned)s
), looked AS (
    SELECT s.id, s.decided_at, s.practitioner_id, s.jurisdiction, s.site,
        coalesce(l.known_at, s.known_at) AS known_at,
        coalesce(l.pack_id, s.pack) AS pack, coalesce(l.differs, false) AS differs
    FROM scanned s LEFT JOIN credentials_secondlook l ON l.verification_id = s.id
), touched AS (
    SELECT * FROM unnest(%(packs)s::bigint[], %(codes)s::text[]) told (pack, code)
), candidate AS (
    SELECT v.id, v.decided_at FROM looked v JOIN credentials_practitioner p ON p.id = v.practitioner_id
    WHERE v.differs OR p.changed_at > v.known_at
        OR (v.pack, v.jurisdiction) IN (SELECT pack, code FROM touched)
        OR (v.pack, left(v.jurisdiction, 2)) IN (SELECT pack, code FROM touched)
        OR v.pack IN (SELECT pack FROM touched WHERE code = '{EVERYWHERE}')
        OR v.known_at < (SELECT c.at FROM changed_site c WHERE c.code = v.site)
    {_ORDER} LIMIT %(limit)s
)
SELECT {COLUMNS} FROM candidate JOIN credentials_verification v USING (id)
ORDER BY v.decided_at DESC, v.id DESC
"""  # noqa: S608 (names of our own)
_ALL = f"""
SELECT v.id, v.decided_at, p.registry_number, v.jurisdiction, v."on", v.outcome
FROM credentials_verification v JOIN credentials_practitioner p ON p.id = v.practitioner_id
WHERE {{filters}} {_ORDER} LIMIT %(limit)s
"""  # noqa: S608 (names of our own)

_LAST = f"""
SELECT v.decided_at, v.id FROM credentials_verification v WHERE {{filters}} {_ORDER} LIMIT 1 OFFSET %(skipped)s
"""  # noqa: S608 (names of our own)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list somebody stands: at an answer, newest first."""

    decided_at: dt.datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which answers of the organisation; None leaves it open. `since` and `until` are instants of deciding, [ )."""

    organisation_id: int
    practitioner: str | None = None
    outcome: str | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


_FILTERS = {
    "practitioner": f"v.practitioner_id IN ({_MEMBERS})",
    "outcome": "v.outcome = %(outcome)s",
    "since": "v.decided_at >= %(since)s",
    "until": "v.decided_at < %(until)s",
}


def _filters(wanted: Wanted, after: Place | None) -> tuple[str, dict[str, Any]]:
    given: dict[str, Any] = {name: getattr(wanted, name) for name in _FILTERS if getattr(wanted, name) is not None}
    clauses = ["v.organisation_id = %(organisation)s", *(_FILTERS[name] for name in given)]
    given["organisation"] = wanted.organisation_id
    if after is not None:
        clauses.append("(v.decided_at, v.id) < (%(after_at)s, %(after_id)s)")
        given |= {"after_at": after.decided_at, "after_id": after.id}
    return " AND ".join(clauses), given


def find_place(*, organisation_id: int, verification_id: uuid.UUID) -> Place | None:
    """The place of an answer in the organisation's list; None for what others asked."""
    return _fetch_place(
        "SELECT v.decided_at, v.id FROM credentials_verification v"
        " WHERE v.id = %(id)s AND v.organisation_id = %(organisation)s",
        {"id": verification_id, "organisation": organisation_id},
    )


def list_answers(wanted: Wanted, *, after: Place | None, limit: int) -> list[tuple[Any, ...]]:
    """(id, decided_at, registry number, jurisdiction, on, outcome) of a page of answers, newest first."""
    filters, given = _filters(wanted, after)
    with connection.cursor() as cursor:
        cursor.execute(_ALL.format(filters=filters), {**given, "limit": limit})
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def list_candidates(wanted: Wanted, *, after: Place | None, limit: int) -> list[Relied]:
    """Of the next `BLOCK` answers those that may come out otherwise by now: something changed under them."""
    filters, given = _filters(wanted, after)
    packs, codes = _list_touched_law()
    more = {"packs": packs, "codes": codes, "limit": limit, "scanned": BLOCK}
    return fetch_relied(_MAY_DIFFER.format(filters=filters), {**given, **more})


def find_last_of_block(wanted: Wanted, *, after: Place | None) -> Place | None:
    """The last of the next `BLOCK` answers, when there are so many; None at the end of the list."""
    filters, given = _filters(wanted, after)
    return _fetch_place(_LAST.format(filters=filters), {**given, "skipped": BLOCK - 1})


def _list_touched_law() -> tuple[list[int], list[str]]:
    """For each pack that ever answered, the places that differ under the pack in use, as two lists side by side."""
    current = current_pack_id()
    released = LawRelease.objects.values_list("pack_id", flat=True).distinct()
    pairs = [(pack, code) for pack in released for code in touched_codes(pack, current)]
    return [pack for pack, _ in pairs], [code for _, code in pairs]


def _fetch_place(statement: str, given: dict[str, Any]) -> Place | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return Place(*row) if row else None
