"""What a provider decides about an award is told at once, and undone without a trace in the answer."""

import datetime as dt

import pytest

from courses.models import Award
from courses.operations.award_statuses import set_award_status
from courses.operations.renewing import renew_award
from courses.queries.awards import draw_spans
from credentials.models import Certification
from credentials.records.faults import Refusal
from tests.courses.awards.world import AT, EXAMINED_ON, LEARNER, TODAY, complete, release, settle

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)


def say(award, status, starts_on=JUNE, reason="an inquiry"):
    return set_award_status(
        award=award, status=status, starts_on=starts_on, reason=reason, on=TODAY, at=AT, by="user:2"
    )


def told():
    return Certification.objects.get(superseded_at=None).statuses


def test_a_suspension_holds_from_its_day_until_it_is_reinstated(version, learner, ask):
    _, award = complete(version, learner)
    say(award, "suspended", JUNE)
    assert ask(LEARNER, on=JUNE)["outcome"] == "refused"
    assert ask(LEARNER, on=JUNE - dt.timedelta(days=1))["outcome"] == "permitted"
    say(award, "reinstated", JULY, "cleared")
    assert told() == [{"status": "suspended", "from": "2026-06-01", "until": "2026-07-01"}]
    assert ask(LEARNER, on=JULY)["outcome"] == "permitted"
    assert ask(LEARNER, on=JULY - dt.timedelta(days=1))["outcome"] == "refused"


def test_reinstated_from_the_same_day_it_was_never_suspended(version, learner):
    _, award = complete(version, learner)
    say(award, "suspended")
    say(award, "reinstated")
    assert told() == []
    assert award.statuses.count() == 2


REFUSED = {
    "no reason": (("suspended", JUNE, " "), ("/reason", "blank")),
    "before the award": (("suspended", EXAMINED_ON - dt.timedelta(days=1), "x"), ("/from", "before_the_award")),
    "the day after its last": (("revoked", dt.date(2028, 5, 10), "x"), ("/from", "expired")),
    "in force already": (("reinstated", JUNE, "x"), ("/from", "is_so_already")),
}


@pytest.mark.parametrize(("asked", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_a_status_is_refused(version, learner, asked, fault):
    _, award = complete(version, learner)
    refused = say(award, *asked)
    assert isinstance(refused, Refusal)
    assert [(one.pointer, one.code) for one in refused.faults] == [fault]
    assert not award.statuses.exists()


def test_a_correction_and_its_reversal_leave_a_revocation_as_it_was(version, learner):
    enrolment, award = complete(version, learner)
    say(award, "revoked")
    before = told()
    release(enrolment.attempts.get(form="written"), passed=False)
    settle(enrolment)
    assert told() == [{"status": "revoked", "from": EXAMINED_ON.isoformat(), "until": None}]
    assert isinstance(say(award, "reinstated"), Refusal)
    release(enrolment.attempts.get(form="written"))
    settle(enrolment)
    assert told() == before == [{"status": "revoked", "from": "2026-06-01", "until": None}]


def test_a_suspension_reaches_the_certificate_that_was_renewed_early(version, learner):
    learner = with_education(learner)
    _, award = complete(version, learner)
    on = dt.date(2028, 4, 1)
    successor = renew_award(award=award, on=on, at=AT, by="user:2")
    assert isinstance(successor, Award)
    say(successor, "suspended", on)
    standing = Certification.objects.filter(superseded_at=None).values_list("held_number__text", "statuses")
    assert {number: bool(statuses) for number, statuses in standing} == {award.number: True, successor.number: True}


def with_education(learner):
    from tests.courses.awards.world import put_person

    hours = {"hours": 10, "completed_on": "2027-09-01", "subject": "dry_needling"}
    return put_person(learner.registry_number, continuing_education=[hours])


DAYS = {f"d{n}": dt.date(2026, 1, n) for n in range(1, 10)}
SPANS = {
    "nothing decided": ([], ()),
    "suspended for good": ([("suspended", 3)], [("suspended", 3, None)]),
    "and reinstated": ([("suspended", 3), ("reinstated", 5)], [("suspended", 3, 5)]),
    "revoked while suspended": ([("suspended", 3), ("revoked", 5)], [("suspended", 3, 5), ("revoked", 5, None)]),
    "revoked from before": ([("suspended", 5), ("revoked", 3)], [("revoked", 3, None)]),
    "reinstated from before": ([("suspended", 5), ("reinstated", 3)], []),
    "before the award": ([("suspended", 1)], [("suspended", 2, None)]),
}


@pytest.mark.parametrize(("statuses", "spans"), SPANS.values(), ids=SPANS.keys())
def test_spans_follow_the_newest_word(statuses, spans):
    def day(number):
        return None if number is None else DAYS[f"d{number}"]

    drawn = draw_spans([(status, day(number)) for status, number in statuses], since=day(2))
    assert drawn == tuple((status, day(first), day(last)) for status, first, last in spans)
