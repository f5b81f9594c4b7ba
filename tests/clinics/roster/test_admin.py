"""Clinics in the admin: members see their own, administrators write through the operations, nobody edits a row."""

import pytest
from django.test import Client

from accounts.models import Membership, User
from clinics.models import RosterEntry
from clinics.operations.alerts.raising import Happening, raise_alert
from credentials.models import Site, SitePolicy
from tests.clinics.world import ADA, make_clinic, make_entry, make_site

pytestmark = pytest.mark.django_db
PAGES = ["credentials/site", "clinics/rosterentry", "clinics/watch", "clinics/alert"]


def sign_in(organisation, role="clinic_admin", email="boss@example.org"):
    user = User.objects.create_user(email, is_staff=True)
    Membership.objects.create(user=user, organisation=organisation, role=Membership.Role(role))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def entry(people, site):
    entry = make_entry(site, people[ADA])
    happening = Happening(kind="outcome_changed", cause="c", site_id=site.pk, practitioner_id=people[ADA].pk)
    raise_alert(happening, organisation_id=site.organisation_id, at=entry.recorded_at)
    return entry


def rows(client, page):
    response = client.get(f"/admin/{page}/")
    assert response.status_code == 200, page
    return response.context_data["cl"].result_count


@pytest.mark.parametrize("page", PAGES)
def test_members_see_their_own_clinic_and_no_other(entry, site, page):
    viewer = sign_in(site.organisation, "clinic_viewer")
    stranger = sign_in(make_clinic("Birch Clinic"), email="other@example.org")
    assert (rows(viewer, page), rows(stranger, page)) == (1, 0)
    shown = viewer.get(f"/admin/{page}/{_pk(page)}/change/")
    assert shown.status_code == 200
    assert "Okafor" not in shown.content.decode()
    assert stranger.get(f"/admin/{page}/{_pk(page)}/change/").status_code != 200


def _pk(page):
    from django.apps import apps

    return apps.get_model(*page.split("/")).objects.get().pk


def test_a_site_is_opened_renamed_and_closed(law, clinic, site):
    boss = sign_in(clinic)
    told = {"organisation": clinic.pk, "name": "Side Street", "jurisdiction": "XB", "time_zone": ""}
    assert boss.post("/admin/credentials/site/open/", told).status_code == 302
    opened = Site.objects.get(name="Side Street")
    assert (opened.time_zone, opened.organisation) == ("Etc/UTC", clinic)
    refused = boss.post("/admin/credentials/site/open/", told | {"jurisdiction": "ZZ-9"})
    assert "unknown_place" in refused.content.decode()
    page = f"/admin/credentials/site/{opened.pk}"
    assert boss.post(f"{page}/rename/", {"name": "New Street", "time_zone": "Asia/Tokyo"}).status_code == 302
    assert boss.post(f"{page}/close/", {"known": "on"}).status_code == 302
    opened.refresh_from_db()
    assert (opened.name, opened.closed_at is not None) == ("New Street", True)
    assert boss.get(f"{page}/rename/").status_code == 403


def test_rules_are_set_and_ended(law, clinic, site):
    boss = sign_in(clinic)
    page = f"/admin/credentials/site/{site.pk}"
    bad = boss.post(f"{page}/rules/", {"requires": '{"all_of": []}', "starts_on": "2026-01-01"})
    assert "/requires/all_of" in bad.content.decode()
    told = {"requires": '{"kind": "training_hours", "minimum": 80}', "starts_on": "2026-01-01", "note": "ours"}
    assert boss.post(f"{page}/rules/", told).status_code == 302
    assert SitePolicy.objects.get().note == "ours"
    assert "training_hours" in boss.get(f"{page}/change/").content.decode()
    assert boss.post(f"{page}/end-rules/", {"on": "2026-03-01"}).status_code == 302
    assert str(SitePolicy.objects.get(superseded_at=None).until_on) == "2026-03-01"


def test_an_entry_is_ended(entry, clinic):
    boss = sign_in(clinic)
    assert boss.post(f"/admin/clinics/rosterentry/{entry.pk}/end/", {"on": ""}).status_code == 302
    ended = RosterEntry.objects.get(superseded_at=None)
    assert ended.recorded_by == f"user:{User.objects.get(email='boss@example.org').pk}"
    assert boss.get(f"/admin/clinics/rosterentry/{entry.pk}/end/").status_code == 403  # an old version


def test_who_may_only_look_changes_nothing(entry, site):
    viewer = sign_in(site.organisation, "clinic_viewer")
    other = make_site(site.organisation, "Side Street")
    for page in (f"credentials/site/{other.pk}/close", f"clinics/rosterentry/{entry.pk}/end", "credentials/site/open"):
        assert viewer.post(f"/admin/{page}/", {"known": "on"}).status_code == 403, page
    assert viewer.post(f"/admin/credentials/site/{other.pk}/change/", {"name": "x"}).status_code == 403
    assert not Site.objects.exclude(closed_at=None).exists()
