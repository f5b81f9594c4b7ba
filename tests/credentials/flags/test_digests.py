"""One mail a person and day tells what is still true when it is sent."""

import datetime as dt

import pytest

from accounts.models import User
from credentials.letters.expiring import write_expiry_letter
from credentials.models import Practitioner
from credentials.operations.erasure import erase_person
from credentials.operations.merges import confirm_merge, propose_merge
from outbox.models import Message
from outbox.operations.delivering import deliver_due
from tests.credentials.flags.conftest import LAST_DAY, NUMBER, ONE_OF_EACH, credential, days_before, licence

pytestmark = pytest.mark.django_db
OTHER = "FN-C000-0000"


@pytest.fixture
def send(settings, mailoutbox):
    """Send all that is due on a day; gives the mails sent until now."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def deliver(day):
        at = dt.datetime.combine(day, dt.time(12, 1), dt.UTC)
        deliver_due(clock=lambda: at, seconds=30)
        return mailoutbox

    return deliver


def causes():
    return list(Message.objects.filter(kind="flags").order_by("cause").values_list("cause", flat=True))


def test_all_that_expires_stands_in_one_mail(hold, run, send):
    hold(email="bo@example.org", **ONE_OF_EACH)
    assert run(days_before(30)).digests == 1
    (mail,) = send(days_before(30))
    assert mail.to == ["bo@example.org"]
    assert mail.subject == "Your credentials: 5 expire soon"
    html, _ = mail.alternatives[0]
    for told in (
        "Your licence in US-CO (Physical therapist / physiotherapist) is valid through 31 May 2026.",
        "Renew it with the licensing authority of US-CO.",
        "Your compact privilege in US-CO",
        "Your dry needling registration in US-UT",
        "Your certification “Certified”, foundation is valid through",
        "Your CPR is valid through 31 May 2026.",
    ):
        assert told in mail.body
        assert told in html


def test_places_are_named_where_law_is_released(hold, run, send, law):
    hold(email="bo@example.org", licences=[licence()])
    run(days_before(30))
    assert "Renew it with the licensing authority of Colorado." in send(days_before(30))[0].body


def test_what_has_expired_is_called_so(hold, run, send):
    hold(email="bo@example.org", credentials=[credential()], licences=[licence(expires_on=LAST_DAY + dt.timedelta(6))])
    run(days_before(-1))
    (mail,) = send(days_before(-1))
    assert mail.subject == "Your credentials: one has expired, one expires soon"
    assert "Your CPR was valid through 31 May 2026 and has expired." in mail.body


def test_a_mail_a_day_and_none_without_news(hold, run, send):
    hold(email="bo@example.org", **ONE_OF_EACH)
    for before in range(15, 5, -1):
        run(days_before(before))
        run(days_before(before))
        sent = send(days_before(before))
    assert [str(days_before(before)) for before in (15, 14, 7)] == [cause.removeprefix("flags:") for cause in causes()]
    assert len(sent) == 3


def test_what_was_renewed_since_is_left_out(hold, run, send):
    hold(email="bo@example.org", credentials=[credential()], licences=[licence()])
    run(days_before(7))
    hold(licences=[licence(expires_on="2028-05-31")])
    (mail,) = send(days_before(7))
    assert mail.subject == "Your credentials: one expires soon"
    assert "licence" not in mail.body


def test_when_all_was_renewed_since_no_mail_is_sent(hold, run, send):
    hold(email="bo@example.org", licences=[licence()])
    run(days_before(7))
    hold(licences=[licence(expires_on="2028-05-31")])
    assert send(days_before(7)) == []
    assert Message.objects.get().closed_because == "not_needed"


def test_the_erased_are_not_written_to(hold, run, send):
    hold(email="bo@example.org", licences=[licence()])
    run(days_before(7))
    erase_person(practitioner=Practitioner.objects.get())
    assert send(days_before(7)) == []
    assert Message.objects.get().closed_because == "not_needed"


def test_without_an_address_nothing_is_written_down(hold, run):
    hold(licences=[licence()])
    assert run(days_before(7)).digests == 0
    assert causes() == []


def test_an_address_that_was_withdrawn_is_none(hold, run):
    hold(email="bo@example.org", licences=[licence()])
    hold(email=None)
    assert run(days_before(7)).digests == 0


def test_what_a_later_run_of_the_day_finds_is_told_the_next_day(hold, run, send):
    hold(email="bo@example.org", licences=[licence()])
    run(days_before(20))
    assert len(send(days_before(20))) == 1
    hold(credentials=[credential()])
    assert run(days_before(20)).flags == 1
    run(days_before(18))  # a day was missed
    mails = send(days_before(18))
    assert len(mails) == 2
    assert "Your CPR" in mails[1].body
    assert "licence" not in mails[1].body


def test_after_downtime_one_mail_tells_all(hold, run, send):
    hold(email="bo@example.org", **ONE_OF_EACH)
    run(days_before(61))
    assert len(send(days_before(61))) == 1
    run(days_before(0))
    mails = send(days_before(0))
    assert len(mails) == 2
    assert mails[1].subject == "Your credentials: 5 expire soon"
    assert causes() == ["flags:2026-03-31", "flags:2026-05-31"]


def test_a_mail_that_a_later_one_overtakes_is_not_sent(hold, run, send):
    hold(email="bo@example.org", licences=[licence()])
    run(days_before(1))
    run(days_before(0))
    assert len(send(days_before(0))) == 1
    assert Message.objects.get(cause="flags:2026-05-30").closed_because == "not_needed"


def test_a_person_under_two_numbers_gets_one_mail(hold, run, send):
    hold(email="bo@example.org", licences=[licence()])
    hold(OTHER, email="bo2@example.org", credentials=[credential()])
    readers = [User.objects.create_user(f"reader{n}@example.org") for n in range(2)]
    records = [Practitioner.objects.get(registry_number=number) for number in (NUMBER, OTHER)]
    proposal = propose_merge(survivor=records[0], absorbed=records[1], reason="one diploma", by=readers[0])
    confirm_merge(proposal=proposal, by=readers[1])
    run(days_before(7))
    (mail,) = send(days_before(7))
    assert mail.to == ["bo@example.org"]
    assert mail.subject == "Your credentials: 2 expire soon"


def test_the_payload_names_nobody(hold, run):
    hold(name="Bo Testwell", email="bo@example.org", licences=[licence()])
    run(days_before(7))
    message = Message.objects.get()
    assert message.payload == {"since": "2026-05-24", "day": "2026-05-24"}
    assert message.recipient == f"person:{Practitioner.objects.get().person_id}"
    assert write_expiry_letter(message).subject == "Your credentials: one expires soon"
