"""Dead letters: seen by a person, in the terminal and in the admin, and sent again."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outbox.models import Message
from tests.outbox.conftest import NOON

pytestmark = pytest.mark.django_db
LIST = "admin:outbox_message_changelist"


@pytest.fixture
def dead(write):
    """Two dead letters and a message that waits."""
    messages = [write(cause=f"c-{number}") for number in range(3)]
    gone = Message.objects.filter(pk__in=[message.pk for message in messages[:2]])
    gone.update(dead_at=NOON, last_error="no address", attempts=22)
    return messages[:2]


@pytest.fixture
def staff():
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", None))
    return client


def run(*words):
    told = StringIO()
    call_command("dead_letters", *words, stdout=told, stderr=StringIO())
    return told.getvalue()


def left():
    return Message.objects.filter(dead_at__isnull=False).count()


def test_they_are_listed_with_the_reason(dead):
    lines = run().splitlines()
    assert {line.split("\t")[0] for line in lines} == {str(message.pk) for message in dead}
    assert all(line.endswith("22\tno address") for line in lines)


def test_one_is_sent_again_from_the_first_attempt(dead, sender, greeting, post_office):
    run("--send-again", str(dead[0].pk))
    assert left() == 1
    sender.now = NOON + timedelta(days=9000)
    sender.deliver()
    assert str(dead[0].pk) in post_office.ids()
    assert Message.objects.get(pk=dead[0].pk).attempts == 1


def test_all_are_sent_again(dead):
    assert run("--all") == "2 sent again\n"
    assert left() == 0


def test_what_is_no_dead_letter_is_said_to_be_none(dead, write):
    alive = write(cause="c-9")
    with pytest.raises(CommandError, match="1 sent again; the others are no dead letters"):
        run("--send-again", str(dead[0].pk), str(alive.pk))


def test_the_admin_lists_them_by_state_and_shows_each(dead, staff):
    page = staff.get(reverse(LIST), {"state": "dead"})
    assert page.status_code == 200
    assert page.context["cl"].result_count == 2
    assert staff.get(reverse("admin:outbox_message_change", args=[dead[0].pk])).status_code == 200


def test_the_admin_sends_them_again(dead, staff):
    told = {"action": "send_again", "_selected_action": [str(message.pk) for message in Message.objects.all()]}
    page = staff.post(reverse(LIST), told, follow=True)
    assert "2 will be sent again" in page.content.decode()
    assert left() == 0


def test_who_may_only_look_may_not_send(dead):
    client = Client()
    user = User.objects.create_user("looker@example.org", None, is_staff=True)
    client.force_login(user)
    assert client.get(reverse(LIST)).status_code == 403


@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_nobody_writes_edits_or_deletes_there(dead, staff, page):
    arguments = [] if page == "add" else [dead[0].pk]
    response = staff.post(reverse(f"admin:outbox_message_{page}", args=arguments), {"kind": "x", "post": "yes"})
    assert response.status_code == 403
