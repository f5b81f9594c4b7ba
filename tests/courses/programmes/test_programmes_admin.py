"""Programmes in the admin: a provider's administrators look at their own and write by the operations."""

import datetime as dt
import json

import pytest
from django.test import Client

from accounts.models import Membership, User
from courses.demo.offering import read_programmes
from courses.models import Programme, ProgrammeVersion
from tests.courses.ladders.documents import ladder, level
from tests.courses.programmes.making import draft_directly, publish_directly, publish_version_directly

LIST = "/admin/courses/programme/"
SEMINARS = next(one for one in read_programmes() if one.code == "SEM").versions[0].ladder


def sign_in(email, organisation=None, role=None, **more):
    user = User.objects.create_user(email, is_staff=True, **more)
    if organisation:
        Membership.objects.create(user=user, organisation=organisation, role=role)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def boss(law, provider):
    return sign_in("boss@example.org", provider, Membership.Role.PROVIDER_ADMIN)


@pytest.fixture
def programme(provider):
    return publish_directly(provider, content=SEMINARS)


def version_page(version, action="change"):
    return f"/admin/courses/programmeversion/{version.pk}/{action}/"


def test_a_programme_is_offered_drafted_edited_and_published(boss, provider):
    offered = boss.post(f"{LIST}offer/", {"provider": provider.pk, "code": "DN", "title": "Dry needling"})
    assert offered.status_code == 302, offered.content
    programme = Programme.objects.get()
    page = f"{LIST}{programme.pk}/"
    told = {"starts_on": "2026-01-01", "ladder": json.dumps(ladder())}
    assert boss.post(f"{page}draft/", told).status_code == 302
    version = ProgrammeVersion.objects.get()
    assert boss.post(version_page(version, "edit"), told | {"starts_on": "2026-02-01"}).status_code == 302
    assert "never edited again" in boss.get(version_page(version, "publish")).content.decode()
    assert ProgrammeVersion.objects.get().published_at is None  # looking publishes nothing
    assert boss.post(version_page(version, "publish"), {"known": ""}).status_code == 200
    assert ProgrammeVersion.objects.get().published_at is None
    assert boss.post(version_page(version, "publish"), {"known": "on"}).status_code == 302
    version.refresh_from_db()
    assert (str(version.starts_on), version.published_by.partition(":")[0]) == ("2026-02-01", "user")
    assert boss.post(f"{page}close/", {"on": "2030-01-01"}).status_code == 302
    assert str(Programme.objects.get().closed_on) == "2030-01-01"


def test_every_fault_of_a_ladder_is_shown_and_nothing_is_written(boss, programme):
    wrong = ladder(level(colour="red", award=None))
    page = boss.post(f"{LIST}{programme.pk}/draft/", {"starts_on": "2027-01-01", "ladder": json.dumps(wrong)})
    told = page.content.decode()
    assert page.status_code == 200
    assert "/ladder/levels/0/colour unknown_field" in told
    assert "/ladder/levels/0/award wrong_type" in told
    assert programme.versions.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"starts_on": "2027-01-01", "ladder": "{"}, "This is no JSON", id="what is no JSON"),
        pytest.param({"starts_on": "soon", "ladder": "{}"}, "Enter a valid date", id="what is no day"),
    ],
)
def test_what_cannot_be_read_is_told(boss, programme, given, said):
    page = boss.post(f"{LIST}{programme.pk}/draft/", given)
    assert (page.status_code, said in page.content.decode()) == (200, True)


def test_a_draft_begins_as_the_last_version_was(boss, programme):
    shown = boss.get(f"{LIST}{programme.pk}/draft/").context["form"]["ladder"].value()
    assert json.loads(shown) == SEMINARS
    assert shown.index('"code"') < shown.index('"title"') < shown.index('"award"')


def test_a_programme_leads_to_its_versions(boss, programme):
    assert version_page(programme.versions.get()) in boss.get(f"{LIST}{programme.pk}/change/").content.decode()


def test_the_levels_are_shown_in_words(boss, programme):
    told = boss.get(version_page(programme.versions.get())).content.decode()
    assert "S1 done 3 months before and 20 cases after S1 signed off" in told
    assert "14 h of manual therapy" in told
    assert "Needling therapist (fictional), 60 months" in told


def test_what_is_published_is_neither_edited_nor_published_again(boss, programme):
    version = programme.versions.get()
    for action in ("edit", "publish"):
        assert boss.get(version_page(version, action)).status_code == 403
        assert boss.post(version_page(version, action)).status_code == 403
    assert boss.post(version_page(version), {"starts_on": "2020-01-01"}).status_code == 403


def test_a_provider_sees_and_writes_its_own_alone(boss, rival):
    theirs = publish_directly(rival)
    version = draft_directly(theirs)
    assert "Programme DN" not in boss.get(LIST).content.decode()
    assert boss.get(f"{LIST}{theirs.pk}/change/").status_code == 302
    for page in (f"{LIST}{theirs.pk}/draft/", f"{LIST}{theirs.pk}/close/", version_page(version, "publish")):
        assert boss.post(page, {"on": "2030-01-01"}).status_code == 403, page
    offered = boss.post(f"{LIST}offer/", {"provider": rival.pk, "code": "X", "title": "X"})
    assert (offered.status_code, Programme.objects.filter(code="X").exists()) == (200, False)


@pytest.mark.parametrize("role", [Membership.Role.INSTRUCTOR, Membership.Role.EXAMINER, Membership.Role.CLINIC_ADMIN])
def test_other_roles_do_not_come_in(law, provider, programme, role):
    client = sign_in("other@example.org", provider, role)
    for page in (LIST, f"{LIST}offer/", version_page(programme.versions.get())):
        assert client.get(page).status_code == 403


def test_whoever_runs_the_deployment_sees_all(law, provider, rival):
    client = sign_in("root@example.org", is_superuser=True)
    for one in (provider, rival):
        publish_version_directly(publish_directly(one, code=f"P{one.pk}"), starts_on=dt.date(2027, 1, 1))
    told = client.get(LIST).content.decode()
    assert all(f"Programme P{one.pk}" in told for one in (provider, rival))
