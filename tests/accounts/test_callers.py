"""Who gets in: keys that hold, and signed-in users with a role."""

import time
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.api import callers
from accounts.models import SCOPES, ApiKey, Membership, User
from accounts.operations.keys import UnknownScopes, create_api_key, hash_key, revoke_api_key
from accounts.operations.personal import find_or_make_organisation
from accounts.permissions import ROLE_SCOPES, scopes_of_roles

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]


@pytest.fixture
def member(clinic):
    user = User.objects.create_user("Reader@Aspen.example", "correct horse battery")
    return Membership.objects.create(user=user, organisation=clinic, role="clinic_viewer")


def ask(client, path="/api/v1/echo"):
    return client.get(path).status_code


def test_the_key_is_kept_as_a_hash_alone(make_client):
    client = make_client("verify:read")
    client.key_row.refresh_from_db()
    stored = " ".join(str(value) for value in vars(client.key_row).values())
    assert client.key_text not in stored
    assert client.key_row.key_hash == hash_key(client.key_text)


def test_an_expired_key_is_refused_to_the_instant(make_client):
    soon = datetime.now(UTC) + timedelta(seconds=0.5)
    client = make_client("verify:read", expires_at=soon)
    assert ask(client) == 200
    time.sleep(0.6)
    assert ask(client) == 401


def test_a_key_costs_one_statement_then_none_for_a_second(make_client):
    client = make_client("verify:read")
    with CaptureQueriesContext(connection) as first:
        ask(client)
    with CaptureQueriesContext(connection) as second:
        ask(client)
    assert (len(first), len(second)) == (1, 0)


def test_use_is_noted_once_a_minute(make_client):
    client = make_client("verify:read")
    ask(client)
    client.key_row.refresh_from_db()
    noted = client.key_row.last_used_at
    assert noted is not None
    callers.forget_keys()
    ask(client)
    client.key_row.refresh_from_db()
    assert client.key_row.last_used_at == noted


@pytest.mark.django_db(transaction=True)
def test_a_revoked_key_is_refused_by_every_process_within_two_seconds(make_client):
    client = make_client("verify:read")
    assert ask(client) == 200  # this process remembers it now, as another would

    def revoke():
        revoke_api_key(prefix=client.key_row.prefix, at=datetime.now(UTC))
        connection.close()

    thread = Thread(target=revoke)
    thread.start()
    thread.join()
    deadline = time.monotonic() + 2
    while (status := ask(client)) == 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert status == 401


@pytest.mark.django_db(transaction=True)
def test_a_locked_key_row_holds_nobody_up(make_client):
    client = make_client("verify:read")
    with transaction.atomic():
        ApiKey.objects.select_for_update().get()
        answers = []

        def ask_elsewhere():
            answers.append(ask(client))
            connection.close()

        thread = Thread(target=ask_elsewhere)
        thread.start()
        thread.join(timeout=5)
    assert answers == [200]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_writes_still_knows_keys(make_client):
    client = make_client("verify:read")
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        try:
            assert ask(client) == 200
        finally:
            cursor.execute("SET default_transaction_read_only = off")


def test_a_key_may_do_what_scope_and_role_both_allow(make_client, member):
    client = make_client("verify:read", "registry:write", membership=member)
    assert ask(client) == 200
    member.role = "examiner"
    member.save()
    callers.forget_keys()
    assert ask(client) == 403


LOSSES = {
    "the membership ended": lambda member: Membership.objects.update(ended_at=datetime.now(UTC)),
    "the user was switched off": lambda member: User.objects.update(is_active=False),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES.keys())
def test_a_bound_key_dies_with_its_membership(make_client, member, lose):
    client = make_client("verify:read", membership=member)
    assert ask(client) == 200
    lose(member)
    callers.forget_keys()
    assert ask(client) == 401


def test_a_key_is_not_bound_to_a_membership_elsewhere(member):
    other = find_or_make_organisation(name="Elsewhere")
    with pytest.raises(IntegrityError), transaction.atomic():
        create_api_key(organisation=other, scopes=["verify:read"], membership=member)


def test_unknown_scopes_are_named_all_at_once(clinic):
    with pytest.raises(UnknownScopes) as refused:
        create_api_key(organisation=clinic, scopes=["verify:read", "b", "a"])
    assert refused.value.args == ("a", "b")


def test_the_database_knows_the_scopes_too(make_client):
    row = make_client("verify:read").key_row
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=row.pk).update(scopes=["everything"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=row.pk).update(scopes=[])


def test_a_signed_in_member_may_ask(member):
    client = Client()
    client.force_login(member.user)
    assert client.get("/api/v1/echo").json()["caller"] == "Aspen Clinic"


def test_a_session_writes_only_with_a_csrf_token(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    response = client.post("/api/v1/echo", {"a": 1}, content_type="application/json")
    assert (response.status_code, response.json()["type"]) == (403, "/problems/csrf")
    client.cookies["csrftoken"] = token = "a" * 32
    response = client.post("/api/v1/echo", {"a": 1}, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 201


def test_a_key_needs_no_csrf_token(make_client):
    key = make_client("verify:read").key_text
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"bearer {key}"})
    assert client.post("/api/v1/echo", {}, content_type="application/json").status_code == 201


def test_a_wrong_key_does_not_fall_back_on_the_session(member):
    client = Client(headers={"Authorization": "Bearer nonsense"})
    client.force_login(member.user)
    assert ask(client) == 401


def test_a_user_without_membership_may_nothing(db):
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org", "correct horse battery"))
    assert ask(client) == 403


def test_the_chosen_organisation_is_asked_for(member):
    elsewhere = find_or_make_organisation(name="Elsewhere")
    Membership.objects.create(user=member.user, organisation=elsewhere, role="clinic_admin")
    client = Client()
    client.force_login(member.user)
    session = client.session
    session[callers.ORGANISATION_IN_SESSION] = elsewhere.pk
    session.save()
    assert client.get("/api/v1/echo").json()["caller"] == "Elsewhere"


def test_roles_allow_known_scopes_only_and_unknown_roles_nothing():
    assert set(ROLE_SCOPES) == set(Membership.Role.values)
    assert frozenset().union(*ROLE_SCOPES.values()) <= set(SCOPES)
    assert scopes_of_roles(["emperor"]) == frozenset()
