"""Who relied on what is changed: noted with each cause, counted before anyone confirms it."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from credentials.followers import follow_change
from credentials.instants import tell_instant
from credentials.queries.relying import Touch, list_touched
from credentials.redeciding import Compared, compare_instants
from law.models import LawRelease
from outbox.models import Message, stable_id
from outbox.operations import enqueue

MAY_DIFFER = "answers_may_differ"
MOST_LOOKED_AT = 2_000  # answers on one person, while the registry clock is held

# Records joined by a merge change together. Which of them have answers on record is one look into an index.
_CHANGE = """
WITH root AS (
    SELECT DISTINCT coalesce(merged_into_id, id) AS id FROM credentials_practitioner WHERE id = ANY(%(ids)s)
), member AS (
    SELECT id FROM root UNION ALL SELECT p.id FROM credentials_practitioner p JOIN root ON p.merged_into_id = root.id
), changed AS (
    UPDATE credentials_practitioner p SET changed_at = %(at)s FROM member WHERE p.id = member.id RETURNING p.id
)
SELECT id, EXISTS (SELECT FROM credentials_verification v WHERE v.practitioner_id = changed.id) FROM changed ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change would do to answers on record, without saying whose they are.

    Of `looked_at` answers, `answers` would come out otherwise, of so many organisations; `outcomes` are (before,
    after, number of answers). `is_whole` is false when there were more than could be looked at in time.
    """

    looked_at: int
    answers: int
    organisations: int
    outcomes: tuple[tuple[str, str, int], ...]
    is_whole: bool = True


UNTOUCHED = Impact(0, 0, 0, ())


def note_change(*, practitioner_ids: Collection[int], at: datetime) -> None:
    """Note that what counts for these records changed at `at`, and have answers on them decided again.

    Part of the transaction that changes it. Records just made need no note.
    """
    if not practitioner_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CHANGE, {"ids": list(practitioner_ids), "at": at})
        changed = cursor.fetchall()
    follow_change(practitioner_ids=[row[0] for row in changed], at=at)
    answered = [id_ for id_, is_answered in changed if is_answered]
    if answered:
        payload = {"at": tell_instant(at), "practitioners": answered}
        enqueue(kind=MAY_DIFFER, cause=cause_of_record(at), recipient="job", payload=payload, at=at)


def cause_of_record(at: datetime) -> str:
    """The name of what was recorded at an instant: instants are the registry's own, and no two are the same."""
    return f"recorded:{tell_instant(at)}"


def note_release(release: LawRelease, before: int | None) -> None:
    """Have answers decided again that a release may touch; `before` is the pack in use until then."""
    if before is None:
        return
    at = release.released_at
    payload = {"at": tell_instant(at), "before": before, "after": release.pack_id}
    enqueue(kind=MAY_DIFFER, cause=f"release:{release.pk}", recipient="job", payload=payload, at=at)


def touch_of(payload: dict[str, Any], codes_between: Callable[[int, int], Collection[str]]) -> Touch:
    """What a cause may have touched, as its message tells."""
    at = datetime.fromisoformat(payload["at"])
    if "practitioners" in payload:
        return Touch(at, records=payload["practitioners"])
    return Touch(at, codes=codes_between(payload["before"], payload["after"]))


class _Undone(Exception):
    """Nothing of it is to stay."""


def preview_change(apply: Callable[[], object]) -> Impact:
    """What `apply`, a correction or a merge, would do to answers on record: done, looked at, and undone.

    Only what this very change alters is counted: each answer is decided as known just before and just after it. What
    `apply` raises is raised.
    """
    impact = UNTOUCHED
    try:
        with transaction.atomic():
            started_at = _read_clock()
            apply()
            if (at := _read_clock()) != started_at:
                impact = _read_impact(at)
            raise _Undone
    except _Undone:
        return impact


def _read_clock() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ticked_at FROM accounts_registryclock")
        row = cursor.fetchone()
    return row[0] if row else None


def _read_impact(at: datetime | None) -> Impact:
    if at is None:
        return UNTOUCHED
    message = Message.objects.filter(pk=stable_id(MAY_DIFFER, cause_of_record(at), "job")).first()
    if message is None:
        return UNTOUCHED
    relied = list_touched(Touch(at, records=message.payload["practitioners"]), limit=MOST_LOOKED_AT + 1)
    return impact_of(compare_instants(relied[:MOST_LOOKED_AT], at=at), is_whole=len(relied) <= MOST_LOOKED_AT)


def impact_of(compared: Collection[Compared], *, is_whole: bool = True) -> Impact:
    """The counts of what was compared."""
    changed = [one for one in compared if one.changes]
    outcomes = Counter((one.outcome_before, one.outcome_after) for one in changed)
    return Impact(
        looked_at=len(compared),
        answers=len(changed),
        organisations=len({one.relied.organisation_id for one in changed}),
        outcomes=tuple((*pair, count) for pair, count in sorted(outcomes.items())),
        is_whole=is_whole,
    )
