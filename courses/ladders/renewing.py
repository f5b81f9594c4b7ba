"""Whether an award may be renewed on a day, and what it takes: each thing asked is one finding."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from courses.ladders.completing import judge_level
from courses.ladders.findings import Finding
from courses.ladders.leaves import day_reached
from courses.ladders.record import LearnerRecord
from courses.ladders.shapes import Ladder, Level, Renewal
from courses.ladders.timelines import MET, UNMET, Status
from rulebook.facts import SELF_STATED, Facts
from rulebook.settling import Settled


@dataclass(frozen=True, slots=True)
class Held:
    """The award to be renewed. `since` is the day of the award or of its last renewal: what came later counts."""

    since: dt.date
    expires_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which it may be renewed; both count."""

    opens_on: dt.date
    closes_on: dt.date


def renewal_window(renewal: Renewal | None, held: Held) -> Window | None:
    """When it may be renewed; None where it never expires or is not renewed at all."""
    if renewal is None or held.expires_on is None:
        return None
    early = min(renewal.opens_days_before, (held.expires_on - held.since).days)
    late = min(renewal.grace_days, (dt.date.max - held.expires_on).days)
    return Window(held.expires_on - dt.timedelta(days=early), held.expires_on + dt.timedelta(days=late))


def judge_renewal(level: Level, ladder: Ladder, held: Held, record: LearnerRecord, on: dt.date) -> tuple[Finding, ...]:
    """Every thing asked of a renewal on the day, met or not; it may be renewed when all are met.

    Only what was done after the award, or its last renewal, counts. Self-stated education does not.
    """
    if held.expires_on is None:
        return (_finding("renewal_offered", UNMET, "It never expires: there is nothing to renew."),)
    if level.renewal is None:
        return (_finding("renewal_offered", UNMET, f"{level.code} is not renewed. {_again(level)}"),)
    judged = [_judge_window(level, held, on)]
    if level.renewal.education is not None:
        judged.append(_judge_education(level.renewal.education, held, record, on))
    return (*judged, *judge_done(level, ladder, held, record, on))


def judge_done(level: Level, ladder: Ladder, held: Held, record: LearnerRecord, on: dt.date) -> tuple[Finding, ...]:
    """What was asked of a renewal on the day and done here: the refresher and the examinations.

    A correction may take these away afterwards; the window and the education were decided on the day.
    """
    if level.renewal is None:
        return ()
    refresher = _judge_refresher(level.renewal, ladder, held, record, on)
    return (*refresher, *_judge_examination(level.renewal, ladder, held, record, on))


def _finding(code: str, status: Status, sentence: str, **more: object) -> Finding:
    told: dict[str, object] = {"needs": None, "has": None, "when": None, **more}
    return Finding(code=code, status=status, sentence=sentence, **told)  # type: ignore[arg-type]  # named above


def _judge_window(level: Level, held: Held, on: dt.date) -> Finding:
    window = renewal_window(level.renewal, held)
    if window is None:
        raise ValueError("asked of what has no window")
    needs, has = f"{window.opens_on}/{window.closes_on}", on.isoformat()
    if on < window.opens_on:
        sentence = f"Renewal opens on {window.opens_on}."
        return _finding("renewal_window", UNMET, sentence, needs=needs, has=has, when=window.opens_on)
    if on > window.closes_on:
        grace = "without grace" if window.closes_on == held.expires_on else f"grace ended on {window.closes_on}"
        sentence = f"Its last valid day was {held.expires_on}, {grace}. {_again(level)}"
        return _finding("renewal_window", UNMET, sentence, needs=needs, has=has)
    sentence = f"Renewal is open until {window.closes_on}."
    return _finding("renewal_window", MET, sentence, needs=needs, has=has)


def _again(level: Level) -> str:
    """What is needed where renewing is over: the level anew."""
    asked = [f"{one.hundredths / 100:g} hours of {one.code}" for one in level.components]
    asked += [f"the {one.form} examination {one.code}" for one in level.examinations]
    asked += [f"{level.supervised.sessions} supervised sessions"] if level.supervised.sessions else []
    asked += [f"{level.supervised.cases} supervised cases"] if level.supervised.cases else []
    return f"What is needed now is a new enrolment and all of {level.code} again: {', '.join(asked)}."


def _judge_education(asked: tuple[int, str], held: Held, record: LearnerRecord, on: dt.date) -> Finding:
    needed, subject = asked
    in_term = [one for one in record.education if one.subject == subject and held.since < one.completed_on <= on]
    counting = Settled(Facts(education=tuple(one for one in in_term if one.assurance != SELF_STATED))).education
    told = [(one.completed_on, one.hundredths) for one in counting]
    total = sum(hundredths for _, hundredths in told)
    status = UNMET if day_reached(told, needed) is None else MET
    sentence = (
        f"{needed / 100:g} hours of continuing education in {subject} since {held.since}; {total / 100:g} are on file."
    )
    return _finding("renewal_education", status, sentence, needs=needed, has=total)


def _judge_refresher(
    renewal: Renewal, ladder: Ladder, held: Held, record: LearnerRecord, on: dt.date
) -> Iterator[Finding]:
    level = ladder.level(renewal.refresher) if renewal.refresher is not None else None
    if level is None:
        return
    examined = {(one.code, one.form) for one in level.examinations}
    since = replace(
        record,
        attended=tuple(one for one in record.attended if one.level_code != level.code or one.on > held.since),
        supervised=tuple(one for one in record.supervised if one.level_code != level.code or one.on > held.since),
        passed=tuple(p for p in record.passed if (p.examination, p.form) not in examined or p.on > held.since),
    )
    is_done = judge_level(replace(level, finish_within_days=None), since, on).complete
    sentence = f"The refresher {level.code} since {held.since}."
    yield _finding("renewal_refresher", MET if is_done else UNMET, sentence, needs=level.code)


def _judge_examination(
    renewal: Renewal, ladder: Ladder, held: Held, record: LearnerRecord, on: dt.date
) -> Iterator[Finding]:
    passed = {(one.examination, one.form) for one in record.passed if held.since < one.on <= on}
    for _, one in ladder.examinations():
        if one.code == renewal.re_examination:
            status = MET if (one.code, one.form) in passed else UNMET
            sentence = f"The {one.form} examination {one.code} passed since {held.since}."
            yield _finding("renewal_examination", status, sentence, needs=f"{one.code}:{one.form}")
