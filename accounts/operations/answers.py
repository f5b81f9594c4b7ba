"""Keeps the answers to writes that carry an Idempotency-Key, so that a retry is told what the first was told."""

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=10)  # a claim without an answer is then that of a process that died
_SWEPT_AT_ONCE = 100


@transaction.atomic
def claim_answer(*, caller: str, key: str, request_digest: bytes, at: datetime) -> tuple[KeptAnswer, bool]:
    """The row for this key, and whether it is ours to fill; if not, it holds an answer or another is at work on it.

    Of two claims at once one wins: the other waits for its commit and finds the row.
    """
    stale = KeptAnswer.objects.filter(caller=caller, key=key, claimed_at__lte=at - KEPT_FOR)
    abandoned = KeptAnswer.objects.filter(caller=caller, key=key, status=None, claimed_at__lte=at - GIVEN_UP_AFTER)
    (stale | abandoned).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_keptanswer (caller, key, request_digest, claimed_at, headers)"
            " VALUES (%s, %s, %s, %s, '{}') ON CONFLICT (caller, key) DO NOTHING RETURNING id",
            [caller, key, request_digest, at],
        )
        is_ours = cursor.fetchone() is not None
    return KeptAnswer.objects.get(caller=caller, key=key), is_ours


def keep_answer(*, row: KeptAnswer, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Fill a claimed row. Where the row is gone (a person was erased meanwhile) nothing is kept."""
    packed = zlib.compress(body, level=1)
    KeptAnswer.objects.filter(pk=row.pk, status=None).update(status=status, headers=dict(headers), body=packed)


def release_claim(*, row: KeptAnswer) -> None:
    """Give a claim up: what was refused may be sent again."""
    KeptAnswer.objects.filter(pk=row.pk, status=None).delete()


def sweep_answers(*, at: datetime) -> int:
    """Delete some answers older than a day; how many."""
    old = KeptAnswer.objects.filter(claimed_at__lte=at - KEPT_FOR).values("pk")[:_SWEPT_AT_ONCE]
    return KeptAnswer.objects.filter(pk__in=old).delete()[0]


def unpack_body(row: KeptAnswer) -> bytes:
    """The body that was answered then."""
    return zlib.decompress(row.body or zlib.compress(b""))
