"""Drafted, checked by a second person, released; and no path on which a candidate sees anything earlier."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import PersonLink
from courses.models import Attempt, Paper, Result
from tests.courses.awards.world import OTHER, put_person
from tests.courses.exams.conftest import RESULTS
from tests.courses.exams.world import Colleague, SignedIn, answers, foreign_school, release, sheet, sit, standing_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def theory(enrolment, written, officer):
    return sit(officer, enrolment, written, answers=answers())


def test_whoever_drafted_it_does_not_check_it(theory, officer, checker):
    result = standing_result(officer, theory)
    assert officer.refused(f"results/{result['id']}/check") == {("", "not_a_second_person")}
    assert officer.refused(f"results/{result['id']}/release") == {("", "not_checked")}
    checked = checker.post(f"results/{result['id']}/check")
    assert (checked["drafted_by"], checked["checked_by"]) == (officer.by, checker.by)
    assert checker.refused(f"results/{result['id']}/check") == {("", "already_checked")}
    released = checker.post(f"results/{result['id']}/release")
    assert released["released_by"] == checker.by
    assert checker.post(f"results/{result['id']}/release") == released


def test_one_person_with_two_keys_is_one_person(theory, officer):
    again = Colleague("officer", "provider_admin", *RESULTS)
    assert again.user == officer.user
    result = standing_result(officer, theory)
    assert again.refused(f"results/{result['id']}/check") == {("", "not_a_second_person")}


def test_a_key_of_nobody_checks_nothing(theory, officer):
    from tests.courses.awards.conftest import client_of
    from tests.courses.awards.world import make_school

    machine = client_of(make_school(), *RESULTS)
    response = machine.post(f"/api/v1/results/{standing_result(officer, theory)['id']}/check")
    assert [one["code"] for one in response.json()["errors"]] == ["no_person"]


def test_an_examiner_does_not_check_what_they_marked(enrolment, practical, session, officer, examiners):
    hands = sit(officer, enrolment, practical, session=session)
    for one in examiners[:2]:
        one.post(f"attempts/{hands['id']}/sheets", sheet())
    first = Colleague("examiner1", "records_officer", *RESULTS)
    assert first.user == examiners[0].user
    result = standing_result(officer, hands)
    assert first.refused(f"results/{result['id']}/check") == {("", "not_a_second_person")}


def test_a_candidate_sees_nothing_before_release_on_any_path(theory, learner, officer, checker, admin):
    candidate = SignedIn(learner)
    result = standing_result(officer, theory)["id"]

    def told_to_candidate():
        return [
            candidate.get(f"attempts/{theory['id']}")["results"],
            candidate.get("attempts")["items"][0]["results"],
            *(candidate.get("attempts", state=state)["items"] for state in ("drafted", "checked", "released")),
            candidate.get("appeals")["items"],
            candidate.refused(f"results/{result}/appeals", {"grounds": "I was good"}, 404) and ["told"],
        ]

    def progress():
        told = candidate.client.get(f"/api/v1/enrolments/{theory['enrolment']}/progress")
        return told.content if told.status_code == 200 else None

    before = progress()
    assert not any(told_to_candidate())
    assert len(candidate.get("attempts", state="open")["items"]) == 1
    checker.post(f"results/{result}/check")
    assert not any(told_to_candidate())
    assert progress() == before
    # a correction of the draft, proposed and confirmed, is no more to be seen than the draft
    proposal = officer.post(f"results/{result}/correct", {"passed": False, "because": "a slip"})
    assert not any(told_to_candidate())
    checker.post(f"results/{result}/correct", {"correction": proposal["id"], "confirm": True})
    assert not any(told_to_candidate())
    assert progress() == before
    release(admin, theory)
    assert [one["passed"] for one in candidate.get(f"attempts/{theory['id']}")["results"]] == [False]
    assert candidate.get("attempts", state="open")["items"] == []
    assert len(candidate.get("attempts", state="released")["items"]) == 1
    (told,) = candidate.get("attempts")["items"][0]["results"]
    assert told["drafted_by"] is told["checked_by"] is told["checked_at"] is told["released_by"] is None


def test_an_employee_who_is_the_candidate_sees_and_does_what_every_candidate_does(theory, learner, checker):
    PersonLink.objects.create(user=checker.user, person=learner.person, linked_by=checker.user)
    result = Result.objects.get().pk
    assert checker.get(f"attempts/{theory['id']}")["results"] == []
    assert checker.get("attempts")["items"][0]["results"] == []
    for state in ("drafted", "checked", "released"):
        assert checker.get("attempts", state=state)["items"] == []
    for path in ("check", "release"):
        assert checker.refused(f"results/{result}/{path}", None, 404) == set()
    checker.refused(f"results/{result}/correct", {"passed": True, "because": "mine"}, 404)
    told = {"enrolment": theory["enrolment"], "examination": "L1", "form": "written", "sat_on": "2026-06-29"}
    checker.refused("attempts", {**told, "result": {"passed": True}}, 404)


def test_a_candidate_sees_nobody_elses_attempts(theory, law):
    other = SignedIn(put_person(OTHER), "other")
    assert other.get("attempts")["items"] == []
    other.get(f"attempts/{theory['id']}", 404)


def test_another_provider_finds_nothing(theory, written, officer):
    stranger = Colleague("stranger", "provider_admin", "courses:read", "courses:write", "results:write",
                         organisation=foreign_school())  # fmt: skip
    result = standing_result(officer, theory)["id"]
    assert stranger.get("attempts")["items"] == stranger.get("papers")["items"] == []
    stranger.get(f"attempts/{theory['id']}", 404)
    stranger.get(f"papers/{written['id']}", 404)
    stranger.get(f"papers/{written['id']}/report", 404)
    for path, body in {
        f"attempts/{theory['id']}/answers": {"answers": answers()},
        f"results/{result}/check": None,
        f"results/{result}/release": None,
        f"results/{result}/correct": {"passed": False, "because": "x"},
        f"results/{result}/appeals": {"grounds": "x"},
        f"papers/{written['id']}/publish": None,
        f"papers/{written['id']}/void": {"item": "S1", "because": "x"},
        f"papers/{written['id']}/standard": {"because": "x"},
        "papers": {"programme": written["programme"], "examination": "L1", "form": "written", "content": {}},
    }.items():
        assert stranger.refused(path, body, 404) == set(), path


@pytest.mark.parametrize("change", [{"passed": False}, {"percent": 0}, {"checked_by": None, "checked_at": None}])
def test_the_database_refuses_to_rewrite_a_result(theory, checker, change):
    release(checker, theory)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.update(**change)


def test_the_database_refuses_to_rewrite_papers_and_attempts(theory):
    for rows, change in (
        (Paper.objects.all(), {"content": {}}),
        (Paper.objects.all(), {"published_at": None}),
        (Attempt.objects.all(), {"answers": {}}),
        (Attempt.objects.all(), {"sat_on": "2026-05-11"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    for rows in (Paper.objects.all(), Attempt.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete("default")
