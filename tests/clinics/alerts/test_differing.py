"""After a correction each clinic that asked hears once that answers would differ: inbox, webhook, and one mail."""

import datetime as dt
import json

import pytest
from django.core import mail

from accounts.models import Organisation
from clinics.models import Alert, InboxItem, MailItem, WebhookDelivery, WebhookEndpoint
from tests.clinics.alerts.world import NOON, deliver
from tests.clinics.world import ADA, CONSENT, client_of, make_clinic, person, put_person
from tests.credentials.api.world import training

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def verify(client, times=1):
    question = {
        "practitioner": {"registry_number": ADA},
        "jurisdiction": "XA",
        "patient": {"group": "adult"},
        "on": "2026-03-02",
        "attested": [CONSENT],
    }
    for _ in range(times):
        response = client.post("/api/v1/verifications", json.dumps(question), content_type="application/json")
        assert (response.status_code, response.json()["outcome"]) == (201, "permitted"), response.content


def correct(hours):
    """Ada's training is told anew, with so many hours; then everything due is done."""
    put_person(person(ADA, "Ada Okafor", training=[training(hours)]))
    deliver(dt.datetime.now(dt.UTC) + DAY)


def test_each_clinic_that_asked_is_told_once_with_its_own_count(people, clinic, kim):
    birch = make_clinic("Birch Clinic")
    verify(client_of(clinic, "verify:read"), 2)
    verify(client_of(birch, "verify:read"))
    WebhookEndpoint.objects.create(
        organisation=clinic,
        url="https://hooks.example.org/in",
        types=["answers.*"],
        created_by="user:1",
        status_at=NOON,
        created_at=NOON,
    )
    correct(20)
    told = {alert.organisation_id: alert for alert in Alert.objects.all()}
    assert {one: alert.details for one, alert in told.items()} == {
        clinic.pk: {"differ": 2, "restored": 0},
        birch.pk: {"differ": 1, "restored": 0},
    }
    assert InboxItem.objects.get(user=kim).alert == told[clinic.pk]
    assert json.loads(WebhookDelivery.objects.get().body)["data"]["details"] == {"differ": 2, "restored": 0}
    assert not MailItem.objects.exists()  # the registry's own mail told it
    assert [one.to for one in mail.outbox] == [["kim@example.org"]]
    assert "2 answers" in mail.outbox[0].body


def test_the_next_correction_is_told_again(people, clinic, kim):
    verify(client_of(clinic, "verify:read"))
    correct(20)
    correct(90)
    told = Alert.objects.order_by("pk").values_list("details", flat=True)
    assert list(told) == [{"differ": 1, "restored": 0}, {"differ": 0, "restored": 1}]


def test_who_is_no_clinic_hears_by_mail_alone(people):
    insurer = Organisation.objects.create(name="A Fictional Insurer", kind="other")
    verify(client_of(insurer, "verify:read"))
    correct(20)
    assert not Alert.objects.exists()
