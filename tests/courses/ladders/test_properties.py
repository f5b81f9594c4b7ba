"""What must hold of any ladder and any record."""

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.ladders.judging import judge_eligibility, judge_level
from courses.ladders.reading import read_ladder
from courses.ladders.record import Attended, LearnerRecord, Passed, SupervisedCases
from courses.ladders.shapes import Ladder
from courses.ladders.timelines import MET
from tests.courses.ladders.documents import component, examination, ladder, level
from tests.courses.ladders.records import ENROLLED, certification, education, licence

CODES = ("A", "B", "C")
days = st.integers(0, 400).map(lambda number: ENROLLED + dt.timedelta(days=number))
shares = st.sampled_from((300, 900, 1200))
attendance = st.builds(Attended, st.sampled_from(CODES), st.just("hands-on"), days, shares)
passes = st.builds(Passed, st.sampled_from([f"E-{code}" for code in CODES]), st.just("written"), days, st.just(1))
logged = st.builds(
    SupervisedCases, st.sampled_from(CODES), days, st.integers(1, 9), st.just(100), st.sampled_from((True, False, None))
)
EVIDENCE = {"attended": attendance, "passed": passes, "supervised": logged}


def leaves(before):
    told = [
        st.just({"licensed_years": 3}),
        st.just({"education": {"hours": 10, "subject": "manual"}}),
        st.just({"holds": {"issuer": "X", "title": "T"}}),
        st.builds(lambda number: {"cases": number, "since": None}, st.integers(1, 12)),
    ]
    for code in before:
        told.append(st.builds(lambda gap, code=code: {"level": code, "gap_days": gap}, st.sampled_from((0, 30, 90))))
        told.append(st.builds(lambda number, code=code: {"cases": number, "since": code}, st.integers(1, 12)))
    return st.one_of(told)


def joints(children):
    some = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda of: {"all": of}),
        some.map(lambda of: {"any": of}),
        some.map(lambda of: {"at_least": len(of) - 1 or 1, "of": of}),
    )


@st.composite
def ladders(draw):
    levels = []
    for place, code in enumerate(CODES):
        tree = st.recursive(leaves(CODES[:place]), joints, max_leaves=4)
        told = {
            "components": draw(st.sampled_from(([], [component(hours=12)], [component(hours=24)]))),
            "examinations": [examination(f"E-{code}")] if draw(st.booleans()) else [],
            "prerequisites": draw(st.none() | tree),
            "supervised": {"sessions": draw(st.integers(0, 2)), "cases": 0},
            "finish": draw(st.sampled_from((None, {"within_days": 200}))),
        }
        if not (told["components"] or told["examinations"] or told["prerequisites"] or told["supervised"]["sessions"]):
            told["components"] = [component()]
        levels.append(level(code, **told))
    found = read_ladder(ladder(*draw(st.permutations(levels))))
    assert isinstance(found, Ladder), found
    return found


@st.composite
def records(draw):
    return LearnerRecord(
        profession="PT",
        enrolled_on=ENROLLED,
        licences=draw(st.sampled_from(((), (licence(),), (licence(assurance="self_stated"),)))),
        education=draw(st.sampled_from(((), (education(1000, "2026-04-01", "manual"),)))),
        certifications=draw(st.sampled_from(((), (certification(issued_on="2026-03-01"),)))),
        **{name: tuple(draw(st.lists(kind, max_size=6))) for name, kind in EVIDENCE.items()},
    )


def judge_all(found, told, on):
    return {one.code: judge_level(one, told, on) for one in found.levels}


@given(ladders(), records(), days, st.randoms(use_true_random=False))
def test_the_order_of_recording_never_matters(found, told, on, random):
    shuffled = {name: random.sample(getattr(told, name), len(getattr(told, name))) for name in EVIDENCE}
    again = dataclasses.replace(told, **{name: tuple(rows) for name, rows in shuffled.items()})
    assert judge_all(found, told, on) == judge_all(found, again, on)
    assert judge_eligibility(found, told, on) == judge_eligibility(found, again, on)


@settings(max_examples=300)
@given(ladders(), records(), days, st.data())
def test_more_evidence_never_makes_worse(found, told, on, data):
    name = data.draw(st.sampled_from(sorted(EVIDENCE)))
    more = dataclasses.replace(told, **{name: (*getattr(told, name), data.draw(EVIDENCE[name]))})
    before, after = judge_all(found, told, on), judge_all(found, more, on)
    for code, was in before.items():
        now = after[code]
        assert was.completed_on is None or (now.completed_on is not None and now.completed_on <= was.completed_on)
        for one, other in zip(was.requirements, now.requirements, strict=True):
            assert other.status.rank >= one.status.rank
    entered = [judge_eligibility(found, one, on).is_eligible for one in (told, more)]
    assert entered != [True, False]


@given(ladders(), records(), days)
def test_a_level_is_completed_on_the_day_on_which_its_last_requirement_was_met(found, told, on):
    for progress in judge_all(found, told, on).values():
        met = [one.met_on for one in progress.requirements if one.status is MET and one.met_on]
        assert progress.complete is all(one.status is MET for one in progress.requirements)
        if progress.complete:
            assert progress.completed_on == max(met)
            assert progress.completed_on <= on


@given(ladders(), records(), days)
def test_on_the_day_of_completion_it_was_complete_and_on_the_day_before_not(found, told, on):
    for one in found.levels:
        completed_on = judge_level(one, told, on).completed_on
        if completed_on is not None and completed_on > dt.date.min:
            assert judge_level(one, told, completed_on).completed_on == completed_on
            assert not judge_level(one, told, completed_on - dt.timedelta(days=1)).complete


@given(ladders(), records(), days, days)
def test_a_level_once_completed_stays_completed_on_that_day(found, told, first, second):
    earlier, later = sorted((first, second))
    for one in found.levels:
        completed_on = judge_level(one, told, earlier).completed_on
        assert completed_on is None or judge_level(one, told, later).completed_on == completed_on


@given(ladders(), records(), days)
def test_what_happens_later_is_not_known_yet(found, told, on):
    cut = {name: tuple(one for one in getattr(told, name) if one.on <= on) for name in EVIDENCE}
    known = dataclasses.replace(told, **cut)
    assert judge_all(found, told, on) == judge_all(found, known, on)
    assert judge_eligibility(found, told, on) == judge_eligibility(found, known, on)


@given(ladders(), records(), days)
def test_unknown_is_never_eligible_and_the_worst_decides(found, told, on):
    for one in found.levels:
        eligibility = judge_eligibility(one, told, on)
        ranks = [finding.status.rank for finding in eligibility.findings]
        assert eligibility.outcome == ("not_eligible", "cannot_tell", "eligible")[min(ranks)]
        assert eligibility.is_eligible is (not eligibility.missing)
        if not any(held.assurance != "self_stated" for held in told.licences):
            assert not eligibility.is_eligible


@settings(max_examples=200)
@given(ladders(), records(), days)
def test_time_alone_opens_a_level_on_the_day_that_was_told(found, told, on):
    cut = {name: tuple(one for one in getattr(told, name) if one.on <= on) for name in EVIDENCE}
    known = dataclasses.replace(told, **cut)
    for one in found.levels:
        when = judge_eligibility(one, known, on).when
        if when is not None and not known.education and not known.certifications:
            assert judge_eligibility(one, known, when).is_eligible
            assert when == on or not judge_eligibility(one, known, when - dt.timedelta(days=1)).is_eligible
