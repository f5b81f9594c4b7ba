"""Papers over the API, and standards by borderline regression."""

import pytest

from courses.models import Result, StationCut
from tests.courses.awards.world import attend, enrol, put_person
from tests.courses.exams.world import (
    PRACTICAL,
    WRITTEN,
    Colleague,
    answers,
    make_paper,
    release,
    sit,
    standing_result,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(version):
    return {"programme": version.programme_id, "examination": "L1", "form": "written", "content": WRITTEN}


def test_a_paper_is_written_published_and_followed_by_another(admin, told):
    first = admin.post("papers", told, 201)
    assert (first["number"], first["published_at"], first["content"]) == (1, None, WRITTEN)
    published = admin.post(f"papers/{first['id']}/publish")
    assert published["published_at"] is not None
    assert admin.post(f"papers/{first['id']}/publish") == published
    second = admin.post("papers", told, 201)
    assert (second["number"], second["digest"]) == (2, first["digest"])
    assert [one["number"] for one in admin.get("papers", form="written")["items"]] == [1, 2]
    assert admin.get("papers", form="practical")["items"] == admin.get("papers", programme=999)["items"] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"examination": "L7"}, {("/examination", "unknown_examination")}, id="no such examination"),
        pytest.param({"content": {}}, {("/content/sections", "missing")}, id="an empty paper"),
        pytest.param({"content": PRACTICAL}, {("/content/sections", "missing")} | {
            (f"/content/{name}", "unknown_field") for name in PRACTICAL}, id="of the other form"),
        pytest.param({"form": "oral", "number": 3},
                     {("/form", "unknown_value"), ("/number", "unknown_field")}, id="oral, and a number of its own"),
    ],
)  # fmt: skip
def test_every_fault_of_a_paper_is_named(admin, told, change, expected):
    assert admin.refused("papers", {**told, **change}) == expected


def test_right_answers_are_for_those_who_need_them(admin, officer, examiners, told):
    paper = admin.post("papers", told)
    teacher = Colleague("teacher", "instructor", "courses:read")
    assert teacher.get(f"papers/{paper['id']}")["content"] is None
    for one in (officer, examiners[0], admin):
        assert one.get(f"papers/{paper['id']}")["content"] == WRITTEN
    assert all("content" not in one for one in teacher.get("papers")["items"])


def test_scopes_part_who_writes_marks_and_records(officer, examiners, admin, told, enrolment, written):
    for one in (officer, examiners[0]):
        one.post("papers", told, 403)
        one.post(f"papers/{written['id']}/publish", None, 403)
        one.post(f"papers/{written['id']}/void", {"item": "S1", "because": "x"}, 403)
        one.post(f"papers/{written['id']}/standard", {"because": "x"}, 403)
    sat = {"enrolment": enrolment.pk, "examination": "L1", "form": "written", "sat_on": "2026-05-10"}
    examiners[0].post("attempts", {**sat, "paper": written["id"]}, 403)
    theory = sit(officer, enrolment, written, answers=answers())
    result = standing_result(officer, theory)["id"]
    for path in (f"results/{result}/check", f"results/{result}/release", f"results/{result}/correct"):
        examiners[0].post(path, {}, 403)
    examiners[0].post(f"results/{result}/appeals", {"grounds": "x"}, 403)
    officer.post(f"attempts/{theory['id']}/sheets", {}, 403)
    marker = Colleague("marker", "examiner", "exams:mark")
    for path in ("papers", "attempts", "corrections", "appeals", f"papers/{written['id']}/report"):
        marker.get(path, 403)


RATED = {
    "stations": [
        {
            "code": "neck",
            "title": "Neck",
            "items": [{"code": "all", "title": "All", "maximum": 20}],
            "at_least": "borderline",
        }
    ],
    "examiners": 1,
    "ratings": {"lowest": 1, "highest": 5, "borderline": 2},
}


@pytest.fixture
def rated(admin, version, officer, examiners, session):
    """Ten candidates whose marks are 3 + 2.5 × rating, at a station whose standard is still to be set."""
    paper, found = make_paper(admin, version, RATED, form="practical"), []
    for n in range(10):
        rating = n // 2 + 1
        one = enrol(version, put_person(f"FN-1EAR-01{n:02}"))
        attend(one)
        attempt = sit(officer, one, paper, session=session)
        sheet = {"station": "neck", "marks": {"all": 3 + 2.5 * rating}, "rating": rating}
        assert examiners[0].post(f"attempts/{attempt['id']}/sheets", sheet)["status"] == "settled"
        found.append(attempt)
    return paper, found


def test_a_standard_is_set_from_the_sheets_by_two_people_and_drafts_what_waited(
    rated, admin, director, officer, checker
):
    paper, attempts = rated
    assert not Result.objects.exists()  # nobody passes or fails before the standard is set
    path = f"papers/{paper['id']}/standard"
    proposal = admin.post(path, {"because": "the first ten"})
    assert (proposal["effect"]["outcomes_changed"], proposal["kind"]) == (10, "standard")
    assert not StationCut.objects.exists()
    assert admin.refused(path, {"correction": proposal["id"], "confirm": True}) == {("", "not_a_second_person")}
    director.post(path, {"correction": proposal["id"], "confirm": True})
    (standard,) = officer.get(f"papers/{paper['id']}")["standards"]
    assert (standard["station"], standard["marks"]) == ("neck", 8)  # 3 + 2.5 × 2
    assert standard["rests_on"] == {"sheets": 10, "slope": 250, "intercept": 300, "r_squared": 1}
    told = [standing_result(officer, one) for one in attempts]
    assert [one["passed"] for one in told] == [False, False] + [True] * 8
    assert {one["released_at"] for one in told} == {None}
    assert release(checker, attempts[2])["detail"]["parts"][0]["at_least"] == 40


def test_where_no_standard_can_be_set_nothing_is_proposed(admin, version, written):
    rated = make_paper(admin, version, RATED, form="practical")
    assert admin.refused(f"papers/{rated['id']}/standard", {"because": "x"}) == {("", "too_few")}
    assert admin.refused(f"papers/{written['id']}/standard", {"because": "x"}) == {("", "no_borderline")}
