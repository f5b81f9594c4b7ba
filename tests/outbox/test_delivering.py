"""The sender: what is due goes out, what fails comes back, and nothing holds up the rest."""

from datetime import timedelta

import pytest
from django.db import connection

from outbox import kinds
from outbox.failures import NobodyYet
from outbox.kinds import Letter
from outbox.models import Message
from outbox.operations.claiming import hold, take_next
from outbox.schedule import MOST_ATTEMPTS, delay_after
from tests.outbox.conftest import NOON

pytestmark = pytest.mark.django_db


def fail(_):
    raise ValueError("ada@example.org is nobody")


def test_a_mail_goes_out_in_text_and_html_under_its_id(write, sender, greeting, post_office):
    message = write()
    assert sender.deliver() == 1
    [mail] = post_office.mails
    assert (mail["Subject"], mail["From"], mail["To"]) == (
        "A greeting",
        "Filiform <filiform@example.org>",
        "user-7@example.org",
    )
    assert mail["Message-ID"] == f"<{message.pk}@example.org>"
    assert mail["X-Filiform-Message"] == str(message.pk)
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().strip() == "Good day – to you"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Good day</p>"
    message.refresh_from_db()
    assert (message.closed_because, message.sent_at, message.attempts) == ("sent", NOON, 1)


def test_a_mail_carries_headers_of_its_own_beside_ours(write, sender, own_kinds, post_office):
    letter = Letter(
        "A list", "text", "<p>text</p>", {"List-Unsubscribe": "<https://a.example/x>", "Message-ID": "<x@y>"}
    )
    kinds.register_letter("greeting", lambda message: letter)
    message = write()
    sender.deliver()
    [mail] = post_office.mails
    assert mail["List-Unsubscribe"] == "<https://a.example/x>"
    assert mail["Message-ID"] == f"<{message.pk}@example.org>"


def test_what_was_sent_is_not_sent_again(write, sender, greeting, post_office):
    write()
    assert [sender.deliver(), sender.deliver(days=9)] == [1, 0]
    assert len(post_office.mails) == 1


def test_many_mails_share_a_connection(write, sender, greeting, post_office):
    for number in range(5):
        write(cause=f"c-{number}")
    assert sender.deliver() == 5
    assert (len(post_office.mails), post_office.connections) == (5, 1)


def test_what_is_not_due_waits(write, sender, greeting, post_office):
    write()
    assert sender.deliver(seconds=-1) == 0


def test_nothing_to_say_any_more_closes_the_message(write, sender, post_office):
    kinds.register_letter("greeting", lambda message: None)
    message = write()
    sender.deliver()
    message.refresh_from_db()
    assert (message.closed_because, message.sent_at, post_office.mails) == ("not_needed", None, [])


def test_nobody_to_write_to_is_a_dead_letter(write, sender, greeting, post_office):
    kinds.register_addresses(lambda recipient: [])
    message = write()
    sender.deliver()
    message.refresh_from_db()
    assert (message.dead_at, message.last_error) == (NOON, "no address")


def test_where_nobody_is_to_be_told_yet_it_waits_however_long_and_goes_out(write, sender, greeting, post_office):
    joined = []

    def read(recipient):
        if not joined:
            raise NobodyYet
        return joined

    kinds.register_addresses(read)
    message = write()
    for _ in range(MOST_ATTEMPTS + 5):
        sender.deliver()
        message.refresh_from_db()
        assert (message.dead_at, message.last_error) == (None, "nobody to tell yet")
        Message.objects.update(due_at=NOON)
    joined.append("keeper@example.org")
    sender.deliver()
    message.refresh_from_db()
    assert (message.closed_because, len(post_office.mails)) == ("sent", 1)


def test_an_erasure_before_the_sending_leaves_nothing_to_send(write, sender, greeting, post_office):
    known = ["user-7@example.org"]
    kinds.register_addresses(lambda recipient: list(known))
    write()
    known.clear()
    sender.deliver()
    assert post_office.mails == []


def test_an_error_is_told_by_kind_and_place_and_never_in_its_own_words(write, sender, post_office):
    kinds.register_letter("greeting", fail)
    message = write()
    sender.deliver()
    message.refresh_from_db()
    assert message.last_error.startswith("ValueError at tests/outbox/test_delivering.py:")
    assert "ada" not in message.last_error


def test_a_poisoned_message_does_not_hold_up_the_others(write, sender, greeting, post_office):
    kinds.register_letter("poison", fail)
    kinds.register_job("bad_job", fail)
    for number in range(3):
        write(kind="poison", cause=f"p-{number}")
        write(kind="bad_job", cause=f"j-{number}", recipient="job")
        write(kind="nobody_knows_it", cause=f"u-{number}")
        write(cause=f"c-{number}")
    assert sender.deliver() == 12
    assert len(post_office.mails) == 3
    assert Message.objects.filter(closed_because__isnull=True, dead_at__isnull=True).count() == 9


