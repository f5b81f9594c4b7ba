"""A practitioner lets a clinic see her record, changes her mind, and sees who looked."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.models import PersonLink, RegistryClock
from credentials.models import Practitioner
from law.queries.compiled import forget_compiled
from tests.clinics.world import ADA, release_law
from tests.journeys.clinic_steps import (
    given_a_clinic,
    given_a_site,
    then_kim_reads,
    told,
    when_it_puts_on_the_roster,
    when_the_jobs_run,
    when_the_register_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(db):
    """A clinic with Ada on its roster, and the law of Xanadu."""
    RegistryClock.objects.all().delete()
    forget_compiled()
    release_law()
    when_the_register_tells(ADA, "Ada Okafor")
    return given_a_clinic()


def given_she_can_sign_in(number):
    user = get_user_model().objects.create_user("ada@example.org", "a long enough passphrase")
    person = Practitioner.objects.get(registry_number=number).person
    PersonLink.objects.create(user=user, person=person, linked_by=user, linked_at=timezone.now())
    program = Client(raise_request_exception=False)
    program.force_login(user)
    return program


def post(program, path):
    return program.post(f"/api/v1{path}", "{}", content_type="application/json")


def test_a_practitioner_withdraws_consent(desk):
    entry = when_it_puts_on_the_roster(desk, given_a_site(desk), ADA)
    record = f"/roster/{entry['key']}/record"
    refused = told(desk.program.get(f"/api/v1{record}"), 403)
    assert refused["type"].endswith("consent-needed")

    she = given_she_can_sign_in(ADA)
    desk.send("/consent-requests", {"practitioner": {"registry_number": ADA}, "why": "for the insurer's yearly audit"})
    (asked,) = told(she.get("/api/v1/consent-requests/mine"), 200)["items"]
    assert asked["why"] == "for the insurer's yearly audit"
    assert post(she, f"/consent-requests/{asked['id']}/grant").status_code in (200, 201)
    assert desk.ask(record)["name"] == "Ada Okafor"

    (given,) = told(she.get("/api/v1/consents/mine"), 200)["items"]
    assert post(she, f"/consents/{given['id']}/withdraw").status_code == 200
    assert desk.program.get(f"/api/v1{record}").status_code == 403
    when_the_jobs_run()
    then_kim_reads(desk, "consent_withdrawn")
    assert desk.line()["outcome"] == "permitted"  # the decision and its reasons are the clinic's to see as before

    happened = [one["event"] for one in told(she.get("/api/v1/consents/log"), 200)["items"]]
    assert happened == ["withdrawn", "looked", "granted", "asked"]
