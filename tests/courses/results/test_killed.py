"""Real Celery workers killed outright at any instant of an import: nothing is lost, and nothing is there twice."""

import os
import sys
from collections import Counter

import pytest

from courses.models import Attempt, Award, RefusedRow, Result, ResultImport
from courses.operations.import_staging import count_staged
from courses.operations.import_waking import TASK
from courses.operations.result_imports import check_import, confirm_import, receive_file, release_import
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import release_law
from tests.courses.results.world import AT, CHECKER, SENDER, enrol_many, make_programme, rows
from tests.fire import wait_through, working

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = 7  # rows of each file that name nobody


@pytest.fixture
def workers(tmp_path, servers):
    with working(tmp_path, servers, "tests.courses.results.fire_settings", TASK) as start:
        yield start
    forget_compiled()


def wait_until(job, states, workers, kills=0):
    def read():
        return ResultImport.objects.values("state", "row_done", "attempt_done").get(pk=job.pk)

    left = wait_through(workers, read, states, kills)
    return ResultImport.objects.get(pk=job.pk), left


def go_through_fire(workers, learners, kills):
    """Preview, record, check and release one file, with kills in each part that takes long enough."""
    release_law()
    version = make_programme()
    enrol_many(version, learners)
    forms = ("written", "practical")
    told = [f"C-{n},E-1,{form},2026-03-02,pass,{n % 100}" for n in range(learners) for form in forms]
    told += [f"C-{n},E-1,written,2026-03-02,pass," for n in range(learners, learners + UNKNOWN)]
    job = receive_file(programme=version.programme, content=rows(*told), file_name="fire.csv", by=SENDER)
    workers.wake()
    job, _ = wait_until(job, ("previewed",), workers)
    confirm_import(job=job, by=SENDER, at=AT)
    job, left = wait_until(job, ("done",), workers, kills // 2)
    check_import(job=job, by=CHECKER, at=AT)
    job, left = wait_until(job, ("checked",), workers, left + kills // 4)
    release_import(job=job, by=CHECKER, at=AT)
    job, left = wait_until(job, ("released",), workers, left + kills - kills // 2 - kills // 4)
    return job, left


def check_what_is_there(job, learners):
    """What one import without any killing leaves, and no more."""
    assert (job.row_count, job.row_done) == (2 * learners + UNKNOWN, 2 * learners + UNKNOWN)
    assert (job.taken, job.unchanged, job.refused, job.failures) == (2 * learners, 0, UNKNOWN, 0)
    told = Counter(Attempt.objects.values_list("enrolment__candidate", "form", "number"))
    assert told == {(f"C-{n}", form, 1): 1 for n in range(learners) for form in ("written", "practical")}
    results = Result.objects.filter(superseded_at__isnull=True, checked_by=CHECKER, released_by=CHECKER, released_at=AT)
    assert results.count() == Result.objects.count() == 2 * learners
    assert set(Counter(results.values_list("attempt_id", flat=True)).values()) == {1}
    marks = results.values_list("attempt__enrolment__candidate", "percent")
    assert all(percent == int(candidate[2:]) % 100 * 100 for candidate, percent in marks)
    assert Counter(Award.objects.values_list("enrolment__candidate", flat=True)) == {
        f"C-{n}": 1 for n in range(learners)
    }
    assert RefusedRow.objects.filter(result_import=job).count() == UNKNOWN
    assert count_staged(job.pk) == 0


def test_a_few_kills_lose_and_double_nothing(workers):
    fired = workers(chunk=8)
    job, left = go_through_fire(fired, learners=60, kills=4)
    assert fired.killed.total() >= 3, left
    check_what_is_there(job, 60)


@pytest.mark.slow
def test_fifty_kills_lose_and_double_nothing(workers, capsys):
    kills = int(os.environ.get("PROVE_KILLS", "50"))
    fired = workers(chunk=10)
    job, left = go_through_fire(fired, learners=1_000, kills=kills)
    with capsys.disabled():
        sys.stdout.write(f"\nimports: killed {dict(fired.killed)}; {job.taken} results, each there once\n")
    assert left == 0
    check_what_is_there(job, 1_000)
