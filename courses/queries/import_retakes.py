"""Rows of an import that are further attempts, held against the ladder's rules about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from courses.ladders.shapes import Examination
from courses.models import Attempt, Attendance, Enrolment, Result
from courses.queries.award_enrolments import read_continued
from courses.queries.compiled import ladders_of
from courses.scoring.attempts import Objection, Sat, judge_attempt


class Retake(NamedTuple):
    """A row that would be another attempt of its learner at the examination."""

    row: int
    enrolment_id: int
    examination: str
    form: str
    sat_on: dt.date
    passed: bool

    @property
    def subject(self) -> tuple[int, str, str]:
        """Whose attempts at what it is one of."""
        return self.enrolment_id, self.examination, self.form


class _Known(NamedTuple):
    """What is on file about the learners of a batch of rows."""

    enrolments: Mapping[int, Enrolment]
    earlier: Mapping[int, Collection[int]]
    sat: Mapping[tuple[int, str, str], list[Sat]]
    attended: Mapping[tuple[int, str], list[dt.date]]


def judge_retakes(rows: Sequence[Retake]) -> Iterator[tuple[int, tuple[Objection, ...]]]:
    """The rows that break a rule, each with every rule it breaks; all rows about one subject come together, by day.

    A draft counts for what it says: otherwise a file could not tell of two attempts. A row that is refused does not
    count against the next.
    """
    known = _read_known({row.enrolment_id for row in rows})
    for (enrolment_id, code, form), group in groupby(rows, key=lambda row: row.subject):
        enrolment = known.enrolments[enrolment_id]
        rules, is_renewal = _rules_of(enrolment, code, form)
        if rules is None:
            continue
        ids = [enrolment_id, *known.earlier.get(enrolment_id, ())]
        sat = [one for pk in ids for one in known.sat.get((pk, code, form), ())]
        remedy = rules.remediation.component if rules.remediation else ""
        attended = [day for pk in ids for day in known.attended.get((pk, remedy), ())]
        for row in group:
            others = [one for one in sat if one.on != row.sat_on]  # the same once more, or already refused for it
            found = judge_attempt(
                rules, row.sat_on, others, enrolled_on=enrolment.enrolled_on, attended=attended, is_renewal=is_renewal
            )
            broken = tuple(one for one in found if one.code != "before_enrolment")  # named before
            if broken:
                yield row.row, broken
            else:
                sat.append(Sat(row.sat_on, row.passed))


def _rules_of(enrolment: Enrolment, code: str, form: str) -> tuple[Examination | None, bool]:
    levels = ladders_of([enrolment.version_id])[enrolment.version_id].levels
    rules = next((x for level in levels for x in level.examinations if (x.code, x.form) == (code, form)), None)
    return rules, any(level.renewal is not None and level.renewal.re_examination == code for level in levels)


def _read_known(enrolment_ids: Collection[int]) -> _Known:
    earlier = read_continued(enrolment_ids)
    ids = {*enrolment_ids, *(pk for pks in earlier.values() for pk in pks)}
    attempts = Attempt.objects.filter(enrolment_id__in=ids)
    results = Result.objects.filter(attempt__enrolment_id__in=ids, superseded_at__isnull=True)
    passed = dict(results.values_list("attempt_id", "passed"))
    sat: dict[tuple[int, str, str], list[Sat]] = defaultdict(list)
    told = attempts.values_list("pk", "enrolment_id", "examination", "form", "sat_on")
    for pk, enrolment_id, code, form, on in told:
        sat[enrolment_id, code, form].append(Sat(on, passed.get(pk)))
    attended: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    days: Any = Attendance.objects.filter(
        seat__enrolment_id__in=ids, superseded_at__isnull=True, hundredths__gt=0
    ).values_list("seat__enrolment_id", "component", "on")
    for enrolment_id, component, on in days:
        attended[enrolment_id, component].append(on)
    return _Known(Enrolment.objects.in_bulk(enrolment_ids), earlier, sat, attended)
