"""From an alert to everybody who is to hear of it: once, by the ways that were chosen."""

import json

import pytest
from django.core import mail
from django.db import transaction

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
from clinics.operations.alerts.mailing import enqueue_mails
from clinics.operations.alerts.webhooks import TYPES as ALERT_TYPES
from clinics.webhooks.types import TEST, TYPES
from outbox.models import Message
from tests.clinics.alerts.world import DAY, HOUR, MINUTE, NOON, deliver, fall, happen, state, watched
from tests.clinics.world import ADA, BEN, make_clinic, make_entry, make_site, member_of

pytestmark = pytest.mark.django_db


def digest(at):
    """What the sweep of that instant has mailed."""
    before = len(mail.outbox)
    enqueue_mails(at=at)
    deliver(at)
    return mail.outbox[before:]


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


def test_what_cannot_wait_is_mailed_a_minute_later_in_one_mail(clinic, people, site, entry, kim):
    for one in (entry, make_entry(site, people[BEN])):
        fall(clinic, one)
    deliver(NOON)
    assert mail.outbox == []
    deliver(NOON + MINUTE)
    [sent] = mail.outbox
    assert sent.subject == "Your roster: 2 people may not needle now"
    assert sent.to == ["kim@example.org"]
    assert "FN-ADA0-0001 (therapist, Main Street) may not needle adults; until now: permitted." in sent.body
    assert "What to do: Do not let them needle adults at Main Street until the answer is yes again." in sent.body
    assert "Ada" not in sent.body
    assert digest(NOON + DAY) == []  # it was told


def test_what_follows_within_the_hour_goes_with_the_next(clinic, people, site, entry, kim):
    fall(clinic, entry)
    deliver(NOON)
    deliver(NOON + MINUTE)
    fall(clinic, make_entry(site, people[BEN]), at=NOON + 5 * MINUTE)
    deliver(NOON + 59 * MINUTE)
    assert len(mail.outbox) == 1
    deliver(NOON + HOUR)
    assert len(mail.outbox) == 2
    assert BEN in mail.outbox[1].body


def test_one_digest_a_day_tells_all_that_waited(clinic, entry, kim):
    happen(clinic, "expiry_near", entry=entry, before=state("permitted"), after=state("refused"))
    happen(clinic, "consent_withdrawn", entry=entry)
    deliver(NOON)
    [sent] = digest(NOON + HOUR)  # past seven on this day
    assert sent.subject == "Your roster: 2 things to look at"
    happen(clinic, "consent_withdrawn", entry=entry, at=NOON + 2 * HOUR)
    deliver(NOON + 2 * HOUR)
    assert digest(NOON + 3 * HOUR) == []
    assert digest(NOON + 18 * HOUR) == []  # six in the morning
    [sent] = digest(NOON + 19 * HOUR)
    assert sent.subject == "Your roster: one thing to look at"


def test_a_digest_comes_at_the_hour_of_the_person(clinic, entry, kim):
    AlertPreferences.objects.create(
        user=kim, channels=["mail"], digest_hour=18, time_zone="America/Denver", urgent_mail=False, changed_at=NOON
    )
    fall(clinic, entry)  # five in the morning in Denver
    deliver(NOON)
    assert inbox_of(kim) == []
    assert digest(NOON + 12 * HOUR) == []
    assert len(digest(NOON + 13 * HOUR)) == 1


SETTLED = [
    ("the answer is yes again", {"outcome": "permitted"}),
    ("the entry ended", {"closed_at": NOON}),
    ("another answer came", {"outcome": "undetermined"}),
]


@pytest.mark.parametrize("found", [one[1] for one in SETTLED], ids=[one[0] for one in SETTLED])
def test_what_was_settled_meanwhile_is_not_mailed(clinic, entry, kim, found):
    fall(clinic, entry)
    deliver(NOON)
    watched(entry, **found)
    deliver(NOON + MINUTE)
    assert digest(NOON + DAY) == []
    assert Message.objects.get(kind="alert_urgent").closed_because == "not_needed"
    assert len(inbox_of(kim)) == 1


def test_what_came_and_went_is_not_mailed(clinic, entry, kim):
    fall(clinic, entry, to="conditional")
    watched(entry, outcome="permitted")
    happen(clinic, entry=entry, before=state("conditional"), after=state("permitted"))
    deliver(NOON)
    assert digest(NOON + HOUR) == []


def test_an_expiry_that_was_renewed_is_not_mailed(clinic, entry, kim):
    watched(entry, holds_until="2026-03-31")
    about = {"before": state("permitted"), "after": state("refused"), "details": {"holds_until": "2026-03-31"}}
    happen(clinic, "expiry_near", entry=entry, **about)
    deliver(NOON)
    watched(entry, holds_until="2028-03-31")
    assert digest(NOON + HOUR) == []


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


def test_who_left_the_clinic_is_mailed_nothing_of_it(clinic, entry, kim):
    fall(clinic, entry)
    deliver(NOON)
    Membership.objects.update(ended_at=NOON)
    deliver(NOON + MINUTE)
    assert mail.outbox == []


def test_a_mail_that_could_not_be_sent_tells_the_same_when_it_is(clinic, entry, kim, settings):
    fall(clinic, entry)
    deliver(NOON)
    settings.EMAIL_BACKEND = "outbox.mail.NoServer"
    deliver(NOON + MINUTE)
    assert MailItem.objects.get().message is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver(NOON + HOUR)
    assert len(mail.outbox) == 1
    assert MailItem.objects.get().message == Message.objects.get(kind="alert_urgent").pk


def test_a_mail_offers_the_way_out(clinic, entry, kim):
    fall(clinic, entry)
    deliver(NOON)
    deliver(NOON + MINUTE)
    headers = mail.outbox[0].message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/alerts/unsubscribe/")


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
