"""Attempts over the API: the ladder's rules, answers, stated results, and what may be wrong."""

import pytest

from courses.models import Attempt, Result
from tests.courses.awards.world import attend, enrol, level, make_programme
from tests.courses.exams.world import WRITTEN, answers, make_paper, release, sit, standing_result

pytestmark = pytest.mark.django_db
STRICT = {"code": "L1", "attempts": 3, "gap_days": 10, "window_days": 60}
REMEDY = {"after_attempts": 2, "component": "hands-on"}


@pytest.fixture
def told(enrolment, written):
    return {
        "enrolment": enrolment.pk,
        "examination": "L1",
        "form": "written",
        "sat_on": "2026-05-10",
        "paper": written["id"],
    }


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"sat_on": "2026-03-31"}, {("/sat_on", "before_enrolment")}, id="the day before enrolment"),
        pytest.param({"sat_on": "2999-01-01"}, {("/sat_on", "in_the_future")}, id="not sat yet"),
        pytest.param({"sat_on": "1899-12-31"}, {("/sat_on", "day_out_of_range")}, id="a day before anybody's birth"),
        pytest.param({"sat_on": "2026-02-30"}, {("/sat_on", "not_a_day")}, id="a day that does not exist"),
        pytest.param({"examination": "L9"}, {("/examination", "unknown_examination"), ("/paper", "other_examination")},
                     id="an examination that the ladder does not have"),
        pytest.param({"form": "oral"}, {("/form", "unknown_value")}, id="an unknown form"),
        pytest.param({"paper": None}, {("/paper", "missing")}, id="neither paper nor result"),
        pytest.param({"result": {"passed": True}}, {("/result", "contradicts")}, id="a paper and a result"),
        pytest.param({"paper": None, "result": {"passed": "yes", "percent": 101}},
                     {("/result/passed", "wrong_type"), ("/result/percent", "over_maximum")}, id="no result"),
        pytest.param({"paper": None, "result": {"passed": True}, "answers": answers()},
                     {("/answers", "no_written_paper")}, id="answers without a paper"),
        pytest.param({"answers": {"items": {**answers()["items"], "S9": "A"}}},
                     {("/answers/items/S9", "unknown_field")}, id="an unknown item"),
        pytest.param({"colour": 1, "sat_on": 7}, {("/colour", "unknown_field"), ("/sat_on", "wrong_type")}, id="two"),
    ],
)  # fmt: skip
def test_every_fault_is_named_and_nothing_recorded(told, officer, change, expected):
    assert officer.refused("attempts", {**told, **change}) == expected
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("change", [{"enrolment": 999}, {"paper": 999}, {"session": 999}, {"paper": 10**30}])
def test_what_does_not_exist_is_not_found(told, officer, change):
    status = 422 if change == {"paper": 10**30} else 404
    officer.refused("attempts", {**told, **change}, status)


def test_days_before_birth_are_refused(told, officer, enrolment):
    from tests.courses.awards.world import put_person

    put_person(born_on="2026-05-10")
    assert officer.refused("attempts", told) == {("/sat_on", "before_birth")}
    put_person(born_on="1990-05-10")
    officer.post("attempts", told)


def test_a_draft_paper_is_not_sat(told, officer, admin):
    draft = admin.post("papers", {"programme": enrolment_programme(told), "examination": "L1", "form": "written",
                                  "content": WRITTEN})  # fmt: skip
    assert officer.refused("attempts", {**told, "paper": draft["id"]}) == {("/paper", "not_published")}


def enrolment_programme(told):
    from courses.models import Enrolment

    return Enrolment.objects.get(pk=told["enrolment"]).programme_id


def test_answers_may_come_later_and_come_once(told, officer, checker):
    attempt = officer.post("attempts", told)
    assert attempt["results"] == []
    path = f"attempts/{attempt['id']}/answers"
    assert officer.refused(path, {"answers": {"items": {}}}) >= {("/answers/items/S1", "missing")}
    assert officer.post(path, {"answers": answers("S1", "S2")})["results"][0]["passed"] is False
    assert officer.refused(path, {"answers": answers()}) == {("", "already_answered")}
    assert Result.objects.get().percent == 7777


