"""The calendar of a roster: a day for each change and expiry, ids that stay, and an address that nobody guesses."""

import datetime as dt

import icalendar
import pytest
from django.test import Client

from accounts.models import Membership, Organisation
from clinics.models import AlertPreferences, CalendarEvent, CalendarFeed
from clinics.operations.alerts.calendars import refresh_events
from clinics.queries.calendars import hash_secret
from tests.clinics.alerts.rfc5545 import read_events, read_lines
from tests.clinics.alerts.world import NOON, watched
from tests.clinics.world import (
    ADA,
    BEN,
    NEVER,
    client_of,
    make_clinic,
    make_entry,
    make_site,
    member_of,
    person,
    put_person,
)
from tests.credentials.api.world import licence

pytestmark = pytest.mark.django_db
CALENDARS = "/api/v1/calendars"
TODAY = dt.datetime.now(dt.UTC).date()
DAY = dt.timedelta(days=1)


def in_days(days):
    return TODAY + days * DAY


def changes(entry, on, *, to="refused", group="adult", because=("licence_expired",)):
    """What is known of an entry: another answer from a day on."""
    change = {"on": on.isoformat(), "outcome": to, "because": list(because)}
    watched(entry, group, outcome="permitted", next_change=change, holds_until=on - DAY, due_at=None)


def make(client):
    response = client.post(CALENDARS)
    assert response.status_code == 201, response.content
    return response.json()["address"].removeprefix("http://localhost:8000")


def ask(address, **headers):
    return Client(headers=headers, raise_request_exception=False).get(address)


def events(address):
    response = ask(address)
    assert response.status_code == 200
    return read_events(response.content)


@pytest.fixture
def mine(kim):
    client = Client(raise_request_exception=False)
    client.force_login(kim)
    return client


