"""Whether another attempt may be sat on a day, by the rules of the ladder's examination."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from courses.ladders.shapes import Examination


@dataclass(frozen=True, slots=True)
class Sat:
    """An attempt on file; `passed` is None while its result is not released."""

    on: dt.date
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that the attempt would break; `when` is the first day on which this rule alone would allow it."""

    code: str
    detail: str
    when: dt.date | None = None


def judge_attempt(
    rules: Examination,
    on: dt.date,
    sat: Sequence[Sat],
    *,
    enrolled_on: dt.date,
    attended: Sequence[dt.date] = (),
    is_renewal: bool = False,
) -> tuple[Objection, ...]:
    """Every rule that an attempt on this day breaks; empty when it may be sat.

    `attended` are the days on which the component that remediation asks for was attended. Days are compared on both
    sides, so that attempts recorded out of order are judged alike. With `is_renewal` a pass is no objection, and only
    what was sat after it counts.
    """
    passes = [one.on for one in sat if one.passed and one.on < on]
    counted = [one for one in sat if not (is_renewal and passes and one.on <= max(passes))]
    found = []
    if on < enrolled_on:
        found.append(Objection("before_enrolment", f"Enrolled on {enrolled_on}", enrolled_on))
    if any(one.on == on for one in sat):
        found.append(Objection("same_day", "An attempt of that day is on file"))
    if passes and not is_renewal:
        found.append(Objection("already_passed", f"Passed on {min(passes)}"))
    if any(one.passed is None and one.on < on for one in sat):
        found.append(Objection("earlier_not_released", "The result of an earlier attempt is not released"))
    if rules.attempts is not None and len(counted) >= rules.attempts:
        found.append(Objection("no_attempts_left", f"{rules.attempts} attempts are allowed"))
    found += _judge_gap(rules, on, counted)
    found += _judge_window(rules, on, counted)
    found += _judge_remediation(rules, on, counted, attended)
    return tuple(found)


def _judge_gap(rules: Examination, on: dt.date, sat: Sequence[Sat]) -> list[Objection]:
    gap = dt.timedelta(rules.gap_days)
    near = [one.on for one in sat if one.on != on and abs(one.on - on) < gap]
    if not near:
        return []
    return [Objection("too_soon", f"{rules.gap_days} days must lie between two attempts", max(near) + gap)]


def _judge_window(rules: Examination, on: dt.date, sat: Sequence[Sat]) -> list[Objection]:
    if rules.window_days is None or not sat:
        return []
    days = [on, *(one.on for one in sat)]
    if max(days) - min(days) <= dt.timedelta(rules.window_days):
        return []
    return [Objection("window_closed", f"All attempts lie within {rules.window_days} days of the first")]


def _judge_remediation(
    rules: Examination, on: dt.date, sat: Sequence[Sat], attended: Sequence[dt.date]
) -> list[Objection]:
    failed = [one.on for one in sat if one.passed is False and one.on < on]
    remedy = rules.remediation
    if remedy is None or len(failed) < remedy.after_attempts:
        return []
    if any(max(failed) < day <= on for day in attended):
        return []
    detail = f"After {remedy.after_attempts} failed attempts {remedy.component} must be attended again"
    return [Objection("remediation_missing", detail)]
