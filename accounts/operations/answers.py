"""Keeps the answers to writes that carry an Idempotency-Key, so that a retry is told what the first was told."""

import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, transaction

from accounts.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=10)  # a claim without an answer is then that of a process that died
ERASED = b""  # in place of the digest of a request, which could be guessed from what is known of somebody
_SWEPT_AT_ONCE = 100
_BLANK = """
UPDATE accounts_keptanswer SET request_digest = %s, body = CASE WHEN status IS NOT NULL THEN ''::bytea END,
    headers = CASE WHEN headers -> 'Location' IS NULL THEN '{}'
        ELSE jsonb_build_object('Location', headers -> 'Location') END
"""


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
    """Fill a claimed row. Where a person was erased meanwhile, only that there was an answer is kept, and where."""
    packed = zlib.compress(body, level=1)
    claimed = KeptAnswer.objects.filter(pk=row.pk, status=None)
    if not claimed.exclude(request_digest=ERASED).update(status=status, headers=dict(headers), body=packed):
        claimed.update(status=status, headers={name: headers[name] for name in headers if name == "Location"}, body=b"")


def blank_answers() -> None:
    """Blank what was asked and answered under every key; that it was done, and the address of what it made, stays.

    Part of the transaction that erases a person: any body may tell of anyone. The keys stay, or a request sent once
    more would be done twice; whoever sends it is told that its answer was erased.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BLANK, [ERASED])


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
