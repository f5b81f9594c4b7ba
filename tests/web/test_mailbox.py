"""The mailbox of `make run`: every mail in both forms, for this machine alone, and nothing in it runs."""

import uuid
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.test import Client

from accounts.models import User
from outbox.letters import Link, compose_letter
from outbox.mail import Carrier, build_mail
from outbox.models import Message

pytestmark = pytest.mark.django_db
ID = uuid.UUID(int=7)
EVIL = "<script>document.title = 'run'</script>"


@pytest.fixture(autouse=True)
def local(settings, tmp_path):
    settings.ROOT_URLCONF = "config.local_urls"
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "config.mailbox.backend.MailboxBackend", str(tmp_path)


def send(mail_id=ID, subject="A greeting"):
    letter = compose_letter(
        subject=subject, paragraphs=["Größe & Maß", EVIL], items=["one", "two"], link=Link("Go on", "/law/")
    )
    get_connection().send_messages([build_mail(Message(id=mail_id), letter, ["ada@example.org"])])


def page(path="", **given):
    return Client().get(f"/mailbox/{path}", **given)


def test_an_empty_mailbox_says_so():
    assert "No mail yet" in page().content.decode()


def test_a_mail_is_listed_and_shown_in_both_forms(settings):
    settings.PUBLIC_URL = "https://filiform.example.org"
    send()
    assert "A greeting" in page().content.decode()
    told = page(f"{ID}/").content.decode()
    assert f'src="/mailbox/{ID}/html"' in told
    assert "Größe &amp; Maß" in told
    assert "- one\n- two" in told
    assert 'href="https://filiform.example.org/law/"' in told
    html = page(f"{ID}/html").content.decode()
    assert "<li" in html
    assert "Größe &amp; Maß" in html


def test_markup_in_a_mail_stays_text_and_the_frame_lets_nothing_run():
    send(subject=EVIL)
    for path in ("", f"{ID}/", f"{ID}/html"):
        assert "<script>document" not in page(path).content.decode()
    assert page(f"{ID}/html")["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert page(f"{ID}/html")["X-Frame-Options"] == "SAMEORIGIN"
    assert '<iframe class="letter" sandbox src' in page(f"{ID}/").content.decode()


def test_a_mail_that_is_sent_again_takes_the_place_of_the_first():
    send()
    send()
    send(uuid.UUID(int=8), "Another")
    assert page().content.decode().count("<time") == 2


def test_a_connection_that_is_opened_leaves_nothing_beside_the_mails(settings):
    carrier = Carrier()
    carrier.send(build_mail(Message(id=ID), compose_letter(subject="s", paragraphs=["p"]), ["ada@example.org"]))
    carrier.close()
    assert [path.name for path in Path(settings.EMAIL_FILE_PATH).iterdir()] == [f"{ID}.eml"]


def test_no_such_mail():
    assert page(f"{ID}/").status_code == 404


OUTSIDE = {
    "another machine": {"REMOTE_ADDR": "192.0.2.1"},
    "a proxy on this machine": {"HTTP_X_FORWARDED_FOR": "192.0.2.1"},
    "a proxy that tells only its scheme": {"HTTP_X_FORWARDED_PROTO": "https"},
    "nobody knows": {"REMOTE_ADDR": ""},
}


@pytest.mark.parametrize("given", OUTSIDE.values(), ids=OUTSIDE.keys())
def test_who_does_not_sit_at_this_machine_sees_nothing(given):
    send()
    for path in ("", f"{ID}/", f"{ID}/html"):
        assert page(path, **given).status_code == 403


def test_staff_see_it_from_anywhere():
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", None))
    assert client.get("/mailbox/", REMOTE_ADDR="192.0.2.1").status_code == 200


def test_only_make_run_has_a_mailbox(settings):
    settings.ROOT_URLCONF = "config.urls"
    assert page().status_code == 404
