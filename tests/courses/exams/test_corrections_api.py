"""Corrections, voided items and appeals: two people, everybody told before, everything superseded and nothing lost."""

import pytest

from courses.models import Award, CorrectedAnswers, Correction, Result, VoidedItem
from tests.courses.awards.world import LEARNER, OTHER, attend, enrol, put_person
from tests.courses.exams.world import SignedIn, answers, release, sheet, sit, standing_result

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(enrolment, written, practical, session, officer, checker, examiners):
    """Somebody whose hands passed and whose theory failed by one safety item, all released."""
    hands = sit(officer, enrolment, practical, session=session)
    for one in examiners[:2]:
        one.post(f"attempts/{hands['id']}/sheets", sheet())
    release(checker, hands)
    theory = sit(officer, enrolment, written, answers=answers("S1", "S2"))
    release(checker, theory)
    return theory


def confirm(person, path, proposal, status=200):
    return person.post(path, {"correction": proposal["id"], "confirm": True}, status)


def test_an_appeal_turns_a_refusal_into_a_permission_and_lists_whom_it_touches(failed, learner, officer, director, ask):
    # given a candidate who failed, of whom a clinic asked and was refused
    assert ask(LEARNER)["outcome"] == "refused"
    result = standing_result(officer, failed)["id"]
    candidate = SignedIn(learner)
    appeal = candidate.post(f"results/{result}/appeals", {"grounds": "My answer to S1 was read wrongly"}, 201)
    # when the office proposes to correct the answers, it is told what that would do, and nothing happens yet
    proposal = officer.post(f"results/{result}/correct", {"answers": answers("S2"), "because": "S1 was misread"})
    effect = proposal["effect"]
    assert [(one["was"], one["becomes"], one["candidate"]) for one in effect["outcomes"]] == [(False, True, "C-1")]
    assert (effect["awards_given"], effect["awards_withdrawn"]) == (["new DN/L1"], [])
    assert (effect["answers"], effect["organisations"]) == (1, 1)
    assert not Award.objects.exists()
    # and somebody who had no hand in it upholds the appeal
    decision = {"upheld": True, "decision": "The scan shows A", "correction": proposal["id"]}
    assert ("", "had_a_hand_in_it") in officer.refused(f"appeals/{appeal['id']}/decide", decision)
    told = director.post(f"appeals/{appeal['id']}/decide", decision)
    # then the award is given, the clinic's answer follows, and what was told before stays on record
    assert (told["upheld"], told["correction"]) == (True, proposal["id"])
    assert ask(LEARNER)["outcome"] in ("permitted", "conditional")
    results = candidate.get(f"attempts/{failed['id']}")["results"]
    assert [(one["passed"], one["superseded_because"]) for one in results] == [(False, "S1 was misread"), (True, None)]
    assert candidate.get("appeals")["items"] == [told]
    assert Correction.objects.get().effect == effect
    assert CorrectedAnswers.objects.get().answers == answers("S2")


def test_an_appeal_is_dismissed_and_changes_nothing(failed, officer, checker, admin, director, learner):
    result = standing_result(officer, failed)["id"]
    candidate = SignedIn(learner)
    appeal = candidate.post(f"results/{result}/appeals", {"grounds": "I was tired"}, 201)
    assert candidate.refused(f"results/{result}/appeals", {"grounds": "still"}) == {("", "appeal_open")}
    path, told = f"appeals/{appeal['id']}/decide", {"upheld": False, "decision": "Tiredness is no ground"}
    assert checker.refused(path, told) == {("", "had_a_hand_in_it")}
    assert director.refused(path, {**told, "upheld": True}) == {("/correction", "missing")}
    director.post(path, told)
    assert director.refused(path, told) == {("", "already_decided")}
    assert Result.objects.filter(attempt=failed["id"]).count() == 1
    assert officer.get("appeals")["items"][0]["upheld"] is False


