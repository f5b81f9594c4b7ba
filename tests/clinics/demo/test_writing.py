"""The demo's clinics, on a fixed day and under the law that ships: a month that was lived through day by day."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from accounts.models import Organisation
from accounts.operations.clock import recording_at
from clinics.demo.people import invent_staff
from clinics.demo.places import CLINICS
from clinics.demo.writing import DAYS, write_clinics
from clinics.models import Alert, AlertSettings, InboxItem, MailItem, RosterCheck, RosterEntry, Watch
from clinics.operations.alerts.raising import RAISED
from clinics.queries.names import names_shown
from credentials.demo.days import Days
from credentials.demo.writing import write_demo
from credentials.models import Practitioner, Site, Verification
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from outbox.models import Message
from rulebook.loading import PROVISIONS, read_pack

NOW = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The law, the registry's demo and the clinics, as a first start writes them."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_compiled()
        with recording_at(NOW - dt.timedelta(45)):
            release_pack(content=read_pack(PROVISIONS))
            write_demo(now=NOW)
        assert write_clinics(now=NOW)
        yield
        transaction.set_rollback(True)
    forget_compiled()


@pytest.mark.django_db
def test_without_the_demo_of_the_registry_nothing_is_written():
    with pytest.raises(CommandError, match="comes first"):
        call_command("load_demo_clinics")
    assert not RosterEntry.objects.exists()


@pytest.mark.django_db
def test_three_clinics_eight_sites_six_jurisdictions_four_hundred_entries(demo):
    sites = Site.objects.all()
    assert (sites.values("organisation").distinct().count(), sites.count()) == (3, 8)
    assert len(set(sites.values_list("jurisdiction", flat=True))) == 6
    assert RosterEntry.objects.values("key").distinct().count() == 400
    assert not write_clinics(now=NOW)  # once


@pytest.mark.django_db
def test_most_let_their_clinic_see_their_name_and_some_do_not(demo):
    clinic = Organisation.objects.get(name=CLINICS[0])
    ids = set(Watch.objects.filter(organisation=clinic).values_list("practitioner", flat=True))
    shown = names_shown(practitioner_ids=ids, organisation_id=clinic.pk)
    assert len(ids) / 2 < len(shown) < len(ids)


@pytest.mark.django_db
def test_everybody_was_decided_and_every_answer_kept_with_its_receipt(demo):
    assert not Watch.objects.filter(closed_at=None, outcome=None).exists()
    assert not Watch.objects.filter(closed_at=None, due_at__lte=NOW).exists()
    assert set(Watch.objects.values_list("outcome", flat=True)) == {
        "permitted",
        "conditional",
        "refused",
        "undetermined",
    }
    checks = Verification.objects.filter(pk__in=RosterCheck.objects.values("verification"))
    assert checks.count() == RosterCheck.objects.count() > Watch.objects.count()
    assert not checks.filter(receipt=None).exists()


@pytest.mark.django_db
def test_the_month_was_lived_through_in_the_order_of_its_days(demo):
    raised = list(Alert.objects.order_by("pk").values_list("raised_at", flat=True))
    assert raised == sorted(raised)
    assert len({one.date() for one in raised}) > 15
    assert min(raised) > NOW - dt.timedelta(DAYS + 2)
    for check in Verification.objects.filter(pk__in=RosterCheck.objects.values("verification")).iterator():
        assert check.known_at <= check.decided_at  # nobody knew then what was recorded later


@pytest.mark.django_db
def test_its_stories_are_told_and_renewals_in_time_are_not(demo):
    changed = Alert.objects.filter(kind="outcome_changed")
    codes = Counter(code for alert in changed for code in alert.after["because"])
    assert {"licence_suspended", "licence_expired", "training_hours", "licence_restriction_reviewed"} <= set(codes)
    ways = Counter((alert.before["outcome"], alert.after["outcome"]) for alert in changed)
    assert {after for _, after in ways} >= {"refused", "conditional", "permitted"}, ways
    (pier,) = (one for one in invent_staff(Days(NOW.date())) if (one.site.code, one.turn) == ("pier", 2))
    renewed = Practitioner.objects.get(person__details__value=pier.told.told["register"]["name"])
    assert set(Alert.objects.filter(practitioner=renewed).values_list("kind", flat=True)) <= {"expiry_near"}
    assert Watch.objects.get(practitioner=renewed).outcome == "permitted"


@pytest.mark.django_db
def test_the_month_lies_in_the_inboxes_and_is_not_mailed_at_once(demo):
    told = Alert.objects.filter(raised_at__date__lt=NOW.date())
    assert set(told.values_list("pk", flat=True)) == set(InboxItem.objects.values_list("alert", flat=True))
    assert not MailItem.objects.exists()
    assert not Message.objects.filter(kind=RAISED, closed_because=None, created_at__date__lt=NOW.date()).exists()
    assert all("mail" in one.channels for one in AlertSettings.objects.all())
