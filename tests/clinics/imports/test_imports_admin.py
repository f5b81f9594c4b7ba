"""Staff lists in the admin: everything to look at, nothing to change, and no name in sight."""

import pytest
from django.test import Client

from accounts.models import User
from clinics.models import Invitation, RosterImport, StagedEntry
from tests.clinics.imports.world import NEW_NPI, row, say, send, take_in
from tests.clinics.world import ADA, make_clinic, member_of

pytestmark = pytest.mark.django_db
MODELS = ["rosterimport", "stagedentry", "staffmapping", "invitation"]


@pytest.fixture
def admin(people, clinic, site):
    told = [row(number=ADA, name="Bob Okafor", born="1985-04-13"), row(number=ADA, site="Nowhere")]
    say(send(clinic, *told), 2, "leave_out")
    take_in(clinic, row(npi=NEW_NPI, name="Zoe New", mail="zoe@example.org"))
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", "a-long-password"))
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_shown_and_cannot_be_changed(admin, model):
    assert admin.get(f"/admin/clinics/{model}/").status_code == 200
    assert admin.get(f"/admin/clinics/{model}/?q=1").status_code == 200
    assert admin.post(f"/admin/clinics/{model}/add/").status_code == 403


@pytest.mark.parametrize("made", [RosterImport, StagedEntry, Invitation])
def test_rows_open_without_names_and_cannot_be_deleted(admin, made):
    name = made._meta.model_name
    for one in made.objects.all():
        shown = admin.get(f"/admin/clinics/{name}/{one.pk}/change/").content.decode()
        assert not any(word in shown for word in ("Zoe", "zoe@", "Bob", "1985", NEW_NPI))
        assert admin.post(f"/admin/clinics/{name}/{one.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "You have no open site Nowhere" in admin.get("/admin/clinics/stagedentry/").content.decode()


def test_members_see_their_own_clinics_lists_alone(admin, clinic):
    for organisation, count in ((clinic, 3), (make_clinic("Birch Clinic"), 0)):
        user = member_of(organisation, email=f"{count}@example.org")
        user.is_staff = True
        user.save()
        client = Client()
        client.force_login(user)
        page = client.get("/admin/clinics/stagedentry/")
        assert page.status_code == 200
        assert page.context["cl"].result_count == count
