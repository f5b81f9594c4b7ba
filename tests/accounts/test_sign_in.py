"""Signing in and out with a mail address."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]
PASSWORD = "correct horse battery"


@pytest.fixture
def user():
    return User.objects.create_user("ada@example.org", PASSWORD)


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": email, "password": password, **more})


@pytest.mark.parametrize("email", ["ada@example.org", " ADA@Example.org "], ids=["as it is", "in another case"])
def test_an_address_in_any_case_signs_in(user, email):
    client = Client()
    assert sign_in(client, email).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


REFUSED = {
    "a wrong password": {"email": "ada@example.org", "password": "wrong"},
    "nobody's address": {"email": "eve@example.org"},
    "a NUL in the address": {"email": "ada\0@example.org"},
    "an endless password": {"email": "ada@example.org", "password": "x" * 100_000},
}


@pytest.mark.parametrize("told", REFUSED.values(), ids=REFUSED.keys())
def test_who_may_not_is_told_on_the_page(user, told):
    response = sign_in(Client(), **told)
    assert response.status_code == 200
    assert response.context["form"].faults


def test_a_user_switched_off_stays_out(user):
    User.objects.update(is_active=False)
    assert sign_in(Client(), user.email).status_code == 200


def test_nobody_is_sent_to_another_host(user):
    assert sign_in(Client(), user.email, next="https://evil.example/")["Location"] == "/"
    assert sign_in(Client(), user.email, next="/law/")["Location"] == "/law/"


def test_signing_out_takes_a_post(user):
    client = Client()
    client.force_login(user)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_an_address_is_one_user(user):
    with pytest.raises(Exception, match="unique"):
        User.objects.create_user("ADA@example.org", PASSWORD)
