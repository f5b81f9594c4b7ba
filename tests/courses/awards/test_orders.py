"""What is awarded follows from what happened, never from the order in which it was recorded."""

import datetime as dt
from functools import partial

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import AwardTerm
from credentials.models import Certification, ExamPass, Training
from tests.courses.awards.world import attend, enrol, level, make_programme, put_person, release, settle, sit

MAY = partial(dt.date, 2026, 5)
# Attempts: form, day, passed. The first practical failed; the second passed, and so did a third that nobody needed.
ATTEMPTS = {
    "written": ("written", MAY(10), True),
    "practical failed": ("practical", MAY(10), False),
    "practical passed": ("practical", MAY(20), True),
    "practical passed again": ("practical", MAY(25), True),
}
# Attendance: level, day, hours. A day of the second level came before the first was completed, and does not count.
ATTENDED = {
    "two days": ("L1", MAY(1), 20),
    "the rest": ("L1", MAY(8), 7),
    "too early": ("L2", MAY(15), 24),
    "in time": ("L2", dt.date(2026, 6, 1), 27),
}


def events(enrolment, wrong_first):
    """What may arrive in any order, and the corrections of what was recorded wrongly at first."""
    arrivals = [lambda told=told: attend(enrolment, told[0], on=told[1], hours=told[2]) for told in ATTENDED.values()]
    corrections = []
    for name, (form, on, passed) in ATTEMPTS.items():

        def arrive(name=name, form=form, on=on, passed=passed):
            attempt = sit(enrolment, form, on=on)
            release(attempt, passed != (name in wrong_first))
            if name in wrong_first:
                corrections.append(lambda: release(attempt, passed))

        arrivals.append(arrive)
    return arrivals, corrections


def outcome():
    """All that the registry holds of it now, without numbers, which are drawn."""
    awarded = {"superseded_at": None, "assurance": "awarded"}
    return (
        set(Training.objects.filter(**awarded).values_list("course", "completed_on", "hours__0__hundredths")),
        set(ExamPass.objects.filter(**awarded).values_list("form", "of", "passed_on")),
        {
            (one.title, one.issued_on, one.expires_on, str(one.statuses))
            for one in Certification.objects.filter(**awarded)
        },
        set(AwardTerm.objects.filter(superseded_at=None).values_list("award__level__code", "awarded_on")),
    )


EXPECTED = (
    {("DN/L1", MAY(20), 2700), ("DN/L2", dt.date(2026, 6, 2), 2700)},
    {("written", "DN/L1", MAY(10)), ("practical", "DN/L1", MAY(20))},
    {
        ("Certified L1", MAY(20), dt.date(2028, 5, 19), "[]"),
        ("Certified L2", dt.date(2026, 6, 2), dt.date(2028, 6, 1), "[]"),
    },
    {("L1", MAY(20)), ("L2", dt.date(2026, 6, 2))},
)


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example is rolled back
)
@given(order=st.permutations(range(8)), wrong_first=st.sets(st.sampled_from(list(ATTEMPTS))), together=st.booleans())
def test_the_award_does_not_depend_on_the_order_of_arrival(law, order, wrong_first, together):
    with transaction.atomic():
        second = level("L2", examinations=[], prerequisites={"level": "L1"})
        enrolment = enrol(make_programme(level(), second), put_person())
        arrivals, corrections = events(enrolment, wrong_first)
        for place in order:
            arrivals[place]()
            if not together:
                settle(enrolment)
        for correct in corrections:
            correct()
            if not together:
                settle(enrolment)
        settle(enrolment)
        assert outcome() == EXPECTED
        transaction.set_rollback(True)
