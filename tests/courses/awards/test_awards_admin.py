"""Awards in the admin: a provider's administrators see their own, and what an act would do before it is done."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from courses.models import AwardStatus
from tests.courses.awards.test_awards_api import complete_lately
from tests.courses.awards.world import make_school

pytestmark = pytest.mark.django_db


def sign_in(email, organisation):
    user = User.objects.create_user(email, is_staff=True)
    Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.PROVIDER_ADMIN)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def award(version, learner):
    return complete_lately(version, learner, timezone.now().date())[1]


@pytest.fixture
def boss(version):
    return sign_in("boss@example.org", version.programme.provider)


def page(award, word="change"):
    return f"/admin/courses/award/{award.pk}/{word}/"


def test_an_award_is_suspended_after_its_effect_was_shown(boss, award):
    shown = boss.get(page(award)).content.decode()
    assert award.number in shown
    assert "Suspend" in shown
    told = {"reason": "an inquiry", "starts_on": str(timezone.now().date())}
    first = boss.post(page(award, "suspend"), told)
    assert "Nothing was changed yet" in first.content.decode()
    assert not AwardStatus.objects.exists()
    seen = first.context_data["seen"]
    assert boss.post(page(award, "suspend"), told | {"seen": seen}).status_code == 302
    assert award.statuses.get().status == "suspended"
    shown = boss.get(page(award)).content.decode()
    assert "Reinstate" in shown
    assert "an inquiry" in shown


def test_what_cannot_be_is_said_on_the_form(boss, award):
    early = str(timezone.now().date() - dt.timedelta(days=1000))
    refused = boss.post(page(award, "revoke"), {"reason": "an inquiry", "starts_on": early})
    assert "before_the_award" in refused.content.decode()
    assert not AwardStatus.objects.exists()


def test_what_is_in_force_is_not_reinstated(boss, award):
    assert boss.get(page(award, "reinstate")).status_code == 403


def test_another_provider_does_not_see_it(award):
    other = sign_in("other@example.org", make_school("Another School"))
    assert award.number not in other.get("/admin/courses/award/").content.decode()
    assert other.post(page(award, "suspend"), {"reason": "mine"}).status_code in (302, 403, 404)
    assert not AwardStatus.objects.exists()


def test_a_clinic_sees_none(award):
    user = User.objects.create_user("clinic@example.org", is_staff=True)
    clinic = Organisation.objects.create(name="Elm Clinic", kind="clinic")
    Membership.objects.create(user=user, organisation=clinic, role=Membership.Role.CLINIC_ADMIN)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    assert client.get("/admin/courses/award/").status_code == 403
