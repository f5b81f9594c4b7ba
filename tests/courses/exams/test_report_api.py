"""The examination report over the API: from rows to figures, and what it leaves untold."""

import subprocess
import sys

import pytest

from courses.models import Attempt, Enrolment, Result
from tests.courses.awards.world import enrol, put_person
from tests.courses.exams.world import PRACTICAL, answers, make_paper, make_session, sheet, sit
from tests.courses.exams.world import practical as rule

pytestmark = pytest.mark.django_db
WRONG = [(), ("S1",), ("S1", "S2"), ("S1", "G1"), ("S1", "G1", "G2"), ("S1", "S2", "G1"), ("G3",), ("S1", "S2", "S3"),
         ("S1", "S2", "G1", "G2"), ("S1", "S2", "S3", "G1", "G2", "G3")]  # fmt: skip


@pytest.fixture
def sat(version, written, officer):
    """Ten candidates with ever more wrong answers."""
    for n, wrong in enumerate(WRONG):
        one = enrol(version, put_person(f"FN-1EAR-02{n:02}"))
        sit(officer, one, written, answers=answers(*wrong))
    return written


def test_items_are_told_by_how_hard_they_are_and_how_well_they_part(sat, admin):
    told = admin.get(f"papers/{sat['id']}/report")
    by_code = {one["code"]: one for one in told["parts"]}
    assert by_code["S1"]["difficulty"] == {"n": 10, "value": 0.2, "low": None, "high": None, "because": None}
    assert by_code["G1"]["difficulty"]["value"] == 0.5
    assert 0 < by_code["G1"]["discrimination"]["value"] < 1
    assert by_code["G1"]["discrimination"]["low"] < by_code["G1"]["discrimination"]["value"]
    assert by_code["S4"]["discrimination"]["because"] == "no_variance"  # everybody had it right
    assert told["alpha"]["n"] == 10
    assert told["alpha"]["low"] < told["alpha"]["value"] < told["alpha"]["high"]
    assert (told["results"]["n"], told["results"]["passed"]) == (10, Result.objects.filter(passed=True).count())
    assert sum(told["results"]["tenths"]) == 10
    assert told["examiners"] == []


def test_a_voided_item_counts_nowhere(sat, admin, director):
    path = f"papers/{sat['id']}/void"
    proposal = admin.post(path, {"item": "G1", "because": "unclear"})
    director.post(path, {"correction": proposal["id"], "confirm": True})
    told = admin.get(f"papers/{sat['id']}/report")
    assert told["voided"] == ["G1"]
    assert "G1" not in {one["code"] for one in told["parts"]}


def test_where_too_few_sat_a_reason_is_told(sat, admin):
    last = Attempt.objects.order_by("pk").last()
    assert Enrolment.objects.filter(attempts=last).exists()
    empty = make_paper(admin, last.enrolment.version, rule("average"), form="practical")
    told = admin.get(f"papers/{empty['id']}/report")
    assert told["alpha"]["because"] == "one_part"
    assert told["parts"][0]["difficulty"]["because"] == "too_few"
    assert told["results"]["mean"] is None
    assert {one["because"] for name, one in told["examiners"][0].items() if name != "station"} == {
        "too_few",
        "no_ratings",
    }


MARKS = [(4, 5), (6, 6), (7, 8), (9, 9), (5, 5), (8, 7), (10, 10), (6, 7), (7, 7), (9, 10)]


def mark(version, admin, officer, first, second, third=None):
    """Ten candidates marked by two examiners; with a third, the last candidate by the third instead of the second."""
    content = {**PRACTICAL, "ratings": {"lowest": 1, "highest": 5, "borderline": 2}, "conflicts": []}
    content["discrepancy"] = {"allowed": 100, "beyond": "average"}
    paper = make_paper(admin, version, content, form="practical")
    session = make_session(version, first, second, *([third] if third else []))
    for n, (one, other) in enumerate(MARKS):
        attempt = sit(officer, enrol(version, put_person(f"FN-1EAR-03{n:02}")), paper, session=session)
        pair = [(first, one), (third if third and n == 9 else second, other)]
        for examiner, grip in pair if n % 2 else reversed(pair):  # who comes first changes from one to the next
            told = sheet(9, grip, rating=grip // 2)
            examiner.post(f"attempts/{attempt['id']}/sheets", told)
    return admin.get(f"papers/{paper['id']}/report")["examiners"][0]


def test_one_pair_of_examiners_is_told_by_kappa_and_every_correlation(version, admin, officer, examiners):
    from courses.statistics.agreement import intraclass, weighted_kappa
    from tests.courses.exams.test_statistics import matrix

    told = mark(version, admin, officer, *examiners[:2])
    expected = intraclass(matrix([(9 + one, 9 + other) for one, other in MARKS]))
    assert {name: one["value"] for name, one in told.items() if name.startswith("icc")} == {
        name: round(one.value, 4) for name, one in expected.items()
    }
    kappa = weighted_kappa([(one // 2, other // 2) for one, other in MARKS], power=2)
    assert told["kappa_quadratic"]["value"] == round(kappa.value, 4)


def test_where_examiners_vary_only_the_correlation_for_that_is_told(version, admin, officer, examiners):
    told = mark(version, admin, officer, *examiners)
    assert told["icc_1_1"]["value"] > 0.5
    for name in ("kappa_linear", "kappa_quadratic", "icc_2_1", "icc_3_k"):
        assert told[name]["because"] == "examiners_vary"


def test_what_examiners_agreed_on_afterwards_says_nothing(version, enrolment, admin, officer, examiners, session):
    from courses.models import Paper
    from courses.queries.exam_report import read_pairs

    paper = make_paper(admin, version, rule("reconcile"), form="practical")
    hands = sit(officer, enrolment, paper, session=session)
    examiners[0].post(f"attempts/{hands['id']}/sheets", sheet(5, 5))
    examiners[1].post(f"attempts/{hands['id']}/sheets", sheet(9, 9))
    examiners[0].post(f"attempts/{hands['id']}/reconcile", sheet(9, 9, because="the video"))
    (pairs,) = read_pairs(Paper.objects.get(pk=paper["id"]))
    assert pairs.marks == ((10.0, 18.0),)


def test_nobody_pays_for_scipy_who_asks_for_no_report():
    code = "import django; django.setup(); import config.urls, sys; print('scipy' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False"]
