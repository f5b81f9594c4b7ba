"""The admin shows what was told, to whom, and how people hear; it changes nothing and shows no address."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from clinics.models import AlertPreferences, AlertSettings, CalendarFeed
from clinics.operations.alerts.calendars import make_calendar, refresh_events
from tests.clinics.alerts.world import NOON, deliver, fall, watched
from tests.clinics.world import ADA, make_clinic, make_site, member_of

pytestmark = pytest.mark.django_db
PAGES = ["alert", "alertsettings", "alertpreferences", "inboxitem", "mailitem", "calendarfeed", "calendarevent"]


@pytest.fixture
def told(clinic, entry, kim):
    """A row of everything there is."""
    watched(entry, outcome="permitted", next_change={"on": "2026-04-01", "outcome": "refused", "because": []})
    refresh_events(organisation_id=clinic.pk, at=NOON)
    AlertSettings.objects.create(organisation=clinic, channels=["inbox", "mail"], changed_at=NOON, changed_by="user:1")
    AlertPreferences.objects.create(
        user=kim, channels=["inbox", "mail"], digest_hour=7, time_zone="UTC", urgent_mail=True, changed_at=NOON
    )
    secret = make_calendar(organisation_id=clinic.pk, user_id=kim.pk, by="user:1", at=NOON)
    alert = fall(clinic, entry)
    deliver(NOON)
    return alert, secret


def enter(user):
    user.is_staff = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_whoever_runs_the_deployment_looks_at_all_and_changes_nothing(told, page):
    client = enter(get_user_model().objects.create_superuser("root@example.org"))
    listed = client.get(f"/admin/clinics/{page}/")
    assert listed.status_code == 200
    assert told[1] not in listed.content.decode()
    assert CalendarFeed.objects.get().secret_hash not in listed.content.decode()
    assert client.get(f"/admin/clinics/{page}/add/").status_code == 403


def test_an_alert_says_what_its_readers_are_told(told, kim):
    shown = enter(kim).get(f"/admin/clinics/alert/{told[0].pk}/change/").content.decode()
    assert f"{ADA} (therapist, Main Street) may not needle adults" in shown
    assert "Do not let them needle adults at Main Street" in shown


@pytest.mark.parametrize("page", ["inboxitem", "mailitem", "alertpreferences"])
def test_what_colleagues_read_is_nobodys_to_look_at(told, kim, page):
    assert enter(kim).get(f"/admin/clinics/{page}/").status_code == 403


def test_another_clinic_sees_none_of_it(told, clinic):
    birch = make_clinic("Birch Clinic")
    make_site(birch, "Birch Lane")
    client = enter(member_of(birch, email="lee@example.org"))
    for page in ("alert", "alertsettings", "calendarfeed", "calendarevent"):
        shown = client.get(f"/admin/clinics/{page}/")
        assert shown.status_code == 200
        assert "Aspen Clinic" not in shown.content.decode()
        assert ADA not in shown.content.decode()