def test_an_event_tells_the_day_on_which_an_answer_changes(entry, mine):
    changes(entry, in_days(40))
    [event] = events(make(mine))
    assert event["DTSTART"] == in_days(40).strftime("%Y%m%d")
    assert event["SUMMARY"] == f"{ADA} may not needle adults"
    assert event["LOCATION"] == "Main Street"
    assert "Until the day before: permitted. Why: licence expired. Plan at Main Street without" in event["DESCRIPTION"]
    assert (event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == ("0", "CONFIRMED", "TRANSPARENT")
    assert event["ALARMS"] == ["-P30D", "-P7D"]
    assert event["UID"].endswith("@localhost")


def test_another_reader_understands_it(entry, mine):
    changes(entry, in_days(40))
    response = ask(make(mine))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    [event] = calendar.walk("VEVENT")
    assert event["DTSTART"].dt == in_days(40)
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [-30 * DAY, -7 * DAY]


def test_long_and_foreign_names_are_folded_between_characters(people, clinic, mine):
    site = make_site(clinic, "Größte Praxis für Nadeln; „überall“, wirklich\\überall – 針灸 " * 2)
    changes(make_entry(site, people[ADA]), in_days(3))
    address = make(mine)
    assert any(line.startswith("LOCATION:") for line in read_lines(ask(address).content))
    [event] = events(address)
    assert event["LOCATION"] == site.name


def test_the_name_of_the_clinic_is_escaped(clinic, mine):
    Organisation.objects.filter(pk=clinic.pk).update(name="Aspen, Inc.; North")
    lines = read_lines(ask(make(mine)).content)
    assert r"NAME:Roster of Aspen\, Inc.\; North" in lines
    assert r"X-WR-CALNAME:Roster of Aspen\, Inc.\; North" in lines


def test_groups_whose_answer_becomes_the_same_share_an_event(people, site, mine):
    entry = make_entry(site, people[ADA], groups=("adult", "child"))
    changes(entry, in_days(9))
    changes(entry, in_days(9), group="child")
    address = make(mine)
    [both] = events(address)
    assert both["SUMMARY"] == f"{ADA} may not needle adults and children"
    changes(entry, in_days(19), group="child")
    first, second = events(address)
    assert (first["UID"], first["SEQUENCE"]) == (both["UID"], "1")
    assert (second["SUMMARY"], second["SEQUENCE"]) == (f"{ADA} may not needle children", "0")


def test_a_change_that_moves_keeps_its_id_and_counts_up(entry, mine):
    address = make(mine)
    changes(entry, in_days(40))
    [before] = events(address)
    changes(entry, in_days(400))
    [after] = events(address)
    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"], after["DTSTART"]) == ("1", in_days(400).strftime("%Y%m%d"))


def test_what_is_not_to_come_any_more_is_called_off_for_a_while(entry, mine):
    address = make(mine)
    changes(entry, in_days(40))
    [before] = events(address)
    watched(entry, next_change=None, holds_until=None)
    [gone] = events(address)
    assert (gone["UID"], gone["STATUS"], gone["SEQUENCE"]) == (before["UID"], "CANCELLED", "1")
    assert gone["ALARMS"] == []
    changes(entry, in_days(41))
    [back] = events(address)
    assert (back["UID"], back["STATUS"], back["SEQUENCE"]) == (before["UID"], "CONFIRMED", "2")
    watched(entry, closed_at=NOON)
    assert events(address)[0]["STATUS"] == "CANCELLED"
    CalendarEvent.objects.update(cancelled_at=NOON)  # long ago
    assert events(address) == []


def test_what_came_stays_and_what_follows_is_another_event(entry, mine):
    address = make(mine)
    changes(entry, in_days(40))
    [came] = events(address)
    CalendarEvent.objects.update(on_day=TODAY)
    changes(entry, in_days(80), to="permitted")
    told = events(address)
    assert [one["STATUS"] for one in told] == ["CONFIRMED", "CONFIRMED"]
    assert told[0]["UID"] == came["UID"] != told[1]["UID"]


def test_the_same_roster_is_the_same_bytes(entry, mine):
    changes(entry, in_days(40))
    address = make(mine)
    first = ask(address)
    again = ask(address, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert ask(address).content == first.content
    changes(entry, in_days(41))
    assert ask(address, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_refreshing_again_writes_nothing(entry, clinic):
    changes(entry, in_days(40))
    at = dt.datetime.now(dt.UTC)
    assert [refresh_events(organisation_id=clinic.pk, at=at) for _ in range(2)] == [1, 0]


def test_a_licence_that_expires_stands_in_it_until_it_is_renewed(site, mine):
    record = person("FN-END0-0001", "Enid Plainly", places=["XA"])
    record["licences"] = [licence("L1", "XA", "PT", expires_on=in_days(100).isoformat())]
    make_entry(site, put_person(record))
    address = make(mine)
    [event] = events(address)
    assert event["SUMMARY"] == "FN-END0-0001: last day of the licence (physical therapist)"
    assert event["DTSTART"] == in_days(100).strftime("%Y%m%d")
    assert "Enid" not in str(event)
    record["licences"] = [licence("L1", "XA", "PT", expires_on=in_days(500).isoformat())]
    put_person(record)
    [moved] = events(address)
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], "1")
    record["licences"] = [licence("L1", "XA", "PT", expires_on=NEVER)]
    put_person(record)
    assert [one["STATUS"] for one in events(address)] == ["CANCELLED"]


def test_a_licence_of_another_place_and_a_card_do_not_stand_in_it(site, mine):
    soon = in_days(50).isoformat()
    record = person("FN-END0-0001", "Enid Plainly", places=["XA"])
    record["licences"] += [licence("L2", "XB", "PT", expires_on=soon)]
    record["credentials"] = [{"title": "CPR", "issued_on": "2025-01-01", "expires_on": soon}]
    make_entry(site, put_person(record))
    assert events(make(mine)) == []


def test_nothing_of_another_clinic_stands_in_it(people, entry, mine):
    birch = make_clinic("Birch Clinic")
    changes(make_entry(make_site(birch, "Birch Lane"), people[BEN]), in_days(10))
    changes(entry, in_days(40))
    assert [one["LOCATION"] for one in events(make(mine))] == ["Main Street"]


def test_a_person_sees_the_sites_that_they_care_for_and_a_key_all(people, clinic, site, entry, kim, mine, caller):
    other = make_site(clinic, "Second Street")
    changes(make_entry(other, people[BEN]), in_days(10))
    changes(entry, in_days(40))
    AlertPreferences.objects.create(
        user=kim, channels=[], sites=[site.pk], digest_hour=7, time_zone="UTC", urgent_mail=True, changed_at=NOON
    )
    assert [one["LOCATION"] for one in events(make(mine))] == ["Main Street"]
    assert [one["LOCATION"] for one in events(make(caller))] == ["Second Street", "Main Street"]


def test_an_address_is_told_once_kept_as_a_digest_and_can_be_reset(mine, clinic, kim):
    assert mine.get(CALENDARS).json() == {"made_at": None}
    address = make(mine)
    secret = address.removeprefix("/calendars/").removesuffix(".ics")
    assert len(secret) >= 43
    held = CalendarFeed.objects.get()
    assert (held.secret_hash, held.user, held.organisation) == (hash_secret(secret), kim, clinic)
    assert secret not in mine.get(CALENDARS).content.decode()
    second = make(mine)
    assert (ask(address).status_code, ask(second).status_code) == (404, 200)
    assert mine.delete(CALENDARS).json() == {"made_at": None}
    assert ask(second).status_code == 404
    assert mine.delete(CALENDARS).status_code == 404


def test_an_address_ends_with_the_membership(mine):
    address = make(mine)
    Membership.objects.update(ended_at=NOON)
    assert ask(address).status_code == 404


def test_the_secret_is_kept_nowhere_for_a_repetition(mine):
    assert mine.post(CALENDARS, headers={"Idempotency-Key": "k-1"}).status_code == 400
    assert mine.post(CALENDARS)["Cache-Control"] == "no-store"


def test_a_guess_writes_nothing_and_is_counted(entry, settings, mine):
    make(mine)
    changes(entry, in_days(40))
    settings.PUBLIC_RATE_LIMIT_PER_MINUTE = 2
    assert [ask(f"/calendars/{'x' * 43}.ics").status_code for _ in range(3)] == [404, 404, 429]
    assert not CalendarEvent.objects.exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_calendar_is_only_read(mine, method):
    address = make(mine)
    assert Client(enforce_csrf_checks=True).generic(method, address).status_code == 405


def test_the_organisations_calendar_is_made_by_who_manages_alerts(clinic):
    assert client_of(clinic, "roster:read").post(CALENDARS).status_code == 403
    assert client_of(clinic, "alerts:manage").post(CALENDARS).status_code == 403
    make(client_of(clinic, "alerts:manage", "roster:read"))
    viewer = Client()
    viewer.force_login(member_of(clinic, Membership.Role.CLINIC_VIEWER, "viewer@example.org"))
    make(viewer)
    assert CalendarFeed.objects.count() == 2