def test_what_proposed_a_correction_does_not_confirm_it(failed, officer, checker):
    result = standing_result(officer, failed)["id"]
    path = f"results/{result}/correct"
    proposal = officer.post(path, {"passed": True, "percent": 80, "because": "regraded"})
    assert officer.refused(path, {"correction": proposal["id"], "confirm": True}) == {("", "not_a_second_person")}
    assert officer.get("corrections", open="true")["items"][0]["id"] == proposal["id"]
    done = confirm(checker, path, proposal)
    assert (done["confirmed_by"], done["proposed_by"]) == (checker.by, officer.by)
    assert checker.refused(path, {"correction": proposal["id"], "confirm": True}) == {
        ("/correction", "already_confirmed")
    }
    assert officer.get("corrections", open="true")["items"] == []
    standing = standing_result(officer, failed)
    assert (standing["drafted_by"], standing["checked_by"]) == (officer.by, checker.by)


def test_a_correction_and_its_reversal_leave_award_and_answer_as_they_were(failed, officer, checker, ask):
    first = standing_result(officer, failed)
    proposal = officer.post(f"results/{first['id']}/correct", {"answers": answers(), "because": "scanner"})
    confirm(checker, f"results/{first['id']}/correct", proposal)
    permitted = ask(LEARNER)["outcome"]
    second = standing_result(officer, failed)
    back = officer.post(f"results/{second['id']}/correct", {"answers": answers("S1", "S2"), "because": "no: was right"})
    assert [one["becomes"] for one in back["effect"]["outcomes"]] == [False]
    assert len(back["effect"]["awards_withdrawn"]) == 1
    assert back["effect"]["answers"] == 1
    confirm(checker, f"results/{second['id']}/correct", back)
    assert permitted in ("permitted", "conditional")
    assert ask(LEARNER)["outcome"] == "refused"
    third = standing_result(officer, failed)
    assert {name: third[name] for name in ("passed", "percent", "detail")} == {
        name: first[name] for name in ("passed", "percent", "detail")
    }
    assert Result.objects.filter(attempt=failed["id"]).count() == 3


def test_a_proposal_whose_result_was_superseded_meanwhile_is_not_confirmed(failed, officer, checker):
    result = standing_result(officer, failed)["id"]
    path = f"results/{result}/correct"
    one, two = (officer.post(path, {"passed": True, "because": why}) for why in ("first", "second"))
    confirm(checker, path, two)
    assert checker.refused(path, {"correction": one["id"], "confirm": True}) == {("", "superseded")}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({}, {("/because", "missing")}, id="nothing"),
        pytest.param({"because": "x"}, {("/passed", "missing")}, id="a reason alone"),
        pytest.param({"passed": True, "because": " "}, {("/because", "blank")}, id="no reason"),
        pytest.param(
            {"passed": True, "because": "x", "confirm": True}, {("/confirm", "nothing_to_confirm")}, id="alone"
        ),
        pytest.param({"passed": True, "percent": -1, "because": "x"}, {("/percent", "negative")}, id="below zero"),
        pytest.param({"answers": {}, "passed": True, "because": "x"}, {("/answers", "contradicts")}, id="both"),
        pytest.param({"answers": answers("S1", "S2"), "because": "x"}, {("", "nothing_changes")}, id="the same"),
        pytest.param(
            {"answers": {"items": {}}, "because": "x", "colour": 1}, {("/colour", "unknown_field")}, id="colour"
        ),
        pytest.param({"correction": "7"}, {("/correction", "wrong_type")}, id="no number"),
        pytest.param({"correction": 7, "because": "x"}, {("/because", "unknown_field")}, id="a reason twice"),
    ],
)
def test_what_is_wrong_with_a_correction_is_named(failed, officer, told, expected):
    result = standing_result(officer, failed)["id"]
    assert officer.refused(f"results/{result}/correct", told) == expected
    assert not Correction.objects.exists()


@pytest.fixture
def others(version, written, officer, checker):
    """Two more who sat the same paper: one passed narrowly, one told by totals that hide the items."""
    found = []
    for number, given in ((OTHER, answers("S3")), ("FN-1EAR-0003", {"totals": {"safety": 4, "general": 5}})):
        one = enrol(version, put_person(number), candidate=number[-4:])
        attend(one)
        found.append(sit(officer, one, written, answers=given))
        release(checker, found[-1])
    return found


