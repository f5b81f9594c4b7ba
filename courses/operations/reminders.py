"""Telling learners and providers what happened, or is due: once each, however often and beside whomever it runs."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from accounts.operations.telling import tell_organisation
from courses.operations import reminders_sql as sql
from outbox.models import Message
from outbox.operations.waking import wake_sender

AWARD_GIVEN, AWARD_CHANGED = "award_given", "award_changed"
RENEWAL_OPEN, TIME_RUNNING_OUT = "award_renewal_open", "learner_time_running_out"
RESULTS_UNRELEASED, SHORT_OF_EXAMINERS = "results_unreleased", "session_short_of_examiners"
TIME_LEFT_STEPS = (60, 14)  # days before the last day to finish a level
EXAMINER_STEPS = (30, 7)  # days before a session


def tell_awarded(*, award_ids: Collection[int], at: dt.datetime) -> int:
    """Tell learners of their awards; part of the transaction that gives them."""
    return _write(sql.AWARDED, {"kind": AWARD_GIVEN, "awards": list(award_ids), "at": at}) if award_ids else 0


def tell_changed(*, status_ids: Collection[int], at: dt.datetime) -> int:
    """Tell learners what became of their awards; part of the transaction that decides it."""
    return _write(sql.CHANGED, {"kind": AWARD_CHANGED, "statuses": list(status_ids), "at": at}) if status_ids else 0


@transaction.atomic
def remind_of_renewals(*, day: dt.date, at: dt.datetime) -> int:
    """Tell the holder when the window of a renewal has opened; give how many messages were written.

    Once for each award and last valid day. That it expires the registry's flags tell; this tells what renewing asks.
    """
    return _write(sql.RENEWAL_OPEN, {"kind": RENEWAL_OPEN, "day": day, "at": at})


@transaction.atomic
def remind_of_time(*, day: dt.date, at: dt.datetime, steps: Sequence[int] = TIME_LEFT_STEPS) -> int:
    """Tell learners whose time to finish a level runs out: once for each step before the last day.

    After a downtime the nearest step is told alone.
    """
    return _write(sql.TIME_RUNNING_OUT, {"kind": TIME_RUNNING_OUT, "day": day, "steps": list(steps), "at": at})


@transaction.atomic
def remind_of_results(*, day: dt.date, at: dt.datetime, after_days: int) -> int:
    """Tell providers of results that wait for release since so many days; again only when more have waited so long."""
    written = 0
    for provider_id, count, newest in _fetch(sql.UNRELEASED, {"before": day - dt.timedelta(days=after_days)}):
        cause = f"results:{provider_id}:{newest}"
        payload = {"provider": provider_id, "drafted_until": newest, "count": count}
        written += _tell_provider(provider_id, RESULTS_UNRELEASED, cause, payload, at)
    return written


@transaction.atomic
def remind_of_examiners(*, day: dt.date, at: dt.datetime, steps: Sequence[int] = EXAMINER_STEPS) -> int:
    """Tell providers of sessions that lack examiners: once for each step before the first day."""
    written = 0
    for session_id, provider_id, starts_on, step in _fetch(sql.SHORT_OF_EXAMINERS, {"day": day, "steps": list(steps)}):
        cause = f"session:{session_id}:{starts_on}:{step}"
        written += _tell_provider(provider_id, SHORT_OF_EXAMINERS, cause, {"session": session_id}, at)
    return written


def _tell_provider(provider_id: int, kind: str, cause: str, payload: Mapping[str, Any], at: dt.datetime) -> int:
    """How many messages were written: none where the cause was told before, to whoever was to know then."""
    if Message.objects.filter(kind=kind, cause=cause).exists():
        return 0
    told = tell_organisation(organisation_id=provider_id, kind=kind, cause=cause, payload=payload, at=at)
    return len(told)


def _write(statement: str, told: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        written = int(cursor.rowcount)
    if written:
        wake_sender()
    return written


def _fetch(statement: str, told: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
