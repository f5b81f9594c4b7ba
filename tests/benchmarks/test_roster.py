"""The measurement of rosters over four hundred persons: what is filled is what the product decides and lists."""

import datetime as dt

import pytest
from django.db import connection

from accounts.models import Organisation
from accounts.operations.clock import tick
from benchmarks import roster_ways
from benchmarks.fill_roster import CLINIC, COPIES, DECLARATIONS, ENTRIES, ORGANISATION, SITES, SPREAD, WATCHES
from benchmarks.measure_roster import CURVE, DECIDED, RECORDED, WAYS, tell
from benchmarks.write_docs import roster_table
from clinics.models import Watch
from tests.benchmarks.conftest import PEOPLE


@pytest.fixture
def roster(filled):
    """Each person at the first of two sites of their place."""
    at = tick()
    with connection.cursor() as cursor:
        cursor.execute(ORGANISATION, [CLINIC])
        given = {"clinic": cursor.fetchone()[0], "at": at, "sites": 2, "is_first": True}
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in (SITES, DECLARATIONS, ENTRIES, WATCHES):
            cursor.execute(statement, given)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return given


@pytest.mark.django_db
def test_everybody_is_decided_listed_and_copied(roster):
    assert roster_ways.decide_roster(PEOPLE) == PEOPLE
    assert roster_ways.list_roster(PEOPLE) == roster_ways.write_roster(PEOPLE) == PEOPLE
    outcomes = set(Watch.objects.values_list("outcome", flat=True))
    assert {"permitted", "refused"} & outcomes
    assert None not in outcomes
    with connection.cursor() as cursor:
        for statement in (ENTRIES, COPIES, SPREAD):
            cursor.execute(statement, {**roster, "is_first": False})
    assert Watch.objects.count() == 2 * PEOPLE
    assert not Watch.objects.filter(due_at__lt=dt.datetime.now(dt.UTC)).exists()
    assert Organisation.objects.get(name=CLINIC).pk == roster["clinic"]


def test_ratios_are_those_of_each_round():
    one, two = ({"seconds": 2.0 * n, "cpu": 1.0 * n, "peak_mb": 9} for n in (1, 2))
    rounds = {name: [one, two] for name in WAYS} | {DECIDED: [one | {"seconds": 3.0}, two | {"seconds": 6.0}]}
    told = tell(rounds, DECIDED, 12)
    assert (told["time_of_recorded"], told["cpu_of_recorded"], told["of_recorded"]) == (1.5, 1.0, 0.667)
    assert tell(rounds, RECORDED, 12)["time_of_recorded"] == 1.0


def test_the_curve_is_a_table():
    row = {"due": 10, "seconds": 0.1, "cpu_seconds": 0.05, "cpu_ms_each": 5, "each_of_smallest": 1.0}
    row |= {"of_all_of_smallest": 0.01, "peak_mb": 140}
    told = roster_table({"roster": {CURVE: {"10000": row}}})
    assert "| 10,000 | 10 | 0.1 | 0.05 | 5 | 1.0 | 0.01 | 140 |" in told
