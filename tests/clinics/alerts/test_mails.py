"""The mails about alerts: a digest a day of what still holds, and at once what cannot wait."""

import datetime as dt

import pytest
from django.core import mail

from accounts.models import Membership
from clinics.models import (
    AlertPreferences,
    InboxItem,
    MailItem,
)
from clinics.operations.alerts.mailing import enqueue_mails
from outbox.models import Message
from tests.clinics.alerts.world import DAY, HOUR, MINUTE, NOON, deliver, fall, happen, state, watched
from tests.clinics.world import BEN, make_entry

pytestmark = pytest.mark.django_db


def digest(at):
    """What the sweep of that instant has mailed."""
    before = len(mail.outbox)
    enqueue_mails(at=at)
    deliver(at)
    return mail.outbox[before:]


def inbox_of(user):
    return [item.alert for item in InboxItem.objects.filter(user=user).select_related("alert").order_by("alert_id")]


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


COMING = {"on": "2026-05-01", "outcome": "refused", "because": ["law_prohibits"]}
FORESEEN = [
    ("still", COMING, COMING, 1),
    ("no longer", COMING, None, 0),
    ("on another day", COMING, {**COMING, "on": "2026-06-01"}, 0),
    ("only the day will tell", None, None, 1),
]


@pytest.mark.parametrize(("then", "now", "mails"), [one[1:] for one in FORESEEN], ids=[one[0] for one in FORESEEN])
def test_a_change_that_no_longer_comes_is_not_mailed(clinic, entry, kim, then, now, mails):
    watched(entry, outcome="permitted", next_change=now)
    day = dt.date(2026, 5, 1)
    about = {"before": state("permitted"), "after": state("refused"), "details": {"next_change": then}}
    happen(clinic, "change_coming", entry=entry, on_day=day, **about)
    deliver(NOON)
    assert len(digest(NOON + HOUR)) == mails


def test_a_consent_withdrawn_is_told_of_somebody_who_left_too(clinic, entry, kim):
    watched(entry, closed_at=NOON)
    happen(clinic, "consent_withdrawn", entry=entry, groups=())
    deliver(NOON)
    assert len(digest(NOON + HOUR)) == 1


def test_what_has_a_mail_of_its_own_is_not_mailed_twice(clinic, kim):
    for kind in ("answers_differ", "endpoint_paused"):
        happen(clinic, kind)
    deliver(NOON)
    assert (len(inbox_of(kim)), digest(NOON + HOUR)) == (2, [])


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
