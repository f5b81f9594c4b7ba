"""Whether and when a level is completed."""

import datetime as dt

import pytest

from courses.ladders.judging import judge_level
from courses.ladders.reading import read_ladder
from tests.courses.ladders.documents import component, examination, ladder, level
from tests.courses.ladders.records import (
    attended,
    cases,
    certification,
    day,
    earned,
    education,
    licence,
    passed,
    record,
    span,
)

ON = day("2026-12-31")
BOTH_PARTS = [examination(), examination(form="practical")]
WEBINAR = component(code="webinar", hours=4, part="didactic", delivery="online")
A, B = level("A"), level("B", prerequisites={"level": "A", "gap_months": 3})


def judge(document, told, code=None, on=ON):
    found = read_ladder(document)
    return judge_level(found.level(code) if code else found.levels[0], told, on)


def statuses(progress):
    return [(one.kind, one.code, str(one.status)) for one in progress.requirements]


def test_a_level_is_completed_on_the_day_of_its_last_requirement():
    document = ladder(level(components=[component(), WEBINAR], examinations=BOTH_PARTS))
    told = {
        "attended": (attended("2026-02-01"), attended("2026-05-01", component="webinar", hundredths=400)),
        "passed": (passed("2026-04-01"), passed("2026-03-01", form="practical")),
    }
    assert judge(document, record(**told)).completed_on == day("2026-05-01")
    assert judge(document, record(**told), on=day("2026-05-01")).completed_on == day("2026-05-01")
    the_day_before = judge(document, record(**told), on=day("2026-04-30"))
    assert (the_day_before.complete, the_day_before.completed_on) == (False, None)
    assert ("component", "webinar", "unmet") in statuses(the_day_before)


def test_partial_hours_add_up_over_days():
    told = record(attended=(attended("2026-02-02", hundredths=900), attended("2026-02-01", hundredths=1799)))
    assert judge(ladder(), told).requirements[0].has == 2699
    assert not judge(ladder(), told).complete
    whole = record(attended=(*told.attended, attended("2026-02-03", hundredths=1)))
    assert judge(ladder(), whole).completed_on == day("2026-02-03")


def test_hours_of_another_level_or_component_count_for_neither():
    told = record(attended=(attended("2026-02-01", level="DN-2"), attended("2026-02-01", component="other")))
    assert judge(ladder(), told).requirements[0].has == 0


def test_both_parts_of_an_examination_are_asked():
    document = ladder(level(examinations=BOTH_PARTS))
    told = record(attended=(attended("2026-02-01"),), passed=(passed("2026-03-01"),))
    assert statuses(judge(document, told))[1:] == [
        ("examination", "E-1:written", "met"),
        ("examination", "E-1:practical", "unmet"),
    ]


def test_the_first_pass_counts_and_a_later_one_moves_nothing():
    document = ladder(level(components=[], examinations=[examination()]))
    told = record(passed=(passed("2026-05-01"), passed("2026-03-01")))
    assert judge(document, told).completed_on == day("2026-03-01")


def test_supervised_sessions_and_cases_count_once_signed_off():
    document = ladder(level(components=[], supervised={"sessions": 2, "cases": 5}))
    told = (cases("2026-02-01", 3), cases("2026-02-08", 1), cases("2026-02-15", 9, signed=None))
    found = judge(document, record(supervised=told))
    assert [(one.code, one.has, str(one.status)) for one in found.requirements] == [
        ("sessions", 2, "met"),
        ("cases", 4, "unmet"),
    ]
    signed = (*told, cases("2026-02-20", 1))
    assert judge(document, record(supervised=signed)).completed_on == day("2026-02-20")


@pytest.mark.parametrize(
    ("second", "done"),
    [
        pytest.param("2026-05-01", False, id="the day before three months are over"),
        pytest.param("2026-05-02", True, id="three months later to the day"),
        pytest.param("2026-05-03", True, id="the day after"),
    ],
)
def test_what_is_attended_before_the_gap_is_over_was_not_attended(second, done):
    told = record(attended=(attended("2026-02-02", level="A"), attended(second, level="B")))
    assert judge(ladder(A, B), told, "B").complete is done


