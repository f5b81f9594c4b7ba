"""From an alert to everybody who is to hear of it: once, by the ways that were chosen."""

import json

import pytest
from django.core import mail
from django.db import OperationalError, connection, transaction

from accounts.models import Membership
from clinics.models import (
    Alert,
    AlertPreferences,
    AlertSettings,
    InboxItem,
    MailItem,
    WebhookDelivery,
    WebhookEndpoint,
)
from clinics.operations.alerts.fanning import tell_alert
from clinics.operations.alerts.webhooks import TYPES as ALERT_TYPES
from clinics.webhooks.types import TEST, TYPES
from outbox.models import Message
from tests.clinics.alerts.world import HOUR, MINUTE, NOON, deliver, fall, happen
from tests.clinics.world import ADA, BEN, make_clinic, make_entry, make_site, member_of

pytestmark = pytest.mark.django_db


def inbox_of(user):
    return [item.alert for item in InboxItem.objects.filter(user=user).select_related("alert").order_by("alert_id")]


def test_members_of_the_clinic_are_told_and_nobody_else(clinic, entry, kim):
    viewer = member_of(clinic, Membership.Role.CLINIC_VIEWER, "viewer@example.org")
    other = member_of(make_clinic("Birch Clinic"), email="other@example.org")
    registrar = member_of(clinic, Membership.Role.REGISTRAR, "registrar@example.org")
    gone = member_of(clinic, email="gone@example.org")
    Membership.objects.filter(user=gone).update(ended_at=NOON)
    alert = fall(clinic, entry)
    deliver(NOON)
    assert [inbox_of(one) for one in (kim, viewer, other, registrar, gone)] == [[alert], [alert], [], [], []]


def test_a_job_that_runs_twice_tells_nobody_twice(clinic, entry, kim):
    fall(clinic, entry)
    deliver(NOON)
    job = Message.objects.get(kind="alert_raised")
    with transaction.atomic():
        tell_alert(job)
    deliver(NOON + MINUTE)
    assert InboxItem.objects.count() == MailItem.objects.count() == 1
    assert len(mail.outbox) == 1


def test_the_same_cause_is_told_once(clinic, entry, kim):
    assert happen(clinic, "expiry_near", entry=entry, cause="c") is not None
    assert happen(clinic, "expiry_near", entry=entry, cause="c") is None
    deliver(NOON)
    assert len(inbox_of(kim)) == 1


def test_a_clinic_without_members_is_told_when_somebody_comes(clinic, entry):
    alert = fall(clinic, entry)
    deliver(NOON)
    waiting = Message.objects.get(kind="alert_waits")
    assert (waiting.closed_because, waiting.last_error) == (None, "nobody to tell yet")
    kim = member_of(clinic)
    deliver(NOON + HOUR)
    assert inbox_of(kim) == [alert]


def test_quiet_kinds_of_the_clinic_are_told_to_nobody(clinic, entry, kim):
    AlertSettings.objects.create(
        organisation=clinic, channels=["inbox", "mail"], quiet_kinds=["expiry_near"], changed_at=NOON, changed_by="x:1"
    )
    happen(clinic, "expiry_near", entry=entry)
    heard = fall(clinic, entry)
    deliver(NOON)
    assert inbox_of(kim) == [heard]


def test_a_clinic_that_uses_no_mail_gets_none(clinic, entry, kim):
    AlertSettings.objects.create(organisation=clinic, channels=["inbox"], changed_at=NOON, changed_by="x:1")
    fall(clinic, entry)
    deliver(NOON)
    assert (len(inbox_of(kim)), MailItem.objects.count()) == (1, 0)


def test_somebody_who_cares_for_one_site_hears_of_that_one_in_this_clinic(clinic, people, site, entry, kim):
    other = make_entry(make_site(clinic, "Second Street"), people[BEN])
    birch = make_clinic("Birch Clinic")
    Membership.objects.create(user=kim, organisation=birch, role=Membership.Role.CLINIC_VIEWER)
    there = make_entry(make_site(birch, "Birch Lane"), people[BEN])
    AlertPreferences.objects.create(
        user=kim, channels=["inbox"], sites=[site.pk], digest_hour=7, time_zone="UTC", urgent_mail=True, changed_at=NOON
    )
    heard = [fall(clinic, entry), fall(birch, there), happen(clinic, "endpoint_paused")]
    fall(clinic, other)
    deliver(NOON)
    assert inbox_of(kim) == heard


def test_a_webhook_carries_what_happened_and_no_name(clinic, entry, kim):
    endpoint = {"url": "https://hooks.example.org/in", "types": ["roster.*"], "created_by": "user:1"}
    WebhookEndpoint.objects.create(organisation=clinic, status_at=NOON, created_at=NOON, **endpoint)
    alert = fall(clinic, entry)
    deliver(NOON)
    queued = WebhookDelivery.objects.get()
    told = json.loads(queued.body)
    assert (told["type"], queued.cause) == ("roster.outcome_changed", f"alert:{alert.key}")
    assert told["data"]["registry_number"] == ADA
    assert (told["data"]["site"], told["data"]["role"]) == (entry.site.code, "therapist")
    assert told["data"]["next_step"].startswith("Do not let them needle adults")
    assert "Okafor" not in queued.body


def test_a_clinic_that_uses_no_webhooks_sends_none(clinic, entry):
    AlertSettings.objects.create(organisation=clinic, channels=["inbox"], changed_at=NOON, changed_by="x:1")
    WebhookEndpoint.objects.create(
        organisation=clinic, url="https://a.example", types=["*"], created_by="x", status_at=NOON, created_at=NOON
    )
    fall(clinic, entry)
    deliver(NOON)
    assert not WebhookDelivery.objects.exists()


def test_every_kind_has_a_type_that_webhooks_know():
    assert set(ALERT_TYPES) == set(Alert.Kind)
    assert set(ALERT_TYPES.values()) == set(TYPES) - {TEST}


def test_broken_off_at_any_statement_it_tells_everybody_once_in_the_end(clinic, entry, kim):
    WebhookEndpoint.objects.create(
        organisation=clinic, url="https://a.example", types=["*"], created_by="x", status_at=NOON, created_at=NOON
    )
    member_of(clinic, email="lee@example.org")
    fall(clinic, entry)
    broken = 0
    while Message.objects.filter(kind="alert_raised", closed_because__isnull=True).exists():
        assert InboxItem.objects.count() + MailItem.objects.count() + WebhookDelivery.objects.count() == 0
        broken += 1
        with connection.execute_wrapper(break_off_at(broken)):
            deliver(NOON)
        Message.objects.filter(kind="alert_raised", closed_because__isnull=True).update(due_at=NOON, attempts=0)
    assert broken > 10
    assert [model.objects.count() for model in (InboxItem, MailItem, WebhookDelivery)] == [2, 2, 1]
    assert Message.objects.filter(kind="alert_urgent").count() == 2


def break_off_at(number):
    """The statement of the job with that number breaks off, as though the connection went away."""
    seen = 0

    def run(execute, sql, params, many, context):
        nonlocal seen
        is_of_sender = "outbox_message" in sql and not sql.lstrip().startswith("INSERT")
        if not is_of_sender and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL")):
            seen += 1
            if seen == number:
                raise OperationalError("the connection went away")
        return execute(sql, params, many, context)

    return run
