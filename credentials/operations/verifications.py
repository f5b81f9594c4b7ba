"""Keeps answers for the organisation that asked."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction

from credentials.decisions import Decided
from credentials.models import Verification, VerificationNumber
from credentials.telling import numbers_told, without_numbers


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom an answer is kept, and who asked."""

    organisation_id: int
    key_id: int | None
    user_id: int | None


def record_verifications(
    *, answers: Sequence[tuple[Decided, dict[str, Any]]], asker: Asker, decided_at: dt.datetime
) -> list[uuid.UUID]:
    """Keep each decision with what was told of it; returns the ids in order. One transaction."""
    rows, numbers = [], []
    for decided, told in answers:
        row = _row(decided, told, asker, decided_at)
        rows.append(row)
        numbers += [
            VerificationNumber(verification=row, path=path, held_number_id=held)
            for path, held in numbers_told(decided).items()
        ]
    with transaction.atomic():
        Verification.objects.bulk_create(rows, batch_size=1000)
        VerificationNumber.objects.bulk_create(numbers, batch_size=2000)
    return [row.id for row in rows]


def _row(decided: Decided, told: dict[str, Any], asker: Asker, decided_at: dt.datetime) -> Verification:
    answer = orjson.dumps(without_numbers(told)).decode()
    question = decided.decision.question
    return Verification(
        organisation_id=asker.organisation_id,
        asked_by_key_id=asker.key_id,
        asked_by_user_id=asker.user_id,
        practitioner_id=decided.record.record,
        jurisdiction=question.jurisdiction,
        on=question.on,
        outcome=decided.decision.outcome.value,
        asked_on=decided.decision.inquiry.case.asked_on,
        known_at=decided.known_at,
        decided_at=decided_at,
        answer=answer,
        digest=hashlib.sha256(answer.encode()).digest(),
    )
