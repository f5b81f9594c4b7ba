"""Sheets over the API: blindness, conflicts of interest, reconciliation, and what may be wrong with a sheet."""

import pytest

from accounts.models import PersonLink
from courses.models import MarkSheet, SessionStaff, SupervisedSession
from credentials.models import Practitioner
from tests.courses.awards.world import OTHER, put_person
from tests.courses.exams.conftest import MARKS
from tests.courses.exams.world import (
    Colleague,
    SignedIn,
    foreign_school,
    make_paper,
    make_session,
    practical,
    release,
    sheet,
    sit,
    standing_result,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands(enrolment, practical, session, officer):
    return sit(officer, enrolment, practical, session=session)


def path(attempt):
    return f"attempts/{attempt['id']}/sheets"


def test_nobody_sees_another_sheet_before_both_are_in(hands, officer, admin, examiners, learner):
    examiners[0].post(path(hands), sheet())
    for one in (officer, admin, examiners[1], examiners[2]):
        told = one.get(f"attempts/{hands['id']}")
        assert told["sheets"] == []
        assert told["stations"] == [{"station": "neck", "sheets": 1, "status": "waiting"}]
        assert all("sheets" not in one for one in officer.get("attempts")["items"])
    assert len(examiners[0].get(f"attempts/{hands['id']}")["sheets"]) == 1
    examiners[1].post(path(hands), sheet(8, 7))
    for one in (officer, examiners[0], examiners[1]):
        assert [s["marks"]["grip"] for s in one.get(f"attempts/{hands['id']}")["sheets"]] == [8, 7]
    assert SignedIn(learner).get(f"attempts/{hands['id']}") | {"results": []} == (
        officer.get(f"attempts/{hands['id']}") | {"results": [], "sheets": [], "stations": []}
    )


def test_a_key_of_nobody_marks_nothing(hands, law):
    from tests.courses.awards.conftest import client_of
    from tests.courses.awards.world import make_school

    machine = client_of(make_school(), *MARKS)
    response = machine.post(f"/api/v1/{path(hands)}", sheet(), content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (403, "/problems/no-person")


def test_only_examiners_of_the_session_mark(hands, session, examiners):
    stranger = Colleague("stranger", "examiner", *MARKS)
    assert stranger.refused(path(hands), sheet()) == {("", "not_an_examiner_there")}
    SessionStaff.objects.create(session=session, user=stranger.user, role="instructor")
    assert stranger.refused(path(hands), sheet()) == {("", "not_an_examiner_there")}
    SessionStaff.objects.filter(user=examiners[0].user).update(removed_at="2026-05-01T00:00:00Z")
    assert examiners[0].refused(path(hands), sheet()) == {("", "not_an_examiner_there")}
    foreign = Colleague("foreign", "examiner", *MARKS, organisation=foreign_school())
    assert foreign.refused(path(hands), sheet(), 404) == set()


def test_nobody_examines_themselves_under_any_of_their_numbers(hands, examiners, learner):
    PersonLink.objects.create(user=examiners[0].user, person=learner.person, linked_by=examiners[0].user)
    assert examiners[0].refused(path(hands), sheet()) == {("", "conflict_own_examination")}
    other = put_person(OTHER)
    Practitioner.objects.filter(pk=other.pk).update(merged_into=learner)
    PersonLink.objects.create(user=examiners[1].user, person=other.person, linked_by=examiners[1].user)
    assert examiners[1].refused(path(hands), sheet()) == {("", "conflict_own_examination")}
    examiners[2].post(path(hands), sheet())


@pytest.mark.parametrize("conflicts", [["supervisor"], []])
def test_supervisors_are_kept_away_where_the_paper_says_so(
    conflicts, enrolment, session, officer, admin, version, examiners
):
    content = {**practical("average"), "conflicts": conflicts}
    hands = sit(officer, enrolment, make_paper(admin, version, content, form="practical"), session=session)
    supervisor = put_person(OTHER)
    PersonLink.objects.create(user=examiners[0].user, person=supervisor.person, linked_by=examiners[0].user)
    told = {"level_code": "L1", "on": "2026-05-01", "jurisdiction": "XA", "cases": 1, "logged_by": "user:1"}
    SupervisedSession.objects.create(enrolment=enrolment, supervisor=supervisor, **told)
    if conflicts:
        assert examiners[0].refused(path(hands), sheet()) == {("", "conflict_supervisor")}
    else:
        examiners[0].post(path(hands), sheet())


def test_instructors_are_kept_away_where_the_paper_says_so(hands, enrolment, examiners):
    taught = enrolment.seats.get().session
    SessionStaff.objects.create(session=taught, user=examiners[0].user, role="instructor")
    assert examiners[0].refused(path(hands), sheet()) == {("", "conflict_instructor")}


def test_a_declared_conflict_keeps_an_examiner_away(hands, examiners, officer):
    conflicts = f"attempts/{hands['id']}/conflicts"
    told = examiners[0].post(conflicts, {"because": "my sister"}, 201)
    assert told["examiner"] == examiners[0].user.pk
    assert examiners[0].refused(path(hands), sheet()) == {("", "conflict_declared")}
    officer.post(conflicts, {"examiner": examiners[1].user.pk, "because": "told us"}, 201)
    assert examiners[1].refused(path(hands), sheet()) == {("", "conflict_declared")}
    examiners[2].refused(conflicts, {"examiner": examiners[0].user.pk, "because": "x"}, 403)
    officer.refused(conflicts, {"examiner": SignedIn(put_person(OTHER)).user.pk, "because": "x"}, 404)
    assert examiners[2].refused(conflicts, {"because": " ", "why": 1}) == {
        ("/because", "blank"),
        ("/why", "unknown_field"),
    }


def test_two_who_lie_too_far_apart_reconcile_and_their_first_marks_stay(
    enrolment, session, officer, admin, version, examiners, checker
):
    paper = make_paper(admin, version, practical("reconcile"), form="practical")
    hands = sit(officer, enrolment, paper, session=session)
    again = f"attempts/{hands['id']}/reconcile"
    examiners[0].post(path(hands), sheet(5, 5))
    assert examiners[0].refused(again, sheet(because="early")) == {("/station", "nothing_to_reconcile")}
    assert examiners[1].post(path(hands), sheet(9, 9))["status"] == "reconcile"
    assert examiners[2].refused(path(hands), sheet()) == {("/station", "not_called_for")}
    assert examiners[2].refused(again, sheet(because="me too")) == {("/station", "nothing_to_reconcile")}
    assert len(examiners[1].get(f"attempts/{hands['id']}")["sheets"]) == 2  # they must see what they talk about
    assert standing_result(officer, hands) is None
    assert examiners[0].post(again, sheet(8, 9, because="the video shows it"))["status"] == "settled"
    assert release(checker, hands)["percent"] == 87.5
    assert [s["marks"]["depth"] for s in officer.get(f"attempts/{hands['id']}")["sheets"]] == [5, 8, 9]
    assert examiners[0].refused(again, sheet(because="once more")) == {("/station", "nothing_to_reconcile")}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(sheet(10.01), {("/marks/depth", "over_maximum")}, id="over the maximum"),
        pytest.param(sheet(-0.01), {("/marks/depth", "negative")}, id="below zero"),
        pytest.param(sheet(1.005), {("/marks/depth", "too_precise")}, id="thousandths"),
        pytest.param(sheet(station="knee"), {("/station", "unknown_station")}, id="an unknown station"),
        pytest.param(sheet(rating=3), {("/rating", "unknown_field")}, id="a rating not asked for"),
        pytest.param(sheet(colour="red"), {("/colour", "unknown_field")}, id="an unknown field"),
        pytest.param({"station": "neck"}, {("/marks", "missing")}, id="no marks"),
        pytest.param(
            {"station": "neck", "marks": {"depth": 8, "gripp": 8}},
            {("/marks/grip", "missing"), ("/marks/gripp", "unknown_field")},
            id="a misspelt item",
        ),
    ],
)
def test_every_fault_of_a_sheet_is_named_and_nothing_recorded(hands, examiners, told, expected):
    assert examiners[0].refused(path(hands), told) == expected
    assert not MarkSheet.objects.exists()


