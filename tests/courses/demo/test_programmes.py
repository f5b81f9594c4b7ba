"""The five demo ladders: read by the same reader as anybody's, each in the shape that it stands for."""

import datetime as dt

import pytest

from courses.demo.offering import FOLDER, offer_programmes, read_programmes
from courses.ladders.judging import judge_eligibility, judge_level
from courses.ladders.reading import read_ladder
from courses.ladders.shapes import Ladder
from courses.queries.programmes import ladder_of, version_in_force
from courses.scoring.reading import read_paper
from courses.scoring.scores import Score
from courses.scoring.written import score_written
from rulebook.loading import read_iso_codes
from rulebook.places import Places
from tests.courses.ladders.records import attended, cases, certification, day, education, licence, passed, record

PLACES = Places(read_iso_codes())
PROGRAMMES = {one.code: one for one in read_programmes()}
BOTH = ("written", "practical")


def ladder_in(code, version=-1):
    found = read_ladder(PROGRAMMES[code].versions[version].ladder, read_place=PLACES.read)
    assert isinstance(found, Ladder), found
    return found


def done(code, level, on="2026-12-31", **told):
    return judge_level(
        ladder_in(code).level(level), record(enrolled_on=day("2024-02-01"), **told), day(on)
    ).completed_on


def test_there_are_five_of_two_providers_and_none_names_a_real_one():
    assert len(PROGRAMMES) == len(list(FOLDER.glob("*.json"))) == 5
    assert len({one.provider for one in PROGRAMMES.values()}) == 2
    for one in PROGRAMMES.values():
        assert "(fictional)" in one.provider
        for version in one.versions:
            assert all("(fictional)" in level["award"]["title"] for level in version.ladder["levels"])


@pytest.mark.parametrize("code", PROGRAMMES)
def test_each_version_is_read_without_a_fault(code):
    for place in range(len(PROGRAMMES[code].versions)):
        ladder_in(code, place)


@pytest.mark.parametrize("order", [("DN-1", "DN-2"), ("DN-2", "DN-1")])
def test_two_levels_in_either_order_with_both_exams(order):
    days = ("2024-03-01", "2024-09-01")
    seats = tuple(attended(on, level=code) for on, code in zip(days, order, strict=True))
    exams = tuple(passed(on, code, form) for on, code in zip(days, order, strict=True) for form in BOTH)
    assert done("TWO", "CERT", attended=seats, passed=exams) == day("2024-09-01")
    assert done("TWO", "CERT", attended=seats, passed=exams[:-1]) is None


def test_a_profession_dropped_by_the_second_version_enters_the_first_alone():
    osteopath = record(enrolled_on=None, profession="OST", licences=(licence(profession="OST"),))
    on = day("2025-01-01")
    outcomes = [judge_eligibility(ladder_in("TWO", version), osteopath, on).outcome for version in (0, 1)]
    assert outcomes == ["eligible", "not_eligible"]


def test_webinars_bring_the_theory_to_forty_hours():
    held = ladder_in("WEB")
    sums = {
        part: sum(c.hundredths for n in (1, 2, 3) for c in held.level(f"DN-{n}").components if c.part == part)
        for part in ("practical", "didactic")
    }
    assert sums == {"practical": 4200, "didactic": 3300}
    assert sums["didactic"] + 2 * held.level("WEB-1").components[0].hundredths >= 4000
    courses = [
        one
        for n, on in ((1, "2024-03-01"), (2, "2024-05-01"), (3, "2024-07-01"))
        for one in (attended(on, f"DN-{n}", hundredths=1400), attended(on, f"DN-{n}", "theory", 1100))
    ]
    webinars = [attended(f"2024-08-0{n}", f"WEB-{n}", "webinar", 400) for n in (2, 4)]
    exams = [passed(on, f"DN-{n}", "practical") for n, on in ((1, "2024-03-01"), (2, "2024-05-01"), (3, "2024-07-01"))]
    theory = passed("2024-09-01", "THEORY")
    whole = {"attended": tuple(courses + webinars), "passed": (*exams, theory)}
    assert done("WEB", "BOARD", **whole) == day("2024-09-01")
    assert done("WEB", "BOARD", **whole | {"attended": tuple(courses + webinars[:1])}) is None


