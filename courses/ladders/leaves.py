"""How far a record meets the nodes of a prerequisite tree, on every day, by what is known on one day."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from courses.ladders.licences import settle
from courses.ladders.record import IN_FORCE, Earned, LearnerRecord
from courses.ladders.requirements import (
    AllOf,
    AtLeast,
    CasesLogged,
    EducationHours,
    Holds,
    LevelDone,
    LicensedYears,
    Node,
)
from courses.ladders.timelines import MET, UNKNOWN, UNMET, Status, Timeline, always, draw, from_day, join
from rulebook.facts import SELF_STATED, Certification, Facts
from rulebook.periods import day_after, shift_months, shift_years
from rulebook.settling import Settled
from rulebook.standing import ENDING


@dataclass(frozen=True, slots=True)
class Done:
    """Whether a level is completed, and since when."""

    status: Status
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What a tree is judged by: the record, the last day that counts as known, and how other levels stand."""

    record: LearnerRecord
    on: dt.date
    done: Callable[[str], Done]


def draw_node(node: Node, known: Known) -> Timeline:
    """The timeline of a node. What happens after `known.on` is not known; what time alone brings is drawn ahead."""
    match node:
        case AllOf(of):
            return join([draw_node(one, known) for one in of], partial(_enough, len(of)))
        case AtLeast(count, of, _):
            return join([draw_node(one, known) for one in of], partial(_enough, count))
        case LevelDone():
            return _draw_level(node, known)
        case CasesLogged():
            return _draw_cases(node, known)
        case LicensedYears(years):
            return _draw_years(years, known.record)
        case EducationHours():
            return _draw_education(node, known)
        case Holds():
            return _draw_holdings(node, known)


def day_reached(told: Iterable[tuple[dt.date, int]], needed: int) -> dt.date | None:
    """The day on which the sum reaches what is needed; None while it does not. The order of telling does not matter."""
    total = 0
    for day, amount in sorted(told):
        total += amount
        if total >= needed:
            return day
    return None


def count_cases(node: CasesLogged, known: Known) -> list[tuple[dt.date, int]] | None:
    """Days and numbers of the cases that count; None when it is not known since when they do."""
    since = known.record.enrolled_on or dt.date.min
    if node.since is not None:
        done = known.done(node.since)
        if done.on is None:
            return None if done.status is UNKNOWN else []
        since = done.on + dt.timedelta(days=1)
    return [
        (one.on, one.cases)
        for one in known.record.supervised
        if since <= one.on <= known.on and (one.signed or (one.signed is None and not node.signed))
    ]


def _enough(count: int, statuses: list[Status]) -> Status:
    """Met when enough are; unknown while enough are met or unknown."""
    if statuses.count(MET) >= count:
        return MET
    return UNKNOWN if len(statuses) - statuses.count(UNMET) >= count else UNMET


def _draw_level(node: LevelDone, known: Known) -> Timeline:
    done = known.done(node.level)
    if done.on is None:
        return always(done.status)
    return from_day(opens_on(node, done.on))


def opens_on(node: LevelDone, done_on: dt.date) -> dt.date | None:
    """The first day so long after the completion; None beyond the calendar."""
    day = shift_months(done_on, node.gap_months)
    if day is None or (dt.date.max - day).days < node.gap_days:
        return None
    return day + dt.timedelta(days=node.gap_days)


def _draw_cases(node: CasesLogged, known: Known) -> Timeline:
    counted = count_cases(node, known)
    return always(UNKNOWN) if counted is None else from_day(day_reached(counted, node.cases))


def first_licensed_on(record: LearnerRecord) -> dt.date | None:
    """The first day of a licence of the learner's profession, self-stated ones left out."""
    days = [one.issued_on for one in settle(record.licences) if one.profession == record.profession]
    return min(days, default=None)


def _draw_years(years: int, record: LearnerRecord) -> Timeline:
    first = first_licensed_on(record)
    return always(UNKNOWN) if first is None else from_day(shift_years(first, years))


def count_education(subject: str, known: Known) -> tuple[list[tuple[dt.date, int]], list[tuple[dt.date, int]]]:
    """Days and hundredths of hours of the subject: those that count, and the self-stated ones."""
    told = [one for one in known.record.education if one.subject == subject and one.completed_on <= known.on]
    settled = Settled(Facts(education=tuple(told))).education
    stated = [one for one in told if one.assurance == SELF_STATED]
    return [(one.completed_on, one.hundredths) for one in settled], [(s.completed_on, s.hundredths) for s in stated]


def _draw_education(node: EducationHours, known: Known) -> Timeline:
    counted, stated = count_education(node.subject, known)
    sure, perhaps = (day_reached(told, node.hundredths) for told in (counted, counted + stated))
    return join([from_day(sure), from_day(perhaps, after=UNKNOWN)], lambda both: max(both, key=lambda one: one.rank))


def _draw_holdings(node: Holds, known: Known) -> Timeline:
    held = _of_programme(node, known) if node.programme is not None else _certified(node, known.record)
    return join(held, lambda all_: max(all_, key=lambda one: one.rank)) if held else always(UNMET)


def _of_programme(node: Holds, known: Known) -> list[Timeline]:
    return [
        _draw_span(one.on, one.expires_on)
        for one in known.record.earned
        if _is_of(one, known.record.provider_id, node.programme, node.level)
        and one.status == IN_FORCE
        and one.on <= known.on
    ]


def is_of_level(one: Earned, record: LearnerRecord, level: str) -> bool:
    """Whether it is an award of this level of the record's own programme."""
    return record.programme_code is not None and _is_of(one, record.provider_id, record.programme_code, level)


def _is_of(one: Earned, provider_id: int | None, programme: str | None, level: str | None) -> bool:
    is_theirs = one.provider_id == provider_id and one.programme_code == programme
    return is_theirs and level in (None, one.level_code)


def _certified(node: Holds, record: LearnerRecord) -> list[Timeline]:
    wanted = [
        one
        for one in record.certifications
        if (one.issuer, one.title) == (node.issuer, node.title) and node.level in (None, one.level)
    ]
    stated = [one for one in wanted if one.assurance == SELF_STATED]
    settled = Settled(Facts(certifications=tuple(wanted))).certifications
    return [_draw_certification(one, MET) for one in settled] + [_draw_certification(s, UNKNOWN) for s in stated]


def _draw_span(first: dt.date, last: dt.date | None) -> Timeline:
    """Met from the first day to the last, both included."""
    ended = None if last is None else day_after(last)
    return draw([first, *([ended] if ended else [])], lambda day: _within(first, last, day))


def _within(first: dt.date, last: dt.date | None, day: dt.date) -> Status:
    return MET if first <= day and (last is None or day <= last) else UNMET


def _draw_certification(held: Certification, at_best: Status) -> Timeline:
    days = [held.issued_on, *(span.starts for span in held.statuses)]
    days += [span.until for span in held.statuses if span.until is not None]
    if held.expires_on is not None and (ended := day_after(held.expires_on)) is not None:
        days.append(ended)

    def status_on(day: dt.date) -> Status:
        kinds = {span.kind for span in held.statuses if span.holds_on(day)}
        if kinds & set(ENDING) or _within(held.issued_on, held.expires_on, day) is UNMET:
            return UNMET
        return UNKNOWN if kinds - {"active"} else at_best

    return draw(days, status_on)