def test_an_early_second_seminar_may_be_attended_again():
    early = (attended("2026-02-02", level="A"), attended("2026-03-01", level="B"))
    again = record(attended=(*early, attended("2026-06-01", level="B")))
    assert judge(ladder(A, B), again, "B").completed_on == day("2026-06-01")


def test_levels_in_any_order_ask_for_no_level():
    either = ladder(
        level("A"), level("B"), level("C", components=[], prerequisites={"all": [{"level": "A"}, {"level": "B"}]})
    )
    for first, second in (("A", "B"), ("B", "A")):
        told = record(attended=(attended("2026-02-01", level=first), attended("2026-03-01", level=second)))
        assert judge(either, told, "C").completed_on == day("2026-03-01")


def test_cases_are_counted_between_two_levels():
    second = level("B", prerequisites={"all": [{"level": "A"}, {"cases": 20, "since": "A"}]})
    seminars = (attended("2026-02-01", level="A"), attended("2026-06-01", level="B"))
    logged = {
        "on the day of the seminar itself": (cases("2026-02-01", 20), False),
        "the day after": (cases("2026-02-02", 20), True),
        "one short": (cases("2026-03-01", 19), False),
        "not signed off": (cases("2026-03-01", 20, signed=None), False),
        "on the day of the second seminar": (cases("2026-06-01", 20), True),
        "after the second seminar": (cases("2026-06-02", 20), False),
    }
    for told, (case, done) in logged.items():
        found = judge(ladder(A, second), record(attended=seminars, supervised=(case,)), "B")
        assert found.complete is done, told


def test_cases_that_need_no_signature_count_unless_refused():
    second = level("B", prerequisites={"cases": 2, "since": None, "signed": False})
    for signed, done in ((None, True), (True, True), (False, False)):
        told = record(
            attended=(attended("2026-06-01", level="B"),), supervised=(cases("2026-02-01", 2, signed=signed),)
        )
        assert judge(ladder(second), told).complete is done


@pytest.mark.parametrize(
    ("on", "status"),
    [
        pytest.param("2026-01-31", "met", id="the last day"),
        pytest.param("2026-02-01", "unmet", id="the day after"),
    ],
)
def test_a_limit_of_time_is_kept_to_the_day(on, status):
    found = judge(ladder(level(finish={"within_days": 30})), record(attended=(attended(on),)))
    assert found.latest_day == day("2026-01-31")
    assert statuses(found)[-1] == ("in_time", "finish", status)
    assert found.complete is (status == "met")


def test_time_runs_out_while_something_is_missing():
    limited = ladder(level(finish={"within_days": 30}))
    assert statuses(judge(limited, record(), on=day("2026-01-31")))[-1][2] == "met"
    assert statuses(judge(limited, record(), on=day("2026-02-01")))[-1][2] == "unmet"


def test_without_a_day_of_enrolment_nobody_knows_whether_it_is_in_time():
    found = judge(
        ladder(level(finish={"within_days": 30})), record(enrolled_on=None, attended=(attended("2026-01-02"),))
    )
    assert statuses(found)[-1][2] == "unknown"
    assert not found.complete


def test_unknown_prerequisites_complete_nothing():
    document = ladder(level(prerequisites={"licensed_years": 2}))
    told = record(attended=(attended("2026-02-01"),), licences=(licence(assurance="self_stated"),))
    found = judge(document, told)
    assert [one[2] for one in statuses(found)] == ["unknown", "unknown"]
    assert (found.complete, found.completed_on) == (False, None)


