"""What is on file that the rules about another attempt ask for."""

import datetime as dt

from courses.ladders.shapes import Examination, Ladder
from courses.models import Attempt, Attendance, Enrolment, Result
from courses.queries.award_enrolments import read_continued
from courses.queries.compiled import ladders_of
from courses.scoring.attempts import Objection, Sat, judge_attempt


def examination_of(enrolment: Enrolment, code: str, form: str) -> Examination | None:
    """The examination as the ladder of the learner's version has it."""
    for level in _ladder(enrolment).levels:
        for one in level.examinations:
            if (one.code, one.form) == (code, form):
                return one
    return None


def find_objections(enrolment: Enrolment, rules: Examination, on: dt.date) -> tuple[Objection, ...]:
    """Every rule that an attempt on this day would break; what was sat under enrolments before it counts."""
    ids = [enrolment.pk, *read_continued([enrolment.pk]).get(enrolment.pk, ())]
    renews = {level.renewal.re_examination for level in _ladder(enrolment).levels if level.renewal is not None}
    remedy = rules.remediation
    return judge_attempt(
        rules,
        on,
        _sat(ids, rules),
        enrolled_on=enrolment.enrolled_on,
        attended=_attended(ids, remedy.component) if remedy else (),
        is_renewal=rules.code in renews,
    )


def _ladder(enrolment: Enrolment) -> Ladder:
    return ladders_of([enrolment.version_id])[enrolment.version_id]


def _sat(enrolment_ids: list[int], rules: Examination) -> list[Sat]:
    attempts = Attempt.objects.filter(enrolment_id__in=enrolment_ids, examination=rules.code, form=rules.form)
    released = Result.objects.filter(attempt__in=attempts, superseded_at__isnull=True, released_at__isnull=False)
    passed = dict(released.values_list("attempt_id", "passed"))
    return [Sat(on, passed.get(pk)) for pk, on in attempts.values_list("pk", "sat_on")]


def _attended(enrolment_ids: list[int], component: str) -> list[dt.date]:
    rows = Attendance.objects.filter(
        seat__enrolment_id__in=enrolment_ids, component=component, superseded_at__isnull=True, hundredths__gt=0
    )
    return list(rows.values_list("on", flat=True))
