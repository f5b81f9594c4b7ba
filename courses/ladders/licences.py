"""Whether a licence of a profession is in force, on every day."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from courses.ladders.timelines import MET, UNKNOWN, UNMET, Status, Timeline, always, draw, worst
from rulebook.facts import Facts, Licence
from rulebook.periods import day_after
from rulebook.settling import HeldLicence, Settled
from rulebook.standing import ENDING

_ERASED = "\0"  # no number on file holds a NUL; an erased one is told with it


def draw_licences(licences: tuple[Licence, ...], profession: str, patient_groups: tuple[str, ...] = ()) -> Timeline:
    """How far some licence of the profession is in force on each day; the best licence counts.

    Every source's telling of one licence must be good. None on file, only self-stated ones or one whose number was
    erased: unknown. Expired, suspended or barred from invasive procedures: unmet. An order that somebody must read
    (probation, a restriction of another kind): unknown.
    """
    held = [one for one in settle(licences) if one.profession == profession]
    if not held:
        return always(UNKNOWN)
    days = {day for one in held for telling in one.tellings for day in _turning_days(telling)}
    return draw(days, partial(_best_on, held, patient_groups))


def settle(licences: tuple[Licence, ...]) -> tuple[HeldLicence, ...]:
    """The licences that count, each once with every telling; self-stated ones dropped."""
    return Settled(Facts(licences=licences)).licences


def _best_on(held: list[HeldLicence], patient_groups: tuple[str, ...], day: dt.date) -> Status:
    standings = [worst(_standing(telling, patient_groups, day) for telling in one.tellings) for one in held]
    return max(standings, key=lambda status: status.rank)


def _standing(licence: Licence, patient_groups: tuple[str, ...], day: dt.date) -> Status:
    if licence.number.startswith(_ERASED):
        return UNKNOWN
    if day < licence.issued_on or (licence.expires_on is not None and day > licence.expires_on):
        return UNMET
    statuses = {span.kind for span in licence.statuses if span.holds_on(day)}
    restrictions = {span.kind for span in licence.restrictions if span.holds_on(day)}
    if statuses & set(ENDING) or "no_invasive_procedures" in restrictions:
        return UNMET
    if "no_minors" in restrictions and "child" in patient_groups:
        return UNMET
    return UNKNOWN if statuses - {"active"} or restrictions - {"no_minors"} else MET


def _turning_days(licence: Licence) -> Iterator[dt.date]:
    yield licence.issued_on
    if licence.expires_on is not None and (ended := day_after(licence.expires_on)) is not None:
        yield ended
    for span in (*licence.statuses, *licence.restrictions):
        yield span.starts
        if span.until is not None:
            yield span.until
