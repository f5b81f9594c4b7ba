"""The admin: keys shown once and revoked, what is on record looked at and never edited."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import ApiKey, Consent, Membership, Organisation, Person, PersonLink, User
from accounts.operations.clock import tick
from accounts.operations.consents import record_consent
from accounts.operations.keys import hash_key
from accounts.operations.personal import prepare_detail

pytestmark = pytest.mark.django_db
ADDED = {"apikey", "consent", "membership", "personlink"}
MODELS = [*sorted(ADDED), "organisation", "person", "user"]


@pytest.fixture
def staff():
    client = Client()
    client.user = User.objects.create_superuser("keeper@example.org", "correct horse battery")
    client.force_login(client.user)
    return client


@pytest.fixture
def ada(clinic):
    person = Person.objects.create()
    with transaction.atomic():
        prepare_detail(
            person_id=person.pk, source_id=clinic.pk, kind="name", value="Ada Okafor", recorded_at=tick()
        ).save()
    return person


@pytest.fixture
def rows(clinic, ada, staff, make_client):
    return {
        "apikey": make_client("verify:read").key_row,
        "consent": record_consent(person=ada, kind="listed"),
        "membership": Membership.objects.create(user=staff.user, organisation=clinic, role="registrar"),
        "organisation": clinic,
        "person": ada,
        "personlink": PersonLink.objects.create(user=staff.user, person=ada, linked_by=staff.user),
        "user": staff.user,
    }


def page(model, name, *arguments):
    return reverse(f"admin:accounts_{model}_{name}", args=arguments)


@pytest.mark.parametrize("model", MODELS)
def test_every_list_search_and_row_opens(staff, rows, model):
    assert staff.get(page(model, "changelist")).status_code == 200
    assert staff.get(page(model, "changelist"), {"q": "a"}).status_code == 200
    assert staff.get(page(model, "change", rows[model].pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_deleted(staff, rows, model):
    assert staff.post(page(model, "delete", rows[model].pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", sorted(ADDED | {"person"}))
def test_what_is_on_record_is_not_edited(staff, rows, model):
    assert staff.post(page(model, "change", rows[model].pk), {"kind": "see_record"}).status_code == 403


@pytest.mark.parametrize("model", sorted(ADDED | {"organisation", "user"}))
def test_every_form_for_adding_opens(staff, model):
    assert staff.get(page(model, "add")).status_code == 200


def test_nobody_adds_people_here(staff):
    assert staff.get(page("person", "add")).status_code == 403


def test_a_new_key_is_shown_once_and_no_cookie_carries_it(staff, clinic):
    told = {"organisation": clinic.pk, "label": "front desk", "scopes": ["verify:read"]}
    response = staff.post(page("apikey", "add"), told)
    key = re.search(r"fil_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", response.content.decode()).group()
    assert ApiKey.objects.get(key_hash=hash_key(key)).label == "front desk"
    assert "no-store" in response["Cache-Control"]
    assert key not in str(staff.cookies)
    assert key not in staff.get(page("apikey", "changelist")).content.decode()


def test_a_key_is_not_bound_to_another_organisations_membership(staff, rows):
    elsewhere = Organisation.objects.create(name="Elsewhere")
    told = {"organisation": elsewhere.pk, "membership": rows["membership"].pk, "scopes": ["verify:read"]}
    response = staff.post(page("apikey", "add"), told)
    assert "of another organisation" in response.content.decode()


ACTIONS = {
    "revoking keys": ("apikey", "revoke", "revoked_at"),
    "withdrawing consents": ("consent", "withdraw", "withdrawn_at"),
    "ending memberships": ("membership", "end", "ended_at"),
    "ending links": ("personlink", "end", "ended_at"),
}


@pytest.mark.parametrize(("model", "action", "column"), ACTIONS.values(), ids=ACTIONS.keys())
def test_what_is_in_force_is_ended_once(staff, rows, model, action, column):
    told = {"action": action, "_selected_action": [rows[model].pk]}
    staff.post(page(model, "changelist"), told)
    rows[model].refresh_from_db()
    ended_at = getattr(rows[model], column)
    assert ended_at is not None
    staff.post(page(model, "changelist"), told)
    rows[model].refresh_from_db()
    assert getattr(rows[model], column) == ended_at


def test_consents_links_and_memberships_are_added_once_at_a_time(staff, clinic, ada):
    forms = {
        "consent": (Consent, {"person": ada.pk, "kind": "see_record", "organisation": clinic.pk}),
        "personlink": (PersonLink, {"person": ada.pk, "user": staff.user.pk}),
        "membership": (Membership, {"user": staff.user.pk, "organisation": clinic.pk, "role": "registrar"}),
    }
    for name, (model, told) in forms.items():
        assert staff.post(page(name, "add"), told).status_code == 302
        assert "In force already" in staff.post(page(name, "add"), told).content.decode()
        assert model.objects.count() == 1


def test_a_consent_to_be_seen_names_who_may_see(staff, ada):
    response = staff.post(page("consent", "add"), {"person": ada.pk, "kind": "see_record"})
    assert response.status_code == 200
    assert not Consent.objects.exists()


def test_a_user_is_added_with_a_lowered_address(staff):
    told = {"email": "New@Example.org", "name": "New", "password1": "x9-long-enough-1", "password2": "x9-long-enough-1"}
    assert staff.post(page("user", "add"), told | {"usable_password": "true"}).status_code == 302
    assert User.objects.filter(email="new@example.org").exists()


def test_a_user_of_the_clinic_does_not_get_in(clinic):
    client = Client()
    client.force_login(User.objects.create_user("reader@example.org", "correct horse battery"))
    assert client.get(page("person", "changelist")).status_code == 302
