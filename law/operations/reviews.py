"""Tells law keepers which sources wait for another look: each provision once a stage, one mail a person and day."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db import connection, transaction

from law.models import ReviewTold
from law.queries.compiled import current_law
from law.queries.keepers import list_keepers
from law.queries.packs import NoLawReleased
from law.queries.reviews import SOON, stage_on, told_on, told_stages
from outbox.operations import enqueue
from rulebook.review import DueProvision, list_due

REVIEW_DUE = "law_review_due"
_LOCK = 0x66696C69_6C6177  # two runs at once follow one another; the second finds everything told


def tell_reviews_due(*, at: dt.datetime) -> int:
    """Write a digest for each keeper who has not heard of everything yet; give how many were written.

    Safe to repeat and to run twice at once. After days without a run each provision is told once, as far as it has
    come by now. A keeper who was told something today hears the rest tomorrow.
    """
    on = at.astimezone(dt.UTC).date()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        try:
            due = list_due(current_law(), on + SOON)
        except NoLawReleased:
            return 0
        return sum(_tell(user, news, on, at) for user, news in _list_news(due, on))


def _list_news(due: Sequence[DueProvision], on: dt.date) -> Iterator[tuple[int, list[DueProvision]]]:
    """What each keeper who was told nothing today has not heard yet."""
    keepers = list_keepers()
    told, busy = told_stages(keepers, due), told_on(keepers, on)
    stages = {(one.id, one.overdue_from): stage_on(one.overdue_from, on) for one in due}
    for user in keepers:
        heard = {look: told.get((user, look), -1) for look in stages}
        news = [one for one in due if heard[look := (one.id, one.overdue_from)] < stages[look]]
        if news and user not in busy:
            yield user, news


def _tell(user: int, news: Sequence[DueProvision], on: dt.date, at: dt.datetime) -> int:
    """Write the digest of one keeper."""
    ReviewTold.objects.bulk_create(
        ReviewTold(
            user_id=user,
            provision=one.id,
            overdue_from=one.overdue_from,
            stage=stage_on(one.overdue_from, on),
            told_on=on,
        )
        for one in news
    )
    payload = {"on": on.isoformat(), "provisions": [[one.id, one.overdue_from.isoformat()] for one in news]}
    enqueue(kind=REVIEW_DUE, cause=f"{REVIEW_DUE}:{on}", recipient=f"user:{user}", payload=payload, at=at)
    return 1