def test_seminars_lie_three_months_and_twenty_cases_apart():
    seats = [
        attended(on, f"S{n}", part, hours)
        for n, on, practice in ((1, "2024-03-01", 1200), (2, "2024-06-01", 1200), (3, "2024-09-01", 1100))
        for part, hours in (("hands-on", practice), ("theory", 500))
    ]
    logged = tuple(cases(on, 20, f"S{n}") for n, on in ((1, "2024-04-01"), (2, "2024-07-01"), (3, "2024-10-01")))
    told = {
        "attended": tuple(seats),
        "supervised": logged,
        "passed": tuple(passed("2024-11-01", "FINAL", form) for form in BOTH),
        "education": (education(1400, "2023-01-01", "manual therapy"),),
    }
    assert done("SEM", "FINAL", **told) == day("2024-11-01")
    assert done("SEM", "FINAL", **told | {"supervised": (cases("2024-04-01", 19, "S1"), *logged[1:])}) is None
    early = tuple(seats[:2]) + tuple(attended("2024-05-31", "S2", one.component, one.hundredths) for one in seats[2:4])
    assert done("SEM", "S2", **told | {"attended": early}) is None
    assert done("SEM", "S1", **told | {"education": ()}) is None


@pytest.mark.parametrize(
    ("safety", "general", "is_passed"),
    [
        pytest.param(18, 22, True, id="75 % and 61 %"),
        pytest.param(17, 36, False, id="one safety item short, all others right"),
        pytest.param(24, 21, False, id="all safety items right, one other short"),
    ],
)
def test_the_final_paper_has_two_thresholds(safety, general, is_passed):
    (told,) = PROGRAMMES["SEM"].papers
    paper = read_paper(told["form"], told["content"])
    assert (told["examination"], [one.maximum for one in paper.sections]) == ("FINAL", [2400, 3600])
    score = score_written(paper, {"totals": {"safety": safety, "general": general}})
    assert isinstance(score, Score), score
    assert score.passed is is_passed


def test_the_level_of_children_stands_on_one_of_adults():
    level = ladder_in("KIDS").level("CHILD")
    own = (
        attended("2025-01-10", "ADULT", hundredths=3000),
        attended("2025-01-10", "ADULT", "online", 1000),
    )
    adult = {
        "attended": own,
        "supervised": tuple(cases(f"2025-02-0{n}", 4, "ADULT") for n in (1, 2, 3)),
        "passed": tuple(passed("2025-03-01", "ADULT", form) for form in BOTH),
    }
    teasel = certification("Cert. Needling (fictional)", "Teasel Academy (fictional)", "2025-01-01")
    on, too_soon = day("2025-09-01"), day("2025-08-31")
    enrolled = day("2025-01-01")
    assert judge_eligibility(level, record(enrolled_on=enrolled, **adult), on).is_eligible
    assert judge_eligibility(level, record(enrolled_on=enrolled, **adult), too_soon).when == on
    assert judge_eligibility(level, record(enrolled_on=None, certifications=(teasel,)), on).is_eligible
    assert not judge_eligibility(level, record(enrolled_on=None), on).is_eligible
    young = record(enrolled_on=None, certifications=(teasel,), licences=(licence(issued_on=day("2024-01-01")),))
    assert judge_eligibility(level, young, on).when == day("2026-01-01")


def test_one_is_open_to_just_six_professions():
    for level in ladder_in("SIX").levels:
        assert {one.profession for one in level.eligible_professions} == {"PT", "NP", "PA", "MD", "DO", "DC"}


@pytest.mark.django_db
def test_they_are_offered_by_the_operations():
    made = offer_programmes(read_place=PLACES.read, programmes=tuple(PROGRAMMES.values()))
    assert set(made) == set(PROGRAMMES)
    for code, programme in made.items():
        assert (programme.provider.kind, programme.title) == ("provider", PROGRAMMES[code].title)
        assert ladder_of(version_in_force(programme.pk, day("2026-01-01"))) == ladder_in(code)
    assert version_in_force(made["TWO"].pk, day("2024-01-01") - dt.timedelta(days=1)).number == 1
