"""Answers on record, as it takes to decide them again: one, or all that a correction or a release may touch."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from credentials.queries.differing_law import EVERYWHERE
from law.queries.packs import PACK_AT_SQL

# Rows of before there were receipts name no pack.
PACK = f"coalesce(v.pack_id, {PACK_AT_SQL.replace('%s', 'v.known_at')})"
# Whether anyone whose facts counted then was erased since: the record itself, or one that answered as it then.
_ERASED = """EXISTS (
    SELECT FROM credentials_practitioner p JOIN accounts_person one ON one.id = p.person_id
    WHERE one.erased_at IS NOT NULL AND (p.id = v.practitioner_id OR p.id IN (
        SELECT m.absorbed_id FROM credentials_mergedrecord m WHERE m.survivor_id = v.practitioner_id
            AND m.recorded_at <= v.known_at AND (m.superseded_at IS NULL OR m.superseded_at > v.known_at))))"""
COLUMNS = f"""v.id, v.organisation_id, v.practitioner_id, {PACK}, v.jurisdiction, v."on", v.asked_on, v.known_at,
    v.decided_at, v.answer, {_ERASED}"""
_ONE = f"""
SELECT {COLUMNS} FROM credentials_verification v WHERE v.id = %(id)s AND v.organisation_id = %(organisation)s
"""  # noqa: S608 (names of our own)
# An answer whose record or whose law the cause touched: the one list is empty for the other kind of cause.
_TOUCHED = """v.known_at < %(at)s AND (v.practitioner_id = ANY(%(records)s)
    OR v.jurisdiction = ANY(%(codes)s) OR left(v.jurisdiction, 2) = ANY(%(codes)s) OR %(everywhere)s)"""

_OWN = "AND v.organisation_id = %(organisation)s"
_BEYOND = {
    "v.id": "AND v.id > %(after)s",
    "v.decided_at, v.id": """AND (v.decided_at, v.id) >
        ((SELECT a.decided_at FROM credentials_verification a WHERE a.id = %(after)s), %(after)s)""",
}


@dataclass(frozen=True, slots=True)
class Relied:
    """An answer on record. `is_erased`: data of a person whose facts counted in it was erased since."""

    id: uuid.UUID
    organisation_id: int
    practitioner_id: int
    pack_id: int
    jurisdiction: str
    on: dt.date
    asked_on: dt.date
    known_at: dt.datetime
    decided_at: dt.datetime
    answer: str
    is_erased: bool


@dataclass(frozen=True, slots=True)
class Touch:
    """What a cause at an instant may have touched: records, or the law of places (codes as `touched_codes` tells)."""

    at: dt.datetime
    records: Sequence[int] = ()
    codes: Collection[str] = ()

    def parameters(self) -> dict[str, Any]:
        """For statements that ask which answers it touches."""
        codes = [code for code in self.codes if code != EVERYWHERE]
        return {
            "at": self.at,
            "records": list(self.records),
            "codes": codes,
            "everywhere": EVERYWHERE in self.codes,
        }


def read_relied(*, verification_id: uuid.UUID, organisation_id: int) -> Relied | None:
    """An answer that was recorded for this organisation; None for what others asked."""
    found = fetch_relied(_ONE, {"id": verification_id, "organisation": organisation_id})
    return found[0] if found else None


def list_askers(touch: Touch) -> list[int]:
    """The organisations with answers of before the cause that it may have touched."""
    statement = f"SELECT DISTINCT v.organisation_id FROM credentials_verification v WHERE {_TOUCHED} ORDER BY 1"  # noqa: S608 (names of our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, touch.parameters())
        return [row[0] for row in cursor.fetchall()]


def list_touched(
    touch: Touch, *, limit: int, organisation_id: int | None = None, after: uuid.UUID | None = None
) -> list[Relied]:
    """Answers of before the cause that it may have touched, a page of them from beyond the answer `after`.

    Those of an organisation in the order in which they were decided, which its index has; those of all by their ids.
    Either way a walk through all pages reads each answer once: by id, each page of an organisation read everybody's.
    Not those in which an erased person's facts counted: nobody can decide them again, as a replay says.
    """
    own, order = ("", "v.id") if organisation_id is None else (_OWN, "v.decided_at, v.id")
    beyond = "" if after is None else _BEYOND[order]
    statement = f"""SELECT {COLUMNS} FROM credentials_verification v WHERE {_TOUCHED} AND NOT {_ERASED} {own} {beyond}
        ORDER BY {order} LIMIT %(limit)s"""  # noqa: S608 (names of our own)
    more = {"organisation": organisation_id, "after": after, "limit": limit}
    return fetch_relied(statement, touch.parameters() | more)


def fetch_relied(statement: str, parameters: dict[str, Any]) -> list[Relied]:
    """The answers that a statement over `COLUMNS` finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [Relied(*row) for row in cursor.fetchall()]
