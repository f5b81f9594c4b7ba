"""Raising flags on what is about to expire: once for each thing and step, whoever runs it, however often."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from credentials.operations.flags_sql import DIGESTS, RAISE, reach_of
from credentials.queries.flags_sql import LASTING
from outbox.operations.waking import wake_sender

DIGEST_KIND = "flags"
# Behind UTC, where a day begins and ends last of all: only from then on is nothing called expired that is valid there.
LAST_ZONE = dt.timedelta(hours=12)
_ONE_AT_A_TIME = 4_620_217  # any number of our own
# Sorting and hashing a big registry's near expiries beside the default of 4 MB goes over the disk.
_MEMORY = "64MB"

_STATE = """
SELECT clock.ticked_at, last.day, last.ladder, last.seen_at
FROM accounts_registryclock AS clock
LEFT JOIN (SELECT * FROM credentials_flagrun ORDER BY day DESC, id DESC LIMIT 1) AS last ON true
"""
_NOTE_RUN = """
INSERT INTO credentials_flagrun (day, ladder, seen_at, ran_at, flagged) VALUES (%s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a run wrote. `is_idle` says that nothing could have changed since the run before."""

    flags: int
    digests: int
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """Where the job stands: the registry's clock now, and the last run's day, ladder and clock."""

    clock: dt.datetime
    day: dt.date | None
    ladder: tuple[int, ...]
    seen_at: dt.datetime | None


@transaction.atomic
def flag_expiring(*, day: dt.date, at: dt.datetime, ladder: Sequence[int]) -> Raised:
    """Raise a flag on everything that by `day` has reached a step of the ladder for which it has none.

    `ladder` counts days before the last valid day, negative after it. After missed days a thing is flagged once, for
    the step it has reached by now, also when it lapsed meanwhile; what had lapsed before the very first run is left
    alone. A day before the last one seen to is left alone too. Digest mails are written for the first run of a day;
    what a later run of that day finds is told with the next. All is one transaction: killed, it has not happened;
    two at once, the second waits and finds nothing left to do.
    """
    steps = sorted(set(ladder), reverse=True)
    _wait_for_turn()
    state = _read_state()
    if state.day is not None and (day < state.day or _saw_all(state, day, steps)):
        return Raised(0, 0, is_idle=True)
    is_first = state.day is None or day > state.day
    told_on = day if is_first else day + dt.timedelta(1)
    # The last day seen to counts as well: something may have been recorded on it after its last run.
    unseen = day if state.day is None else state.day
    flags = _raise_flags(steps, {"day": day, "told_on": told_on, "unseen": unseen})
    digests = _write_digests(day, at, state.day) if is_first else 0
    _execute(_NOTE_RUN, [day, steps, state.clock, at, flags])
    return Raised(flags, digests)


def _wait_for_turn() -> None:
    settings = f"set_config('work_mem', '{_MEMORY}', true), set_config('jit', 'off', true)"
    _execute(f"SELECT pg_advisory_xact_lock(%s), {settings}", [_ONE_AT_A_TIME])


def _read_state() -> _State:
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        clock, day, ladder, seen_at = cursor.fetchone()
    return _State(clock, day, tuple(ladder or ()), seen_at)


def _saw_all(state: _State, day: dt.date, steps: Sequence[int]) -> bool:
    """Whether the last run saw the same: every writer of facts, merges and erasures moves the registry's clock."""
    return (state.day, state.ladder, state.seen_at) == (day, tuple(steps), state.clock)


def _raise_flags(steps: Sequence[int], told: dict[str, dt.date]) -> int:
    reach = {"first": told["unseen"] + dt.timedelta(steps[-1]), "last": told["day"] + dt.timedelta(steps[0])}
    step = reach_of(steps)
    return sum(_execute(RAISE[one.kind].format(step=step), {**told, **reach}) for one in LASTING)


def _write_digests(day: dt.date, at: dt.datetime, day_before: dt.date | None) -> int:
    """One mail to each person of whom flags were raised since the digests before, if there is where to send it."""
    since = day if day_before is None else day_before + dt.timedelta(1)
    told = {"kind": DIGEST_KIND, "cause": f"{DIGEST_KIND}:{day}", "day": day, "since": since, "at": at}
    written = _execute(DIGESTS, {**told, "payload": json.dumps({"since": str(since), "day": str(day)})})
    if written:
        wake_sender()
    return written


def _execute(statement: str, told: object = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)  # type: ignore[arg-type]  # a list or a mapping, as the statement has it
        return int(cursor.rowcount)