def test_an_item_named_twice_is_malformed(hands, examiners):
    body = '{"station": "neck", "marks": {"depth": 8, "depth": 9, "grip": 8}}'
    response = examiners[0].client.post(f"/api/v1/{path(hands)}", body, content_type="application/json")
    assert response.status_code == 400


def test_a_sheet_is_handed_in_once(hands, examiners):
    examiners[0].post(path(hands), sheet())
    assert examiners[0].refused(path(hands), sheet(1, 1)) == {("/station", "already_marked")}
    assert MarkSheet.objects.get().marks == {"depth": 800, "grip": 800}


def test_a_written_attempt_has_no_sheets(enrolment, written, officer, examiners):
    theory = sit(officer, enrolment, written)
    assert examiners[0].refused(path(theory), sheet()) == {("", "no_practical_paper")}


def test_a_practical_paper_is_sat_at_a_session_that_examines_it(enrolment, practical, officer, version):
    elsewhere = make_session(version, examinations=["L2"])
    told = {"enrolment": enrolment.pk, "examination": "L1", "form": "practical", "sat_on": "2026-05-10"}
    told["paper"] = practical["id"]
    assert officer.refused("attempts", told) == {("/session", "missing")}
    assert officer.refused("attempts", {**told, "session": elsewhere.pk}) == {("/session", "not_examined_there")}
    other_day = make_session(version, on=enrolment.enrolled_on)
    assert officer.refused("attempts", {**told, "session": other_day.pk}) == {("/sat_on", "outside_session")}
