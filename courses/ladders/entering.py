"""Whether a learner may enter a level: the profession, a licence of it, the prerequisites, and the time left."""

import datetime as dt

from courses.ladders.completing import Judgement, latest_day
from courses.ladders.findings import CANNOT_TELL, ELIGIBLE, NOT_ELIGIBLE, Eligibility, Finding, outcome_of
from courses.ladders.leaves import Known, count_cases, count_education, draw_node, first_licensed_on
from courses.ladders.licences import draw_licences
from courses.ladders.record import LearnerRecord
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
from courses.ladders.sentences import say
from courses.ladders.shapes import Ladder, Level
from courses.ladders.timelines import MET, UNMET, Status, Timeline, draw, join, worst
from rulebook.periods import day_after, whole_years

_BEST_FIRST = (ELIGIBLE, CANNOT_TELL, NOT_ELIGIBLE)


def judge_eligibility(asked: Level | Ladder, record: LearnerRecord, on: dt.date) -> Eligibility:
    """Whether the learner may enter the level on the day; of a ladder, the level that is nearest to being open.

    A profession may enter that is eligible on the day, or was on the day of enrolment: who is enrolled stays. Its
    licence must be in force on the day asked. A time limit that has run out closes the level.
    """
    if isinstance(asked, Level):
        return _judge(asked, record, on)
    found = [_judge(level, record, on) for level in asked.levels]
    return min(found, key=lambda one: (_BEST_FIRST.index(one.outcome), one.when or dt.date.max))


def _judge(level: Level, record: LearnerRecord, on: dt.date) -> Eligibility:
    judgement = Judgement(record, on)
    known = judgement.known(level)
    timelines = [
        _draw_profession(level, record),
        draw_licences(record.licences, record.profession, level.patient_groups),
    ]
    findings = [
        _find("profession_eligible", timelines[0], on, needs=_eligible_on(level, on), has=record.profession),
        _find("licence_in_force", timelines[1], on, needs=record.profession, has=None),
    ]
    for node in _parts(level.prerequisites):
        timelines.append(draw_node(node, known))
        findings.append(_find_node(node, known))
    latest = latest_day(level, record.enrolled_on)
    if latest is not None:
        timelines.append(_until(latest))
        findings.append(_find("in_time", timelines[-1], on, needs=latest.isoformat(), has=on.isoformat()))
    when = join(timelines, worst).first(MET, since=on)
    return Eligibility(outcome_of(tuple(findings)), tuple(findings), when)


def _until(latest: dt.date) -> Timeline:
    ended = day_after(latest)
    return draw([ended] if ended else [], lambda day: _met(day <= latest))


def _parts(node: Node | None) -> tuple[Node, ...]:
    """What is asked one by one: joint requirements stand by themselves."""
    if node is None:
        return ()
    return tuple(part for one in node.of for part in _parts(one)) if isinstance(node, AllOf) else (node,)


def _draw_profession(level: Level, record: LearnerRecord) -> Timeline:
    mine = [one for one in level.eligible_professions if one.profession == record.profession]
    days = [day for one in mine for day in (one.starts, one.until) if day is not None]
    stays_from = record.enrolled_on
    if stays_from is None or not any(one.holds_on(stays_from) for one in mine):
        return draw(days, lambda day: _met(any(one.holds_on(day) for one in mine)))
    days.append(stays_from)
    return draw(days, lambda day: _met(day >= stays_from or any(one.holds_on(day) for one in mine)))


def _met(is_met: bool) -> Status:
    return MET if is_met else UNMET


def _eligible_on(level: Level, on: dt.date) -> str:
    professions = dict.fromkeys(one.profession for one in level.eligible_professions if one.holds_on(on))
    return ", ".join(professions) or "nobody"


def _find(code: str, timeline: Timeline, on: dt.date, **amounts: str | int | None) -> Finding:
    status = timeline.on(on)
    needs, has = amounts["needs"], amounts["has"]
    when = None if status is MET else timeline.first(MET, since=on)
    return Finding(code, status, needs, has, when, say(code, status, needs, has))


def _find_node(node: Node, known: Known) -> Finding:
    timeline, on = draw_node(node, known), known.on
    match node:
        case AllOf(of) | AtLeast(_, of, _):
            found = tuple(_find_node(one, known) for one in of)
            count = node.count if isinstance(node, AtLeast) else len(of)
            status = timeline.on(on)
            has = sum(one.status is MET for one in found)
            when = None if status is MET else timeline.first(MET, since=on)
            return Finding("at_least", status, count, has, when, say("at_least", status, count, has), found)
        case LevelDone(code):
            done = known.done(code)
            return _find("level_completed", timeline, on, needs=code, has=done.on.isoformat() if done.on else None)
        case CasesLogged(cases):
            counted = count_cases(node, known)
            logged = None if counted is None else sum(number for _, number in counted)
            return _find("cases_logged", timeline, on, needs=cases, has=logged)
        case LicensedYears(years):
            first = first_licensed_on(known.record)
            return _find(
                "licensed_years", timeline, on, needs=years, has=None if first is None else whole_years(first, on)
            )
        case EducationHours(hundredths, subject):
            counted_hours = sum(hours for _, hours in count_education(subject, known)[0])
            return _find("education_hours", timeline, on, needs=hundredths, has=counted_hours)
        case Holds():
            wanted = " ".join(part for part in (node.issuer, node.title, node.programme, node.level) if part)
            return _find("certification_held", timeline, on, needs=wanted, has=None)
