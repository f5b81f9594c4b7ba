"""The demo's providers beside the demo of the registry: what can become of a learner becomes of somebody."""

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction

from courses.demo.people import MANY
from courses.demo.writing import list_learners, write_providers
from courses.models import (
    Appeal,
    Attempt,
    Award,
    AwardStatus,
    Enrolment,
    MarkSheet,
    Programme,
    Result,
    Seat,
    SupervisedSession,
)
from credentials.demo.writing import write_demo
from credentials.models import Certification, ExamPass, Training
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import PROVISIONS, read_pack

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """Both demos under the law that ships, for this file alone."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_compiled()
        release_pack(content=read_pack(PROVISIONS))
        write_demo(now=NOW)
        assert write_providers(now=NOW)
        yield
        transaction.set_rollback(True)
    forget_compiled()


def count_everything():
    tables = (Enrolment, Seat, Attempt, Result, Award, AwardStatus, SupervisedSession, Certification, Training)
    return {table.__name__: table.objects.count() for table in tables}


@pytest.mark.django_db
def test_two_providers_five_programmes_and_three_hundred_learners(written):
    assert Programme.objects.count() == 5
    assert Programme.objects.values("provider").distinct().count() == 2
    assert len({one.name for one in list_learners()}) == MANY == 300
    assert Enrolment.objects.values("practitioner").distinct().count() == 300
    assert set(Enrolment.objects.values_list("decided__outcome", flat=True)) == {"eligible"}


@pytest.mark.django_db
def test_results_of_every_kind_are_there(written):
    standing = Result.objects.filter(superseded_at=None)
    states = Counter("released" if one.released_at else "checked" if one.checked_at else "drafted" for one in standing)
    assert set(states) == {"released", "checked", "drafted"}
    assert min(states.values()) >= 10
    assert standing.filter(passed=False).count() >= 30
    assert Attempt.objects.filter(number=2, results__passed=True).count() >= 5  # passed at the second attempt
    assert standing.filter(detail__reasons__icontains="critical").exists() or MarkSheet.objects.filter(place=3).exists()
    assert Appeal.objects.filter(decided_at=None).exists()


@pytest.mark.django_db
def test_awards_of_every_kind_are_there_and_stand_in_the_registry(written):
    programmes = set(Award.objects.values_list("level__version__programme__code", flat=True))
    assert programmes == {"TWO", "SIX", "WEB", "SEM", "KIDS"}
    assert {"FINAL", "CHILD", "CERT", "BOARD"} <= set(Award.objects.values_list("level__code", flat=True))
    assert set(AwardStatus.objects.values_list("status", flat=True)) == {"suspended", "revoked", "reinstated"}
    assert Award.objects.exclude(renews=None).exists()
    providers = set(Programme.objects.values_list("provider__name", flat=True))
    told = Certification.objects.filter(superseded_at=None, assurance="awarded", issuer__in=providers)
    assert told.count() >= Award.objects.count()
    assert ExamPass.objects.filter(superseded_at=None, source__name__in=providers).count() >= 100


@pytest.mark.django_db
def test_some_wait_some_left_and_some_logs_are_not_signed(written):
    assert Seat.objects.filter(state="waiting").count() >= 4
    assert Enrolment.objects.filter(state="withdrawn").count() >= 5
    assert SupervisedSession.objects.filter(signed=True).exists()
    assert SupervisedSession.objects.filter(signed=None).exists()


@pytest.mark.django_db
def test_a_second_call_changes_nothing(written):
    counts = count_everything()
    assert not write_providers(now=NOW)
    assert count_everything() == counts