REFUSALS = {
    "refused for good": ("550 no such user", True, "SMTPRecipientsRefused 550"),
    "refused for now": ("451 come later", False, "SMTPRecipientsRefused 451"),
}


@pytest.mark.parametrize(("answer", "is_dead", "told"), REFUSALS.values(), ids=REFUSALS.keys())
def test_an_address_that_is(write, sender, greeting, post_office, answer, is_dead, told):
    post_office.refuse["user-7@example.org"] = answer
    message, other = write(), write(recipient="user:8")
    sender.deliver()
    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.dead_at is not None, message.last_error, other.closed_because) == (is_dead, told, "sent")


def test_a_server_that_hangs_up_after_the_text_gets_the_same_id_again(write, sender, greeting, post_office):
    write()
    post_office.after_data = lambda: ""
    sender.deliver()
    post_office.after_data = lambda: None
    sender.deliver(minutes=1)
    assert len(post_office.ids()) == 2
    assert len(set(post_office.ids())) == 1
    assert Message.objects.get().closed_because == "sent"


def test_without_a_server_mails_wait_for_as_long_as_it_takes(write, sender, greeting, settings):
    settings.EMAIL_BACKEND = "outbox.mail.NoServer"
    message = write()
    for _ in range(MOST_ATTEMPTS + 5):
        sender.deliver(days=1)
    message.refresh_from_db()
    assert (message.dead_at, message.last_error.split()[0]) == (None, "MailNotConfigured")


def test_an_unknown_kind_waits_until_somebody_knows_it(write, sender, post_office):
    message = write(kind="from_tomorrow")
    for _ in range(MOST_ATTEMPTS + 5):
        sender.deliver(days=1)
    message.refresh_from_db()
    assert (message.dead_at, message.last_error) == (None, "unknown kind")
    kinds.register_letter("from_tomorrow", lambda told: Letter("s", "t", "h"))
    sender.deliver(days=1)
    assert post_office.ids() == [str(message.pk)]


def test_a_job_and_its_mark_are_one(write, sender):
    def add_another(message):
        write(cause="made by the job", recipient="job")
        if message.payload["fails"]:
            raise ValueError

    kinds.register_job("work", add_another)
    good, bad = write("work", "good", "job", {"fails": False}), write("work", "bad", "job", {"fails": True})
    sender.deliver()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.closed_because, bad.closed_because) == ("done", None)
    assert Message.objects.filter(cause="made by the job").count() == 1


def test_a_statement_that_fails_inside_a_job_is_a_failure_like_another(write, sender):
    kinds.register_job("work", lambda message: connection.cursor().execute("SELECT 1 / 0"))
    message = write("work", recipient="job")
    sender.deliver()
    message.refresh_from_db()
    assert message.last_error.startswith("DataError")


def test_it_is_given_up_after_about_three_days(write, sender, post_office):
    kinds.register_letter("greeting", fail)
    message = write()
    for _ in range(MOST_ATTEMPTS):
        sender.deliver()
        message.refresh_from_db()
        sender.now = message.due_at
    assert message.dead_at is not None
    assert timedelta(days=2) < message.dead_at - NOON < timedelta(days=4)
    assert sender.deliver(days=9) == 0


def test_a_message_that_kills_its_sender_each_time_stands_before_nobody_and_is_given_up(write, sender, greeting):
    message = write()
    for _ in range(MOST_ATTEMPTS):
        taken = take_next(at=sender.now)  # and then the process is gone
        assert take_next(at=sender.now) is None
        sender.now = taken.due_at
    sender.deliver()
    message.refresh_from_db()
    assert (message.dead_at, message.last_error) == (sender.now, "its sender was ended each time")


def test_who_slept_past_its_own_delay_finds_the_message_taken(write, sender, greeting):
    write()
    slept = take_next(at=NOON)
    other = take_next(at=slept.due_at)
    assert hold(slept) is None
    assert hold(other).pk == other.pk


def test_delays_double_up_to_six_hours_and_are_spread(settings):
    settings.OUTBOX_FIRST_RETRY = timedelta(seconds=30)
    middle = [delay_after(attempts, 0.5) for attempts in range(1, MOST_ATTEMPTS)]
    assert middle[:4] == [timedelta(seconds=seconds) for seconds in (30, 60, 120, 240)]
    assert middle[-1] == timedelta(hours=6)
    assert timedelta(days=2.9) < sum(middle, timedelta()) < timedelta(days=3.3)
    assert (delay_after(1, 0), delay_after(1, 1)) == (timedelta(seconds=22.5), timedelta(seconds=37.5))
