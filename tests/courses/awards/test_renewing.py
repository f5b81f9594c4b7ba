"""A renewal makes a successor; a day early or late it is refused with what is needed."""

import datetime as dt

import pytest

from courses.ladders.achieved import last_valid_day
from courses.models import Award
from courses.operations.renewing import NotRenewed, renew_award
from credentials.models import Certification
from credentials.records.faults import Refusal
from tests.courses.awards.world import (
    AT,
    HANDS_ON,
    LEARNER,
    RENEWAL,
    attend,
    complete,
    level,
    make_programme,
    put_person,
    release,
    settle,
    sit,
)

LAST = dt.date(2028, 5, 9)  # of an award of 10 May 2026 for 24 months
OPENS = LAST - dt.timedelta(days=90)
ONE = dt.timedelta(days=1)
HOURS = {"hours": 10, "completed_on": "2027-09-01", "subject": "dry_needling"}


def renew(award, on=LAST):
    return renew_award(award=award, on=on, at=AT, by="user:2")


def unmet(outcome):
    assert isinstance(outcome, NotRenewed)
    return {one.code: one for one in outcome.findings if one.status != "met"}


@pytest.fixture
def renewable(version, law):
    """An award of somebody with the education that renewal asks."""
    return complete(version, put_person(continuing_education=[HOURS]))[1]


DAYS = {
    "the day before the window opens": (OPENS - ONE, False),
    "the first day of the window": (OPENS, True),
    "the last valid day": (LAST, True),
    "one day late": (LAST + ONE, False),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("on", "is_renewed"), DAYS.values(), ids=DAYS.keys())
def test_the_window(renewable, on, is_renewed):
    outcome = renew(renewable, on)
    assert isinstance(outcome, Award) is is_renewed
    if not is_renewed:
        assert set(unmet(outcome)) == {"renewal_window"}


@pytest.mark.django_db
def test_one_day_late_names_what_is_needed_now(renewable):
    late = unmet(renew(renewable, LAST + ONE))["renewal_window"]
    assert "Its last valid day was 2028-05-09, without grace." in late.sentence
    for needed in ("a new enrolment", "27 hours of hands-on", "the written examination L1", "the practical"):
        assert needed in late.sentence


@pytest.mark.django_db
def test_the_successor_points_at_its_predecessor_which_stays(renewable, ask):
    successor = renew(renewable, OPENS)
    told = {one.held_number.text: one for one in Certification.objects.filter(superseded_at=None)}
    assert set(told) == {renewable.number, successor.number}
    new = told[successor.number]
    assert new.replaced_number.text == renewable.number
    assert (new.issued_on, new.expires_on) == (OPENS, dt.date(2030, 5, 9))
    assert ask(LEARNER, on=LAST + ONE)["outcome"] == "permitted"
    assert ask(LEARNER, on=dt.date(2030, 5, 10))["outcome"] == "refused"


@pytest.mark.django_db
def test_it_is_renewed_once_and_then_the_successor(renewable):
    successor = renew(renewable)
    again = renew(renewable)
    assert isinstance(again, Refusal)
    assert again.faults[0].code == "renewed_already"
    assert successor.number in again.faults[0].detail
    assert set(unmet(renew(successor, LAST + ONE))) == {"renewal_window", "renewal_education"}


@pytest.mark.django_db
def test_grace_days_let_it_be_renewed_late_without_filling_the_gap(law, ask):
    version = make_programme(level(renewal={**RENEWAL, "grace_days": 30}))
    _, award = complete(version, put_person(continuing_education=[HOURS]))
    on = LAST + dt.timedelta(days=30)
    assert isinstance(renew(award, on), Award)
    assert ask(LEARNER, on=on - ONE)["outcome"] == "refused"
    assert ask(LEARNER, on=on)["outcome"] == "permitted"


EDUCATION = {
    "enough": ([HOURS], True),
    "an hour short": ([{**HOURS, "hours": 9}], False),
    "another subject": ([{**HOURS, "subject": "ethics"}], False),
    "on the day of the award, before it counts": ([{**HOURS, "completed_on": "2026-05-10"}], False),
    "stated by oneself": ([{**HOURS, "assurance": "self_stated"}], False),
    "after the day": ([{**HOURS, "completed_on": "2028-05-10"}], False),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("education", "is_renewed"), EDUCATION.values(), ids=EDUCATION.keys())
def test_education_within_the_term(version, education, is_renewed):
    outcome = renew(complete(version, put_person(continuing_education=education))[1])
    assert isinstance(outcome, Award) is is_renewed
    if not is_renewed:
        assert set(unmet(outcome)) == {"renewal_education"}


@pytest.mark.django_db
def test_a_re_examination_and_a_refresher_are_done_anew(law):
    refresher = level("R1", components=[{**HANDS_ON, "hours": 4}], examinations=[], renewal=None)
    asked = {**RENEWAL, "education": None, "refresher": {"level": "R1"}, "re_examination": {"examination": "L1"}}
    enrolment, award = complete(make_programme(level(renewal=asked), refresher), put_person())
    missing = unmet(renew(award))
    assert set(missing) == {"renewal_refresher", "renewal_examination"}
    later = dt.date(2028, 3, 1)
    attend(enrolment, "R1", on=later, hours=4)
    for form in ("written", "practical"):
        release(sit(enrolment, form, on=later))
    successor = renew(award)
    assert isinstance(successor, Award)
    release(enrolment.attempts.get(form="written", sat_on=later), passed=False)
    assert successor in settle(enrolment, on=LAST).withdrawn
    assert not award.statuses.exists()
    release(enrolment.attempts.get(form="written", sat_on=later))
    assert successor in settle(enrolment, on=LAST).awarded


NEVER_RENEWED = {
    "it never expires": ({"award": {**level()["award"], "lasts": "never_expires"}}, "It never expires"),
    "its level is not renewed": ({}, "all of L1 again"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("changes", "said"), NEVER_RENEWED.values(), ids=NEVER_RENEWED.keys())
def test_what_is_never_renewed(law, changes, said):
    _, award = complete(make_programme(level(**changes, renewal=None)), put_person(continuing_education=[HOURS]))
    assert said in unmet(renew(award))["renewal_offered"].sentence


LASTING = {
    "an ordinary day": ("2026-06-01", 24, "2028-05-31"),
    "the last of August for half a year": ("2025-08-31", 6, "2026-02-28"),
    "and in a leap year": ("2027-08-31", 6, "2028-02-29"),
    "the thirtieth": ("2025-08-30", 6, "2026-02-28"),
    "the twenty-ninth": ("2025-08-29", 6, "2026-02-28"),
    "the twenty-eighth": ("2025-08-28", 6, "2026-02-27"),
    "the leap day for a year": ("2024-02-29", 12, "2025-02-28"),
    "the leap day for four": ("2024-02-29", 48, "2028-02-28"),
    "beyond the calendar": ("9998-01-01", 60, "9999-12-31"),
    "for ever": ("2026-06-01", None, None),
}


@pytest.mark.parametrize(("first", "months", "last"), LASTING.values(), ids=LASTING.keys())
def test_the_last_valid_day(first, months, last):
    found = last_valid_day(dt.date.fromisoformat(first), months)
    assert found == (dt.date.fromisoformat(last) if last else None)