T = {"title": "T", "issuer": "X"}
PREREQUISITES = {
    "licensed long enough": ({"licensed_years": 2}, {}, True),
    "licensed too short a time": ({"licensed_years": 7}, {}, False),
    "licensed by an expired licence too": (
        {"licensed_years": 2},
        {"licences": (licence(expires_on=day("2021-01-01")),)},
        True,
    ),
    "educated": (
        {"education": {"hours": 14, "subject": "manual"}},
        {"education": (education(1400, "2025-01-01", "manual"),)},
        True,
    ),
    "educated in something else": (
        {"education": {"hours": 14, "subject": "manual"}},
        {"education": (education(1400, "2025-01-01", "cupping"),)},
        False,
    ),
    "educated by their own word": (
        {"education": {"hours": 14, "subject": "manual"}},
        {"education": (education(1400, "2025-01-01", "manual", "self_stated"),)},
        False,
    ),
    "certified": ({"holds": T}, {"certifications": (certification(),)}, True),
    "certified by another issuer": ({"holds": T}, {"certifications": (certification(issuer="Y"),)}, False),
    "certified at another level": (
        {"holds": T | {"level": "2"}},
        {"certifications": (certification(level="1"),)},
        False,
    ),
    "certified until the day": (
        {"holds": T},
        {"certifications": (certification(expires_on=day("2026-06-01")),)},
        True,
    ),
    "certified until the day before": (
        {"holds": T},
        {"certifications": (certification(expires_on=day("2026-05-31")),)},
        False,
    ),
    "certified and suspended": (
        {"holds": T},
        {"certifications": (certification(statuses=(span("suspended", "2026-01-01"),)),)},
        False,
    ),
    "certified by their own word": ({"holds": T}, {"certifications": (certification(assurance="self_stated"),)}, False),
    "awarded in another programme": (
        {"holds": {"programme": "Q"}},
        {"earned": (earned("2025-01-01", programme="Q"),)},
        True,
    ),
    "awarded by another provider": (
        {"holds": {"programme": "Q"}},
        {"earned": (earned("2025-01-01", programme="Q", provider=2),)},
        False,
    ),
    "awarded and revoked": (
        {"holds": {"programme": "Q"}},
        {"earned": (earned("2025-01-01", programme="Q", status="revoked"),)},
        False,
    ),
    "awarded and expired": (
        {"holds": {"programme": "Q"}},
        {"earned": (earned("2025-01-01", programme="Q", expires_on="2026-05-31"),)},
        False,
    ),
}


@pytest.mark.parametrize(("tree", "told", "done"), PREREQUISITES.values(), ids=PREREQUISITES)
def test_what_is_attended_counts_when_the_prerequisites_were_met_that_day(tree, told, done):
    found = judge(ladder(level(prerequisites=tree)), record(attended=(attended("2026-06-01"),), **told))
    assert found.complete is done


def test_a_level_completed_under_another_enrolment_counts():
    told = record(attended=(attended("2026-06-01", level="B"),), earned=(earned("2024-01-01", level="A"),))
    assert judge(ladder(A, B), told, "B").complete


@pytest.mark.parametrize("status", ["revoked", "suspended"])
def test_an_award_taken_away_takes_what_rests_on_it_along(status):
    seminars = (attended("2026-02-02", level="A"), attended("2026-06-01", level="B"))
    told = record(attended=seminars, earned=(earned("2026-02-02", level="A", status=status),))
    assert not judge(ladder(A, B), told, "B").complete
    retaken = record(attended=seminars, earned=(*told.earned, earned("2026-03-01", level="A")))
    assert judge(ladder(A, B), retaken, "B").complete


def test_two_of_four_webinars_will_do():
    webinars = [level(f"W{number}") for number in range(4)]
    theory = level("T", components=[], prerequisites={"at_least": 2, "of": [{"level": f"W{n}"} for n in range(4)]})
    one = (attended("2026-02-01", level="W3"),)
    two = (*one, attended("2026-03-01", level="W0"))
    assert not judge(ladder(*webinars, theory), record(attended=one), "T").complete
    assert judge(ladder(*webinars, theory), record(attended=two), "T").completed_on == day("2026-03-01")


def test_a_gap_beyond_the_calendar_never_ends():
    never = level("B", prerequisites={"level": "A", "gap_days": 36_500, "gap_months": 600})
    told = record(attended=(attended("2026-02-02", level="A"), attended("2026-06-01", level="B")))
    assert not judge(ladder(A, never), told, "B", on=dt.date.max).complete
