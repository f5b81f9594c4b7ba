"""A roster is decided when something about it may have changed, and at no other time."""

import datetime as dt

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.models import RosterCheck, Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.operations.monitoring.redeciding import redecide_due, redecide_entries
from clinics.queries.due import count_due
from clinics.tasks import redecide_rosters
from credentials.models import Dossier, Practitioner, Verification
from tests.clinics.monitoring.watching import (
    SOON,
    alerts_of,
    causes_of,
    noon,
    put_licensed,
    redecide_all,
    told,
    watch_of,
)
from tests.clinics.world import ADA, BEN, CONSENT, CY, make_clinic, make_entry, make_site

pytestmark = pytest.mark.django_db
FAY = "FN-FAY0-0001"


def test_a_new_entry_is_decided_recorded_and_told_to_nobody(people, site):
    entry = make_entry(site, people[BEN], groups=["adult", "child"])
    assert redecide_due(at=SOON) == 2
    adult, child = watch_of(entry), watch_of(entry, "child")
    assert (adult.outcome, adult.rank, adult.professions, adult.cause) == ("permitted", 3, ["PT"], "time")
    assert (child.outcome, child.rank, child.gaps[0]) == ("refused", 0, "certification")
    assert adult.decided_at == child.decided_at == SOON
    assert causes_of(entry) == ["entry", "entry"]
    kept = Verification.objects.get(pk=adult.verification_id)
    assert (kept.organisation_id, kept.outcome, kept.decided_at, kept.on) == (
        site.organisation_id, "permitted", SOON, SOON.date(),
    )  # fmt: skip
    assert kept.receipt
    question = orjson.loads(kept.answer)["question"]
    assert (question["site"], question["attested"], question["patient"]) == (site.code, [], {"group": "adult"})
    assert alerts_of(entry) == []


def test_nothing_is_decided_while_nothing_happens(people, site):
    make_entry(site, people[ADA])
    redecide_all(SOON)
    for day in ("2026-02-03", "2026-07-01", "2027-12-31"):
        with CaptureQueriesContext(connection) as asked:
            assert redecide_due(at=noon(day)) == 0
        assert len([one for one in asked if "clinics_watch" in one["sql"]]) == 1
    assert RosterCheck.objects.count() == 1


def test_the_day_that_was_foreseen(law, site):
    entry = make_entry(site, put_licensed(FAY, until="2026-02-10"))
    redecide_all(SOON)
    watch = watch_of(entry)
    assert watch.due_at == dt.datetime(2026, 2, 11, tzinfo=dt.UTC)
    assert (watch.holds_until, watch.next_change["outcome"]) == (dt.date(2026, 2, 10), "refused")
    assert redecide_due(at=dt.datetime(2026, 2, 10, 23, 59, 59, tzinfo=dt.UTC)) == 0
    assert redecide_due(at=dt.datetime(2026, 2, 11, tzinfo=dt.UTC)) == 1
    (alert,) = alerts_of(entry)
    assert told(alert) == ("outcome_changed", ["adult"], "permitted", "refused")
    assert alert.after["because"] == ["licence_active", "licence_expired"]
    assert (alert.on_day, alert.verification_id) == (None, watch_of(entry).verification_id)
    assert causes_of(entry) == ["entry", "time"]


def test_days_begin_when_they_begin_at_the_site(law, clinic):
    site = make_site(clinic, "Far East", zone="Pacific/Kiritimati", declares=[CONSENT])
    entry = make_entry(site, put_licensed(FAY, until="2026-02-10"))
    redecide_all(SOON)
    assert watch_of(entry).due_at == dt.datetime(2026, 2, 10, 10, tzinfo=dt.UTC)
    assert Verification.objects.get().on == SOON.date()
    redecide_all(dt.datetime(2026, 2, 10, 10, tzinfo=dt.UTC))
    assert watch_of(entry).outcome == "refused"
    assert orjson.loads(Verification.objects.latest("decided_at").answer)["question"]["on"] == "2026-02-11"


def test_both_groups_are_told_of_in_one_alert(law, site):
    entry = make_entry(site, put_licensed(FAY, until="2026-02-10"), groups=["adult", "child"])
    redecide_all(SOON)
    redecide_all(noon("2026-02-11"))
    (alert,) = alerts_of(entry)
    assert told(alert) == ("outcome_changed", ["adult", "child"], "conditional", "refused")
    before = {group: told["before"]["outcome"] for group, told in alert.details["by_group"].items()}
    assert before == {"adult": "permitted", "child": "conditional"}


def test_the_group_that_is_not_due_is_left_alone(people, site):
    entry = make_entry(site, people[ADA], groups=["adult", "child"])
    redecide_all(SOON)
    Watch.objects.filter(group="child").update(due_at=SOON)
    assert redecide_due(at=noon("2026-02-03")) == 1
    assert (watch_of(entry).decided_at, watch_of(entry, "child").decided_at) == (SOON, noon("2026-02-03"))


def test_whose_record_was_merged_is_asked_about_by_the_surviving_number(people, site):
    entry = make_entry(site, people[CY])
    redecide_all(SOON)
    Practitioner.objects.filter(pk=people[CY].pk).update(merged_into=people[ADA])
    redecide_entries(entry_keys=[entry.key], at=noon("2026-02-03"))
    kept = Verification.objects.get(pk=watch_of(entry).verification_id)
    assert orjson.loads(kept.answer)["question"]["practitioner"]["registry_number"] == ADA


