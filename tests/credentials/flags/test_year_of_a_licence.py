"""A practitioner's year: reminded on the way to an expiry, through three days of downtime, until it is renewed."""

import datetime as dt

import pytest

from credentials.models import ExpiryFlag
from credentials.permissions import may_see_flags
from credentials.queries.flags import FlagSearch, list_flags
from outbox.models import Message
from outbox.operations.delivering import deliver_due
from tests.credentials.flags.conftest import LAST_DAY, days_before, licence

RENEWED_UNTIL = LAST_DAY + dt.timedelta(731)


@pytest.fixture
def given_bo_holds_a_licence_until_the_end_of_may(hold, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    hold(name="Bo Testwell", email="bo@example.org", licences=[licence()])


@pytest.fixture
def when_days_pass(run):
    """Each day the job runs and the mails go out, but for the days on which nothing worked."""

    def pass_days(first, last, down=()):
        for before in range(first, last - 1, -1):
            if before in down:
                continue
            run(days_before(before))
            at = dt.datetime.combine(days_before(before), dt.time(12, 5), dt.UTC)
            deliver_due(clock=lambda at=at: at, seconds=30)

    return pass_days


@pytest.fixture
def when_the_board_renews(hold):
    return lambda: hold(licences=[licence(expires_on=RENEWED_UNTIL)])


def then_flags_were_raised_at(*steps):
    assert list(ExpiryFlag.objects.order_by("id").values_list("step", flat=True)) == list(steps)


def then_open_flags_are(before, *steps):
    person_id = int(Message.objects.first().recipient.removeprefix("person:"))
    flags, _ = list_flags(FlagSearch(day=days_before(before)), may_see_flags(person_id=person_id))
    assert [flag.step for flag in flags] == list(steps)


def then_bo_was_written_to_on(mailoutbox, *before):
    assert [mail.to for mail in mailoutbox] == [["bo@example.org"]] * len(before)
    sent = Message.objects.filter(closed_because="sent").order_by("created_at").values_list("cause", flat=True)
    assert list(sent) == [f"flags:{days_before(count)}" for count in before]


def test_a_licence_that_is_renewed_in_time(
    given_bo_holds_a_licence_until_the_end_of_may, when_days_pass, when_the_board_renews, mailoutbox
):
    when_days_pass(95, 25)
    then_flags_were_raised_at(90, 60, 30)
    then_open_flags_are(25, 30)
    when_the_board_renews()
    then_open_flags_are(25)
    when_days_pass(24, -5)
    then_flags_were_raised_at(90, 60, 30)
    then_bo_was_written_to_on(mailoutbox, 90, 60, 30)


def test_a_licence_that_lapses_while_nothing_works(
    given_bo_holds_a_licence_until_the_end_of_may, when_days_pass, when_the_board_renews, mailoutbox
):
    when_days_pass(95, -5, down=(1, 0, -1))
    then_flags_were_raised_at(90, 60, 30, 14, 7, -1)
    then_open_flags_are(-5, -1)
    then_bo_was_written_to_on(mailoutbox, 90, 60, 30, 14, 7, -2)
    assert "has expired" in mailoutbox[-1].body
    when_the_board_renews()
    then_open_flags_are(-5)


def test_the_renewed_licence_is_flagged_in_its_own_time(
    given_bo_holds_a_licence_until_the_end_of_may, when_days_pass, when_the_board_renews, mailoutbox
):
    when_days_pass(7, 7)
    when_the_board_renews()
    when_days_pass(-731 + 90, -731 + 90)
    then_flags_were_raised_at(7, 90)
    then_open_flags_are(-731 + 90, 90)
