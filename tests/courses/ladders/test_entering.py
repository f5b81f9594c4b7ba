"""Whether a learner may enter a level: yes, no or cannot tell, with what is missing and from when."""

import datetime as dt

import pytest

from courses.ladders.judging import judge_eligibility
from courses.ladders.reading import read_ladder
from courses.ladders.sentences import CODES
from tests.courses.ladders.documents import ladder, level
from tests.courses.ladders.records import attended, cases, day, earned, education, licence, record, span

ON = day("2026-06-01")
OPEN = [{"profession": "PT", "from": "2019-01-01"}]


def judge(document, told, code=None, on=ON):
    found = read_ladder(document)
    return judge_eligibility(found.level(code) if code else found, told, on)


def one(eligibility, code):
    return next(found for found in eligibility.findings if found.code == code)


def test_somebody_licensed_of_an_eligible_profession_may_enter():
    found = judge(ladder(), record())
    assert (found.outcome, found.is_eligible, found.missing, found.when) == ("eligible", True, (), ON)


LICENCES = {
    "none on file": ((), "cannot_tell"),
    "by their own word alone": ((licence(assurance="self_stated"),), "cannot_tell"),
    "with its number erased": ((licence(number="\0erased/1"),), "cannot_tell"),
    "of another profession alone": ((licence(profession="LAC"),), "cannot_tell"),
    "in force": ((licence(),), "eligible"),
    "on its last day": ((licence(expires_on=ON),), "eligible"),
    "expired the day before": ((licence(expires_on=ON - dt.timedelta(1)),), "not_eligible"),
    "from the day on": ((licence(issued_on=ON),), "eligible"),
    "from the day after": ((licence(issued_on=ON + dt.timedelta(1)),), "not_eligible"),
    "suspended": ((licence(statuses=(span("suspended", "2026-01-01"),)),), "not_eligible"),
    "suspended until that day": ((licence(statuses=(span("suspended", "2026-01-01", "2026-06-01"),)),), "eligible"),
    "revoked": ((licence(statuses=(span("revoked", "2026-01-01"),)),), "not_eligible"),
    "on probation": ((licence(statuses=(span("probation", "2026-01-01"),)),), "cannot_tell"),
    "barred from needles": ((licence(restrictions=(span("no_invasive_procedures", "2026-01-01"),)),), "not_eligible"),
    "barred from minors, for a level of adults": (
        (licence(restrictions=(span("no_minors", "2026-01-01"),)),),
        "eligible",
    ),
    "under another order": ((licence(restrictions=(span("other", "2026-01-01"),)),), "cannot_tell"),
    "expired here and in force there": (
        (licence(expires_on=day("2021-01-01")), licence(jurisdiction="US-CO")),
        "eligible",
    ),
    "expired, and in force by their own word": (
        (licence(expires_on=day("2021-01-01")), licence(jurisdiction="US-CO", assurance="self_stated")),
        "not_eligible",
    ),
    "told differently by two sources": (
        (licence(), licence(statuses=(span("suspended", "2026-01-01"),))),
        "not_eligible",
    ),
}


@pytest.mark.parametrize(("licences", "outcome"), LICENCES.values(), ids=LICENCES)
def test_a_licence_of_the_profession_is_in_force_on_the_day(licences, outcome):
    assert judge(ladder(), record(enrolled_on=None, licences=licences)).outcome == outcome


def test_who_may_not_needle_children_does_not_enter_a_level_of_children():
    barred = licence(restrictions=(span("no_minors", "2026-01-01"),))
    assert judge(ladder(level(patient_groups=["adult", "child"])), record(licences=(barred,))).outcome == "not_eligible"


DROPPED = [{"profession": "PT", "from": "2019-01-01", "until": "2026-03-01"}]


@pytest.mark.parametrize(
    ("enrolled_on", "outcome"),
    [
        pytest.param(None, "not_eligible", id="nobody new"),
        pytest.param(day("2026-02-28"), "eligible", id="who enrolled on the last day stays"),
        pytest.param(day("2026-03-01"), "not_eligible", id="who enrolled on the first day without"),
        pytest.param(day("2018-12-31"), "not_eligible", id="who enrolled before it was eligible"),
    ],
)
def test_a_profession_that_is_dropped_stays_for_who_is_enrolled(enrolled_on, outcome):
    document = ladder(level(eligible_professions=DROPPED))
    assert judge(document, record(enrolled_on=enrolled_on)).outcome == outcome


def test_a_profession_that_becomes_eligible_is_told_from_when():
    later = [{"profession": "PT", "from": "2026-09-01"}]
    found = judge(ladder(level(eligible_professions=later)), record(enrolled_on=None))
    assert (found.outcome, found.when) == ("not_eligible", day("2026-09-01"))
    assert one(found, "profession_eligible").sentence == "PT may not enter; open to nobody"


