"""Reads answers back as they were given."""

import uuid
from typing import Any

import orjson

from credentials.instants import tell_instant
from credentials.models import Verification


def read_verification(*, verification_id: uuid.UUID, organisation_id: int) -> dict[str, Any] | None:
    """What was answered then, as it was; numbers erased since are null. None for other organisations' answers."""
    row = (
        Verification.objects.filter(pk=verification_id, organisation_id=organisation_id)
        .prefetch_related("numbers__held_number")
        .first()
    )
    if row is None:
        return None
    return {**put_numbers(row), "id": str(row.id), "decided_at": tell_instant(row.decided_at), "receipt": row.receipt}


def put_numbers(row: Verification) -> dict[str, Any]:
    """The stored answer with its numbers back in their places; those erased since are null."""
    told: dict[str, Any] = orjson.loads(row.answer)
    for number in row.numbers.all():
        _put(told, number.path, number.held_number.text)
    return told


def _put(told: Any, pointer: str, value: str | None) -> None:
    *steps, last = pointer.strip("/").split("/")
    for step in steps:
        told = told[int(step)] if isinstance(told, list) else told[step]
    told[last] = value
