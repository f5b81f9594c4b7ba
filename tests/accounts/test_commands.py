"""Keys from the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import ApiKey, Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]


def create(capsys, *arguments):
    call_command("create_api_key", *arguments)
    return capsys.readouterr().out.splitlines()[-1]


def ask(key):
    return Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/echo").status_code


def test_the_key_stands_alone_on_the_last_line_and_works(capsys):
    key = create(capsys, "--organisation", "Prairie Clinic", "--scopes", "verify:read", "registry:read")
    assert ask(key) == 200
    assert ApiKey.objects.get().scopes == ["verify:read", "registry:read"]


def test_an_organisation_is_made_once_in_any_case(capsys):
    create(capsys, "--organisation", "Prairie Clinic", "--scopes", "verify:read")
    create(capsys, "--organisation", "PRAIRIE clinic", "--scopes", "verify:read", "--expires-in-days", "30")
    assert Organisation.objects.filter(name__iexact="prairie clinic").count() == 1
    assert ApiKey.objects.latest("id").expires_at is not None


def test_unknown_scopes_are_named_and_leave_nothing_behind():
    with pytest.raises(CommandError, match=r"a:b, c:d\. Known"):
        call_command("create_api_key", "--organisation", "New", "--scopes", "c:d", "verify:read", "a:b")
    assert not Organisation.objects.filter(name="New").exists()


@pytest.mark.parametrize("days", ["0", "-1", "99999999999"])
def test_an_expiry_out_of_range_is_refused(days):
    with pytest.raises(CommandError):
        call_command("create_api_key", "--organisation", "A", "--scopes", "verify:read", "--expires-in-days", days)


@pytest.mark.parametrize("name", [" ", "x" * 201, "a\0b"], ids=["blank", "too long", "NUL"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(CommandError):
        call_command("create_api_key", "--organisation", name, "--scopes", "verify:read")


def test_a_key_is_revoked_by_its_prefix(capsys):
    key = create(capsys, "--organisation", "Prairie Clinic", "--scopes", "verify:read")
    call_command("revoke_api_key", key.split("_")[1])
    assert ask(key) == 401
    with pytest.raises(CommandError):
        call_command("revoke_api_key", key.split("_")[1])
