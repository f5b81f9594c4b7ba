"""The roster that watches itself: what happens elsewhere reaches the clinic, and nothing is asked twice."""

import copy
import datetime as dt
import json

import pytest
from django.core import mail
from django.utils import timezone
from standardwebhooks.webhooks import Webhook

from accounts.models import RegistryClock
from accounts.operations.clock import recording_at
from clinics.models import RosterCheck
from clinics.operations.monitoring.redeciding import redecide_due
from law.queries.compiled import forget_compiled
from tests.clinics.webhooks.receiver import Receiver
from tests.clinics.world import (
    ADA,
    CONSENT,
    law_content,
    licence,
    make_entry,
    make_site,
    person,
    put_person,
    release_law,
)
from tests.journeys.clinic_steps import (
    KIM,
    day,
    given_a_clinic,
    given_a_site,
    then_kim_reads,
    when_it_puts_on_the_roster,
    when_the_jobs_run,
    when_the_register_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clock(db):
    RegistryClock.objects.all().delete()


@pytest.fixture
def law(_clock):
    forget_compiled()
    release_law()


@pytest.fixture
def receiver():
    one = Receiver()
    yield one
    one.close()


def test_a_suspension_recorded_at_noon_reaches_inbox_mail_and_webhook(law, receiver):
    when_the_register_tells(ADA, "Ada Okafor")
    desk = given_a_clinic()
    site = given_a_site(desk)
    hook = desk.send("/webhooks", {"url": receiver.url(), "types": ["roster.*"]})
    when_it_puts_on_the_roster(desk, site, ADA, "adult")
    assert (desk.line()["outcome"], desk.line()["may_perform"]) == ("permitted", True)

    held = licence(f"LXA{ADA[-9:]}", "XA", "PT", expires_on="2099-12-31")
    order = {"status": "suspended", "from": day(-1), "until": None}
    when_the_register_tells(ADA, "Ada Okafor", licences=[{**held, "statuses": [order]}])
    assert (desk.line()["outcome"], desk.line()["due"]) == (None, True)  # from that instant it is no yes any more
    when_the_jobs_run()

    assert (desk.line()["outcome"], desk.line()["may_perform"]) == ("refused", False)
    alert, differing = then_kim_reads(desk, "outcome_changed", "answers_differ")
    assert differing["details"]["differ"] == 1  # what was answered before noon would be refused now
    assert (alert["before"]["outcome"], alert["after"]["outcome"]) == ("permitted", "refused")
    assert "licence_suspended" in alert["after"]["because"]
    assert alert["next_step"]
    (letter,) = (one for one in mail.outbox if "List-Unsubscribe" in one.extra_headers)
    assert letter.to == [KIM]
    assert "suspended" in letter.body
    told = len(mail.outbox)
    (request,) = receiver.requests
    event = Webhook(hook["secret"]).verify(request.body.decode(), request.headers)
    assert (event["type"], event["data"]["site"]) == ("roster.outcome_changed", site)

    when_the_jobs_run()
    assert (len(mail.outbox), len(receiver.requests)) == (told, 1)  # one cause, one telling


def test_a_law_that_starts_next_month_alerts_today(law):
    when_the_register_tells(ADA, "Ada Okafor")
    desk = given_a_clinic()
    when_it_puts_on_the_roster(desk, given_a_site(desk), ADA)
    starts = day(31)

    release_law(law_that_prohibits(starts))
    when_the_jobs_run()

    (alert,) = then_kim_reads(desk, "change_coming")
    assert (alert["on_day"], alert["after"]["outcome"]) == (starts, "refused")
    line = desk.line()
    assert (line["outcome"], line["next_change"]["on"]) == ("permitted", starts)
    assert "law_prohibits" in line["next_change"]["because"]


def law_that_prohibits(starts):
    """The same law, with an act that is enacted and not yet in force."""
    content = copy.deepcopy(law_content())
    provisions = next(one for one in content["jurisdictions"] if one["jurisdiction"] == "XA")["provisions"]
    old = next(one for one in provisions if one["id"] == "xa-pt")
    new = copy.deepcopy(old) | {"id": "xa-pt-later", "position": "prohibited", "requires": None}
    old["in_force"] = {**old["in_force"], "until": starts}
    new["in_force"] = {"from": starts, "until": None}
    provisions.append(new)
    return content


def test_a_policy_is_previewed_before_it_is_saved(law):
    when_the_register_tells(ADA, "Ada Okafor")
    desk = given_a_clinic()
    site = given_a_site(desk)
    when_it_puts_on_the_roster(desk, site, ADA)
    rule = {"kind": "credential_held", "title": "CPR"}

    preview = desk.send("/policies/preview", {"sites": [site], "requires": rule}, 200)
    assert (preview["changed"], preview["counts"]) == (1, [{"before": "permitted", "after": "refused", "count": 1}])
    assert desk.line()["outcome"] == "permitted"  # nothing was saved

    desk.send(f"/sites/{site}/policies", {"requires": rule, "note": "Everybody holds a CPR card"})
    when_the_jobs_run()
    line = desk.line()
    assert (line["outcome"], line["gaps"]) == ("refused", ["credential_held"])
    then_kim_reads(desk, "outcome_changed")


def test_after_three_days_of_downtime_everything_is_told_once_and_nothing_was_a_yes_meanwhile():
    now = timezone.now()
    with recording_at(now - dt.timedelta(4)):
        forget_compiled()
        release_law()
        desk = given_a_clinic()
        ended = licence(f"LXA{ADA[-9:]}", "XA", "PT", expires_on=day(-3))
        ada = put_person(person(ADA, "Ada Okafor", licences=[ended]))
        entry = make_entry(make_site(desk.organisation, declares=[CONSENT]), ada)
        assert redecide_due(at=now - dt.timedelta(4) + dt.timedelta(minutes=1)) == 1
    assert RosterCheck.objects.get(entry_key=entry.key).verification.outcome == "permitted"

    # Nothing ran since. The licence ended meanwhile, and the list says that it does not know.
    line = desk.line()
    assert (line["outcome"], line["may_perform"], line["due"]) == (None, False, True)
    assert line["last_known"]["outcome"] == "permitted"

    when_the_jobs_run()
    when_the_jobs_run()
    assert desk.line()["outcome"] == "refused"
    then_kim_reads(desk, "outcome_changed")
    assert RosterCheck.objects.filter(entry_key=entry.key).count() == 2
    assert len(mail.outbox) == 1
    assert "Ada" not in json.dumps(mail.outbox[0].subject)
