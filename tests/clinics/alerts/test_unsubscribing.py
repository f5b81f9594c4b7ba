"""The way out of the mails: one click for a mail program, a page that asks for people."""

import re

import pytest
from django.core import mail
from django.test import Client

from clinics.letters.unsubscribing import token_for
from clinics.models import AlertPreferences, InboxItem
from clinics.queries.alert_settings import read_hearers
from tests.clinics.alerts.world import HOUR, MINUTE, NOON, deliver, fall
from tests.clinics.world import BEN, make_entry, member_of

pytestmark = pytest.mark.django_db


def stranger():
    """A program without cookies, that has no token of ours."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def one_click(address):
    return stranger().post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")


def address_of(user):
    return f"/alerts/unsubscribe/{token_for(user.pk)}"


def test_one_click_ends_the_mails_and_nothing_else(clinic, people, site, entry, kim):
    lee = member_of(clinic, email="lee@example.org")
    fall(clinic, entry)
    deliver(NOON)
    deliver(NOON + MINUTE)
    [sent] = [one for one in mail.outbox if one.to == ["kim@example.org"]]
    [address] = re.findall(r"^<http://localhost:8000(/.+)>$", sent.extra_headers["List-Unsubscribe"])
    assert one_click(address).status_code == 200
    fall(clinic, make_entry(site, people[BEN]), at=NOON + 2 * HOUR)
    deliver(NOON + 2 * HOUR)
    deliver(NOON + 2 * HOUR + MINUTE)
    assert [one.to[0] for one in mail.outbox].count("kim@example.org") == 1
    assert [one.to[0] for one in mail.outbox].count("lee@example.org") == 2
    assert InboxItem.objects.filter(user=kim).count() == InboxItem.objects.filter(user=lee).count() == 2


def test_what_was_chosen_besides_stays(kim):
    AlertPreferences.objects.create(
        user=kim,
        channels=["mail"],
        quiet_kinds=["expiry_near"],
        digest_hour=18,
        time_zone="Europe/Berlin",
        urgent_mail=False,
        changed_at=NOON,
    )
    assert [one_click(address_of(kim)).status_code for _ in range(2)] == [200, 200]
    heard = read_hearers([kim.pk])[kim.pk]
    assert (heard.channels, heard.digest_hour, heard.quiet_kinds) == (frozenset(), 18, {"expiry_near"})


def test_looking_at_the_page_changes_nothing(kim):
    response = stranger().get(address_of(kim))
    assert b"Send me no more" in response.content
    assert response["Cache-Control"] == "no-store"
    assert not AlertPreferences.objects.exists()


def test_the_page_ends_them_when_it_is_told_to(kim):
    assert b"You get no more mails" in one_click(address_of(kim)).content
    assert AlertPreferences.objects.get().channels == ["inbox"]


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: "9" + t, lambda t: "x", lambda t: t.replace(".", ":")])
def test_a_token_of_nobody_leads_nowhere(kim, spoil):
    assert one_click(f"/alerts/unsubscribe/{spoil(token_for(kim.pk))}").status_code == 404
    assert not AlertPreferences.objects.exists()