def test_a_provider_that_scores_elsewhere_states_the_result(told, officer, checker):
    attempt = officer.post("attempts", {**told, "paper": None, "result": {"passed": True, "percent": 81.25}})
    result = release(checker, attempt)
    assert (result["passed"], result["percent"], result["detail"]) == (True, 81.25, {"stated": True})


@pytest.fixture
def strict(version, learner, admin, officer, checker):
    """A ladder with a gap, a window and remediation; gives a way to fail on a day."""
    forms = [{**STRICT, "form": form, "remediation": REMEDY} for form in ("written", "practical")]
    other = make_programme(level(examinations=forms), code="STRICT")
    enrolment, paper = enrol(other, learner), make_paper(admin, other, WRITTEN)

    def fail(day):
        attempt = sit(officer, enrolment, paper, on=enrolment.enrolled_on.replace(month=5, day=day),
                      answers=answers("S1", "S2"))  # fmt: skip
        release(checker, attempt)

    def refused(day):
        told = {"enrolment": enrolment.pk, "examination": "L1", "form": "written", "paper": paper["id"]}
        return {code for _, code in officer.refused("attempts", {**told, "sat_on": f"2026-{day}"})}

    return enrolment, fail, refused


def test_gap_remediation_attempts_and_window_of_the_ladder(strict):
    enrolment, fail, refused = strict
    fail(1)
    assert refused("05-01") == {"same_day"}
    assert refused("05-10") == {"too_soon"}
    fail(11)
    assert refused("05-21") == {"remediation_missing"}
    attend(enrolment, on=enrolment.enrolled_on.replace(month=5, day=20), hours=8)
    fail(21)
    assert refused("07-01") == {"no_attempts_left", "remediation_missing", "window_closed"}


def test_who_passed_does_not_sit_again(told, officer, checker):
    release(checker, officer.post("attempts", {**told, "answers": answers()}))
    assert officer.refused("attempts", {**told, "sat_on": "2026-06-20"}) == {("/sat_on", "already_passed")}


def test_a_retake_waits_for_the_result_before_it(told, officer):
    first = officer.post("attempts", {**told, "answers": answers("S1", "S2")})
    assert standing_result(officer, first)["released_at"] is None
    assert officer.refused("attempts", {**told, "sat_on": "2026-06-20"}) == {("/sat_on", "earlier_not_released")}


def test_after_withdrawal_nothing_is_sat(told, officer, enrolment):
    type(enrolment).objects.filter(pk=enrolment.pk).update(state="withdrawn", ended_on="2026-05-10")
    assert officer.refused("attempts", told) == {("/sat_on", "enrolment_ended")}
    officer.post("attempts", {**told, "sat_on": "2026-05-09"})


def test_lists_are_filtered_and_paged(told, officer, checker, monkeypatch):
    from courses.api import exam_attempts

    first = officer.post("attempts", {**told, "answers": answers("S1", "S2")})
    release(checker, first)
    second = officer.post("attempts", {**told, "sat_on": "2026-06-20"})
    monkeypatch.setattr(exam_attempts, "PAGE", 1)
    page = officer.get("attempts", enrolment=told["enrolment"])
    assert [one["id"] for one in page["items"]] == [first["id"]]
    assert [one["id"] for one in officer.get("attempts", cursor=page["next"])["items"]] == [second["id"]]
    for state, expected in (("released", [first["id"]]), ("open", [second["id"]]), ("drafted", []), ("checked", [])):
        assert [one["id"] for one in officer.get("attempts", state=state)["items"]] == expected
    assert officer.get("attempts", session=7)["items"] == []
    assert officer.get("attempts", expected=422, state="lost", cursor="x")["errors"][1]["pointer"] == "/state"