def test_a_voided_item_re_scores_everybody_after_showing_whom(
    failed, others, written, officer, admin, director, learner, ask
):
    assert ask(LEARNER)["outcome"] == "refused"
    path = f"papers/{written['id']}/void"
    proposal = admin.post(path, {"item": "S1", "because": "Two answers are right"})
    effect = proposal["effect"]
    # without S1 the first has 2 of 3 safety items, still short; the second 2 of 3 too, and would fail now
    assert [(one["candidate"], one["was"], one["becomes"]) for one in effect["outcomes"]] == [("0002", True, False)]
    assert (effect["results_changed"], effect["results_unchanged"]) == (2, 0)
    assert effect["left"] == [{"attempt": others[1]["id"], "because": "totals_hide_items"}]
    assert not VoidedItem.objects.exists()
    again = admin.post(path, {"item": "S2", "because": "S2 too"})
    assert admin.refused(path, {"correction": again["id"], "confirm": True}) == {("", "not_a_second_person")}
    confirm(director, path, proposal)
    # S2 then is the only one that the first got wrong
    seen = director.post(path, {"correction": again["id"]})["effect"]
    assert [(one["candidate"], one["becomes"]) for one in seen["outcomes"]] == [("C-1", True)]
    assert (seen["awards_given"], seen["answers"], seen["organisations"]) == (["new DN/L1"], 1, 1)
    confirm(director, path, again)
    assert ask(LEARNER)["outcome"] != "refused"
    assert Award.objects.count() == 1
    told = SignedIn(learner).get(f"attempts/{failed['id']}")["results"]
    assert [(one["passed"], one["superseded_because"]) for one in told] == [
        (False, "Two answers are right"),
        (False, "S2 too"),
        (True, None),
    ]
    assert [one["item"] for one in officer.get(f"papers/{written['id']}")["voided"]] == ["S1", "S2"]
    # and a restored item brings back what stood
    back = director.post(path, {"item": "S2", "restore": True, "because": "It was right after all"})
    assert len(back["effect"]["awards_withdrawn"]) == 1
    confirm(admin, path, back)
    assert ask(LEARNER)["outcome"] == "refused"


def test_drafts_of_a_voided_item_stay_drafts(enrolment, written, officer, checker, admin, director):
    theory = sit(officer, enrolment, written, answers=answers("S1", "S2"))
    checker.post(f"results/{standing_result(officer, theory)['id']}/check")
    path = f"papers/{written['id']}/void"
    confirm(director, path, admin.post(path, {"item": "S1", "because": "unclear"}))
    standing = standing_result(officer, theory)
    assert (standing["checked_by"], standing["released_at"]) == (None, None)
    assert SignedIn(enrolment.practitioner).get(f"attempts/{theory['id']}")["results"] == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({"item": "S9", "because": "x"}, {("/item", "unknown_item")}, id="an unknown item"),
        pytest.param({"item": "S1", "restore": True, "because": "x"}, {("/item", "not_voided")}, id="it counts"),
        pytest.param({"because": "x"}, {("/item", "missing")}, id="no item"),
        pytest.param({"item": 7, "because": ""}, {("/item", "wrong_type"), ("/because", "blank")}, id="both wrong"),
    ],
)
def test_what_cannot_be_voided_is_named(written, admin, told, expected):
    assert admin.refused(f"papers/{written['id']}/void", told) == expected


def test_an_item_is_voided_once(written, admin, director):
    path = f"papers/{written['id']}/void"
    confirm(director, path, admin.post(path, {"item": "S1", "because": "unclear"}))
    assert admin.refused(path, {"item": "S1", "because": "again"}) == {("/item", "already_voided")}


def test_stated_results_and_the_last_item_are_left_alone(written, officer, checker, admin, director, failed):
    result = standing_result(officer, failed)["id"]
    path = f"results/{result}/correct"
    confirm(checker, path, officer.post(path, {"passed": True, "because": "the board says so"}))
    effect = admin.post(f"papers/{written['id']}/void", {"item": "S1", "because": "unclear"})["effect"]
    assert effect["left"] == [{"attempt": failed["id"], "because": "stated"}]
    assert effect["results_changed"] == 0
