"""Examinations as most providers tell them: a file of what each came to, sent, confirmed, checked and released."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence

from courses.demo.climbing import Climber, Held, Now, must
from courses.demo.cohorts import Cohort
from courses.demo.offering import DemoRefused
from courses.demo.staff import Staff
from courses.demo.stories import CHECKED, DRAFTED, RELEASED
from courses.models import Programme, ResultImport
from courses.operations.import_steps import advance
from courses.operations.result_imports import check_import, confirm_import, receive_file, release_import

_COLUMNS = ("candidate", "examination", "form", "sat_on", "passed", "percent")
_AFTER = dt.timedelta(3)  # days from a session's first day to its examination
_RETAKE = dt.timedelta(63)
Row = tuple[str, str, str, str, str, str]


def send_results(programme: Programme, cohort: Cohort, held: Held, now: Now, staff: Staff) -> None:
    """Send what the step's examinations came to: a file for each state that results are left in."""
    if held.step.days_ago <= 0 or not held.level.examinations:
        return
    for state in (RELEASED, CHECKED, DRAFTED):
        those = [one for one in held.climbers if _state_of(one, held, cohort) == state]
        for attempt in (0, 1):  # a retake comes in a later file, as it would
            rows = [row for one in those for row in list_rows(one, held, attempt, now)]
            if rows:
                _take_in(programme, rows, state, now, staff)


def list_rows(climber: Climber, held: Held, attempt: int, now: Now, forms: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of one learner's nth attempt at each examination of the level that was sat by today."""
    sat_on = now.before(held.step.days_ago) + _AFTER + attempt * _RETAKE
    for examination in held.level.examinations:
        told = climber.story.written if examination.form == "written" else climber.story.practical
        if attempt < len(told) and sat_on <= now.today and (not forms or examination.form in forms):
            passed, percent = told[attempt]
            answer = "yes" if passed else "no"
            yield (climber.learner.candidate, examination.code, examination.form, f"{sat_on}", answer, f"{percent}")


def _state_of(climber: Climber, held: Held, cohort: Cohort) -> str:
    return climber.story.results if held.is_last_of(climber.story, cohort.steps) else RELEASED


def _take_in(programme: Programme, rows: Sequence[Row], state: str, now: Now, staff: Staff) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([_COLUMNS, *rows])
    job = receive_file(
        programme=programme, content=text.getvalue().encode(), file_name="results.csv", by=staff.by("records")
    )
    job = _go_on(job, now)
    job = _go_on(must(confirm_import(job=job, by=staff.by("records"), at=now.at)), now)
    if job.state != "done" or job.refused:
        raise DemoRefused(f"{programme.code}: {job.state}, {job.refused} rows refused, {job.problems}")
    if state != DRAFTED:
        job = _go_on(must(check_import(job=job, by=staff.by("records.two"), at=now.at)), now)
    if state == RELEASED:
        _go_on(must(release_import(job=job, by=staff.by("office"), at=now.at)), now)


def _go_on(job: ResultImport, now: Now) -> ResultImport:
    """Do what a worker would do."""
    while advance(import_id=job.pk, at=now.at):
        pass
    return ResultImport.objects.get(pk=job.pk)
