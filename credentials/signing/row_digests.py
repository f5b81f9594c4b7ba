"""Digests over whole rows: what the audit chain holds, and what a row must still give when it is looked at again."""

import datetime as dt
import hashlib
import uuid
from typing import TypedDict

from credentials.instants import tell_instant
from credentials.signing.canonical import write_canonical


class KeptColumns(TypedDict):
    """Every column of a kept answer but its digest, and its sequence, which the database gives."""

    id: uuid.UUID
    organisation: int
    asked_by_key: int | None
    asked_by_user: int | None
    practitioner: int
    jurisdiction: str
    on: dt.date
    outcome: str
    asked_on: dt.date
    known_at: dt.datetime
    decided_at: dt.datetime
    answer: str
    pack: int | None
    receipt: str | None


def digest_kept(columns: KeptColumns) -> bytes:
    """SHA-256 over the canonical JSON of the columns; instants in UTC to the microsecond, days in ISO.

    A row of before there were receipts carries the digest of its answer's text alone.
    """
    if columns["receipt"] is None:
        return hashlib.sha256(columns["answer"].encode()).digest()
    told = {
        **columns,
        "id": str(columns["id"]),
        "on": columns["on"].isoformat(),
        "asked_on": columns["asked_on"].isoformat(),
        "known_at": tell_instant(columns["known_at"]),
        "decided_at": tell_instant(columns["decided_at"]),
    }
    return hashlib.sha256(write_canonical(told)).digest()