def test_the_job_decides_what_is_due_and_a_change_wakes_it(people, site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        entry = make_entry(site, people[ADA])
        mark_due(entry_keys=[entry.key], cause="asked", at=SOON)
    assert woken
    assert redecide_rosters() == 1
    assert redecide_rosters() == 0


def test_after_three_days_without_a_worker_each_is_decided_once_in_due_order(law, site):
    days = ("2026-02-10", "2026-02-09", "2026-02-12")
    entries = [make_entry(site, put_licensed(f"FN-FAY0-000{n}", until=day)) for n, day in enumerate(days, 1)]
    redecide_all(SOON)
    back = noon("2026-02-12")
    assert count_due(at=back) == 2
    assert redecide_due(at=back, limit=1) == 1
    assert [watch_of(one).outcome for one in entries] == ["permitted", "refused", "permitted"]
    assert redecide_all(back, limit=1) == 1
    assert [len(causes_of(one)) for one in entries] == [2, 2, 1]
    (late,) = alerts_of(entries[1])
    assert late.on_day == dt.date(2026, 2, 10)  # since when it holds, though found two days later


def test_what_was_renewed_in_time_is_told_to_nobody(law, site):
    entry = make_entry(site, put_licensed(FAY, until="2026-02-10"))
    redecide_all(SOON)
    put_licensed(FAY, until="2028-02-10")
    assert watch_of(entry).cause == "record"
    assert redecide_all(SOON) == 1
    assert redecide_all(noon("2026-02-11")) == 0
    assert watch_of(entry).holds_until == dt.date(2028, 2, 10)
    assert alerts_of(entry) == []


def test_an_entry_waits_for_its_first_day_and_ends_with_its_last(people, site):
    entry = make_entry(site, people[ADA], starts_on=dt.date(2026, 2, 10), until_on=dt.date(2026, 2, 20))
    redecide_all(SOON)
    assert (watch_of(entry).outcome, watch_of(entry).due_at) == (None, dt.datetime(2026, 2, 10, tzinfo=dt.UTC))
    assert redecide_all(noon("2026-02-10")) == 1
    assert watch_of(entry).due_at == dt.datetime(2026, 2, 20, tzinfo=dt.UTC)
    assert redecide_all(noon("2026-02-21")) == 1
    watch = watch_of(entry)
    assert (watch.outcome, watch.closed_at, watch.due_at) == ("permitted", noon("2026-02-21"), None)
    assert causes_of(entry) == ["entry"]


def test_asked_for_it_is_decided_at_once(people, site):
    entry, other = make_entry(site, people[ADA]), make_entry(site, people[CY])
    redecide_all(SOON)
    assert redecide_entries(entry_keys=[entry.key], at=noon("2026-02-03")) == 1
    assert causes_of(entry) == ["entry", "asked"]
    assert causes_of(other) == ["entry"]
    assert redecide_entries(entry_keys=[], at=SOON) == 0


def test_of_many_clinics_each_keeps_its_own(people, site):
    elsewhere = make_site(make_clinic("Birch Clinic"), "North", declares=[CONSENT])
    entries = [make_entry(one, people[ADA]) for one in (site, elsewhere)]
    assert redecide_due(at=SOON) == 2
    for entry in entries:
        kept = Verification.objects.get(pk=watch_of(entry).verification_id)
        assert kept.organisation_id == entry.organisation_id
        assert RosterCheck.objects.get(entry_key=entry.key).organisation_id == entry.organisation_id


def test_many_are_read_and_written_in_as_many_statements_as_few(people, law, clinic):
    def statements(count, at):
        site = make_site(clinic, f"of {count}", declares=[CONSENT])
        for n in range(count):
            make_entry(site, put_licensed(f"FN-FAY0-{count:02}{n:02}"))
        with CaptureQueriesContext(connection) as asked:
            assert redecide_due(at=at) == count
        return len(asked)

    redecide_all(SOON)
    statements(2, SOON)  # the key that signs is remembered
    assert statements(12, SOON) == statements(3, SOON)


class TestWhatCannotBeAnswered:
    def test_is_never_left_green(self, people, site, law):
        entry = make_entry(site, people[ADA])
        redecide_all(SOON)
        Watch.objects.update(jurisdiction="XB")  # the site is elsewhere: no such question is answered
        Watch.objects.update(due_at=SOON)
        redecide_due(at=noon("2026-02-03"))
        watch = watch_of(entry)
        assert (watch.outcome, watch.rank, watch.gaps) == ("undetermined", 1, ["site_elsewhere"])
        assert (watch.verification_id, watch.due_at) == (None, noon("2026-02-04"))
        (alert,) = alerts_of(entry)
        assert told(alert) == ("outcome_changed", ["adult"], "permitted", "undetermined")
        assert alert.after["because"] == ["site_elsewhere"]

    def test_and_is_asked_again_the_next_day(self, people, site):
        entry = make_entry(site, people[ADA])
        redecide_all(SOON)
        Watch.objects.update(jurisdiction="XB", due_at=SOON)
        redecide_all(noon("2026-02-03"))
        Watch.objects.update(jurisdiction="XA")
        assert redecide_all(noon("2026-02-04")) == 1
        assert watch_of(entry).outcome == "permitted"
        assert told(alerts_of(entry)[1]) == ("outcome_changed", ["adult"], "undetermined", "permitted")

    def test_spoils_no_other(self, people, site):
        """Of one person what is kept for reading quickly is broken, and the engine with it; the others are answered."""
        entries = [make_entry(site, people[number]) for number in (ADA, BEN)]
        Dossier.objects.filter(practitioner=people[BEN]).update(content='[["licence", 1]]')
        assert redecide_due(at=SOON) == 2
        assert [watch_of(one).outcome for one in entries] == ["permitted", "undetermined"]
        assert watch_of(entries[1]).gaps == ["failed"]