def test_six_professions_and_no_others():
    six = ["PT", "NP", "PA", "MD", "DO", "DC"]
    document = ladder(level(eligible_professions=[{"profession": name, "from": "2017-01-01"} for name in six]))
    for profession in ("PT", "NP", "PA", "MD", "DO", "DC", "AT", "OT", "LAC", "RMT", "OST", "PTA", "OTA"):
        found = judge(document, record(profession=profession, licences=(licence(profession=profession),)))
        assert found.is_eligible is (profession in six), profession


A = level("A")
SECOND = level("B", prerequisites={"all": [{"level": "A", "gap_days": 90}, {"cases": 20, "since": "A"}]})


def test_what_is_missing_is_named_with_the_day_from_which_time_alone_would_do():
    told = record(attended=(attended("2026-05-01", level="A"),), supervised=(cases("2026-05-10", 12, level="A"),))
    found = judge(ladder(A, SECOND), told, "B")
    assert [(miss.code, miss.needs, miss.has, miss.when) for miss in found.missing] == [
        ("level_completed", "A", "2026-05-01", day("2026-07-30")),
        ("cases_logged", 20, 12, None),
    ]
    assert found.when is None
    enough = record(attended=told.attended, supervised=(cases("2026-05-10", 20, level="A"),))
    assert judge(ladder(A, SECOND), enough, "B").when == day("2026-07-30")


def test_of_a_choice_each_way_is_told():
    either = level("B", prerequisites={"any": [{"level": "A"}, {"licensed_years": 10}]})
    found = judge(ladder(A, either), record(), "B")
    (choice,) = found.missing
    assert (choice.code, choice.needs, choice.has, choice.when) == ("at_least", 1, 0, day("2030-03-01"))
    assert [(way.code, way.when) for way in choice.of] == [
        ("level_completed", None),
        ("licensed_years", day("2030-03-01")),
    ]


def test_an_unknown_way_leaves_a_choice_open():
    either = level("B", prerequisites={"any": [{"level": "A"}, {"education": {"hours": 5, "subject": "manual"}}]})
    told = record(education=(education(500, "2025-01-01", "manual", "self_stated"),))
    found = judge(ladder(A, either), told, "B")
    assert (found.outcome, str(found.missing[0].status)) == ("cannot_tell", "unknown")
    assert judge(ladder(A, either), record(), "B").outcome == "not_eligible"


def test_a_known_shortfall_is_worse_than_what_is_not_known():
    found = judge(ladder(A, level("B", prerequisites={"level": "A"})), record(licences=()), "B")
    assert (found.outcome, [str(one.status) for one in found.findings]) == ("not_eligible", ["met", "unknown", "unmet"])


def test_a_level_closes_when_its_time_is_over():
    limited = ladder(level(finish={"within_days": 30}))
    assert judge(limited, record(), on=day("2026-01-31")).is_eligible
    late = judge(limited, record(), on=day("2026-02-01"))
    assert (late.outcome, [miss.code for miss in late.missing], late.when) == ("not_eligible", ["in_time"], None)


def test_a_ladder_is_open_to_whom_one_of_its_levels_is():
    found = judge(ladder(SECOND, A), record())
    assert found.is_eligible
    assert (
        judge(ladder(SECOND, level("A", eligible_professions=DROPPED)), record(enrolled_on=None)).outcome
        == "not_eligible"
    )


def test_a_paediatric_level_asks_for_the_adult_certification_in_force():
    children = level("P", patient_groups=["child"], prerequisites={"holds": {"programme": "ADULT", "level": "A"}})
    held = earned("2025-01-01", level="A", programme="ADULT", expires_on="2026-06-01")
    assert judge(ladder(children), record(earned=(held,))).is_eligible
    assert not judge(ladder(children), record(earned=(held,)), on=day("2026-06-02")).is_eligible
    assert not judge(ladder(children), record()).is_eligible


def test_every_sentence_can_be_said():
    tree = {
        "all": [
            {"level": "A"},
            {"cases": 1, "since": "A"},
            {"licensed_years": 1},
            {"education": {"hours": 1.5, "subject": "manual"}},
            {"holds": {"issuer": "X", "title": "T"}},
            {"at_least": 1, "of": [{"level": "A"}]},
        ]
    }
    found = judge(ladder(A, level("B", prerequisites=tree, finish={"within_days": 900})), record(), "B")
    assert {told.code for told in found.findings} == set(CODES)
    assert one(found, "education_hours").sentence == "0 of 1.5 hours of continuing education are on file"
    assert all(told.sentence and "{" not in told.sentence for told in found.findings)
