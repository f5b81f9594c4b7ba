"""Whether a receipt is the one that is on file."""

import uuid
from collections.abc import Mapping
from typing import Any

from credentials.models import Verification
from credentials.signing.row_digests import KeptColumns, digest_kept


def list_differences(receipt: str, claims: Mapping[str, Any]) -> list[str] | None:
    """What the kept answer says otherwise than its receipt; None when no such answer is on file."""
    try:
        row = Verification.objects.filter(pk=uuid.UUID(str(claims.get("jti")))).first()
    except ValueError:
        return None
    if row is None:
        return None
    differences = [] if row.receipt == receipt else ["another receipt is on file for this answer"]
    if row.outcome != claims.get("outcome"):
        differences.append(f"the answer on file is {row.outcome}")
    if digest_kept(columns_of(row)) != bytes(row.digest):
        differences.append("the answer on file was changed: its digest does not fit")
    return differences


def columns_of(row: Verification) -> KeptColumns:
    """The columns under the row's digest."""
    return {
        "id": row.id,
        "organisation": row.organisation_id,
        "asked_by_key": row.asked_by_key_id,
        "asked_by_user": row.asked_by_user_id,
        "practitioner": row.practitioner_id,
        "jurisdiction": row.jurisdiction,
        "on": row.on,
        "outcome": row.outcome,
        "asked_on": row.asked_on,
        "known_at": row.known_at,
        "decided_at": row.decided_at,
        "answer": row.answer,
        "pack": row.pack_id,
        "receipt": row.receipt,
    }
