"""What makes an entry due: a record, the law, the rules and the words of a site, and nothing that cannot touch it."""

import datetime as dt

import pytest
from django.db import transaction

from accounts.models import Person
from accounts.operations.clock import recording_at, tick
from clinics.models import Watch
from clinics.operations.declarations import declare
from clinics.operations.monitoring import following
from clinics.operations.policies import save_policy
from clinics.operations.sites import change_site
from credentials.models import Practitioner
from outbox.models import Message
from tests.clinics.monitoring.watching import (
    SOON,
    alerts_of,
    causes_of,
    follow_on,
    law_with,
    noon,
    put_licensed,
    redecide_all,
    run_jobs,
    told,
    watch_of,
)
from tests.clinics.world import (
    ADA,
    BEN,
    CONSENT,
    EVE,
    make_clinic,
    make_entry,
    make_site,
    person,
    put_person,
    release_law,
)

pytestmark = pytest.mark.django_db
FAY = "FN-FAY0-0001"
LATER = noon("2026-03-02")


@pytest.fixture
def entry(people, site):
    """Ada in Xanadu, decided."""
    entry = make_entry(site, people[ADA])
    run_jobs(SOON)
    redecide_all(SOON)
    return entry


@pytest.fixture
def later(entry):
    """What a test does now is recorded in March."""
    with recording_at(LATER):
        yield


def due(at=LATER):
    """Entry, group and cause of what is due a minute later."""
    rows = Watch.objects.filter(due_at__lte=at + dt.timedelta(minutes=1), closed_at=None).order_by("pk")
    return [(one.entry_key, one.group, one.cause) for one in rows]


def suspend(number, since):
    put_licensed(number, statuses=[{"status": "suspended", "from": since, "until": None}])


class TestARecord:
    def test_that_changes_makes_its_own_entries_due(self, site, entry, later, people):
        other = make_entry(site, put_licensed(FAY))
        redecide_all(LATER + dt.timedelta(seconds=1))
        suspend(FAY, "2026-03-02")
        assert due() == [(other.key, "adult", "record")]
        redecide_all(LATER + dt.timedelta(minutes=1))
        (alert,) = alerts_of(other)
        assert told(alert) == ("outcome_changed", ["adult"], "permitted", "refused")
        assert alert.after["because"] == ["licence_active", "licence_suspended"]
        assert causes_of(other) == ["entry", "record"]

    def test_that_is_corrected_before_anyone_looked_changed_nothing(self, site, entry, later):
        other = make_entry(site, put_licensed(FAY))
        redecide_all(LATER + dt.timedelta(seconds=1))
        suspend(FAY, "2026-03-02")
        put_licensed(FAY)
        redecide_all(LATER + dt.timedelta(minutes=1))
        assert (watch_of(other).outcome, alerts_of(other)) == ("permitted", [])

    def test_that_will_be_suspended_is_told_of_today(self, site, entry, later):
        other = make_entry(site, put_licensed(FAY))
        redecide_all(LATER + dt.timedelta(seconds=1))
        suspend(FAY, "2026-04-01")
        redecide_all(LATER + dt.timedelta(minutes=1))
        (alert,) = alerts_of(other)
        assert told(alert) == ("change_coming", ["adult"], "permitted", "refused")
        assert alert.on_day == dt.date(2026, 4, 1)
        redecide_all(noon("2026-04-01"))
        assert [one.kind for one in alerts_of(other)] == ["change_coming", "outcome_changed"]

    def test_that_is_suspended_until_a_day_says_when_that_ends(self, site, entry, later):
        other = make_entry(site, put_licensed(FAY))
        redecide_all(LATER + dt.timedelta(seconds=1))
        put_licensed(FAY, statuses=[{"status": "suspended", "from": "2026-04-01", "until": "2026-05-01"}])
        redecide_all(LATER + dt.timedelta(minutes=1))
        redecide_all(noon("2026-04-01"))
        days = [(one.kind, one.on_day, one.after["outcome"]) for one in alerts_of(other)]
        assert days == [
            ("change_coming", dt.date(2026, 4, 1), "refused"),
            ("outcome_changed", None, "refused"),
            ("change_coming", dt.date(2026, 5, 1), "permitted"),
        ]

    def test_whose_licence_will_only_expire_is_told_by_the_ladder_instead(self, site, entry, later):
        other = make_entry(site, put_licensed(FAY))
        redecide_all(LATER + dt.timedelta(seconds=1))
        put_licensed(FAY, until="2026-04-01")
        redecide_all(LATER + dt.timedelta(minutes=1))
        assert watch_of(other).next_change["on"] == "2026-04-02"
        assert alerts_of(other) == []


class TestTheLaw:
    def release(self, content):
        release_law(content)
        run_jobs(LATER + dt.timedelta(seconds=1))

    def test_of_a_place_touches_rosters_there_and_of_that_profession(self, clinic, site, entry, later, people):
        elsewhere = make_entry(make_site(clinic, "Ys", place="XB", declares=[CONSENT]), people[ADA])
        chiro = make_entry(site, people[EVE])
        redecide_all(LATER + dt.timedelta(seconds=1))
        self.release(law_with("xa", follow_on("xa-pt", "permitted", "2026-03-02")))
        assert due() == [(entry.key, "adult", "law")]
        assert watch_of(chiro).professions == ["DC"]
        assert watch_of(elsewhere).jurisdiction == "XB"

    def test_that_starts_next_month_is_told_of_today_with_the_day(self, entry, later):
        self.release(law_with("xa", follow_on("xa-pt", "prohibited", "2026-04-01")))
        redecide_all(LATER + dt.timedelta(minutes=1))
        (alert,) = alerts_of(entry)
        assert told(alert) == ("change_coming", ["adult"], "permitted", "refused")
        assert (alert.on_day, alert.after["because"][:2]) == (
            dt.date(2026, 4, 1), ["law_prohibits", "training_hours"],
        )  # fmt: skip
        assert alert.details["cause"] == "law"
        assert watch_of(entry).due_at == dt.datetime(2026, 4, 1, tzinfo=dt.UTC)

    def test_that_was_told_of_is_not_told_of_again(self, entry, later):
        self.release(law_with("xa", follow_on("xa-pt", "prohibited", "2026-04-01")))
        redecide_all(LATER + dt.timedelta(minutes=1))
        put_person(person(ADA, "Ada Okafor-Smith"))
        assert [cause for *_, cause in due()] == ["record"]
        redecide_all(LATER + dt.timedelta(minutes=1))
        assert len(alerts_of(entry)) == 1

    @pytest.mark.parametrize(
        "change", [{"review_months": 24}, {"evidence_floor": "primary"}], ids=["the review period", "the floor"]
    )
    def test_as_a_whole_touches_everybody(self, clinic, entry, later, people, change):
        make_entry(make_site(clinic, "Ys", place="XB"), people[ADA])
        redecide_all(LATER + dt.timedelta(seconds=1))
        self.release(law_with(**change))
        assert [cause for *_, cause in due()] == ["law", "law"]

    def test_released_again_as_it_stands_touches_nobody(self, entry, later):
        self.release(law_with())
        assert due() == []

    def test_is_marked_in_steps_each_of_its_own(self, entry, later, people, clinic, site, monkeypatch):
        monkeypatch.setattr(following, "AT_ONCE", 2)
        for number in (BEN, EVE):
            make_entry(site, people[number], groups=["adult", "child"])
        redecide_all(LATER + dt.timedelta(seconds=1))
        self.release(law_with(review_months=24))
        assert len(due()) == 5
        assert Message.objects.filter(kind=following.MARKING, payload__has_key="after_watch").count() == 2

    def test_a_first_law_answers_those_who_waited_for_it(self, db):
        Message.objects.all().delete()
        with transaction.atomic():
            person = Person.objects.create()
            waiting = Practitioner.objects.create(registry_number=FAY, person=person, recorded_at=tick())
        make_entry(make_site(make_clinic()), waiting)
        release_law()
        assert Message.objects.get(kind=following.MARKING).payload["before"] is None

    def test_where_nobody_is_on_a_roster_there_is_nothing_to_mark(self, db):
        Message.objects.all().delete()
        release_law()
        assert not Message.objects.filter(kind=following.MARKING).exists()

    def test_that_falls_due_for_review_is_found_on_the_day(self, entry, later):
        self.release(law_with(review_months=15))
        redecide_all(LATER + dt.timedelta(minutes=1))
        overdue = dt.datetime(2026, 4, 2, tzinfo=dt.UTC)
        assert watch_of(entry).due_at == overdue
        assert watch_of(entry).next_change is None  # for whoever asks today it never falls due
        redecide_all(overdue)
        alert = alerts_of(entry)[-1]
        assert told(alert) == ("outcome_changed", ["adult"], "permitted", "undetermined")
        assert alert.after["because"] == ["law_review_overdue"]


class TestASite:
    def test_with_other_rules_decides_its_roster_anew(self, site, entry, later):
        save_policy(sites=[site], requires={"kind": "years_licensed", "minimum": 20}, by="user:1")
        assert [cause for *_, cause in due()] == ["policy"]
        redecide_all(LATER + dt.timedelta(minutes=1))
        assert told(alerts_of(entry)[0]) == ("outcome_changed", ["adult"], "permitted", "refused")

    def test_whose_rules_begin_later_tells_so_today(self, site, entry, later):
        rule = {"kind": "years_licensed", "minimum": 20}
        save_policy(sites=[site], requires=rule, starts_on=dt.date(2026, 5, 1), by="user:1")
        redecide_all(LATER + dt.timedelta(minutes=1))
        (alert,) = alerts_of(entry)
        assert (alert.kind, alert.on_day) == ("change_coming", dt.date(2026, 5, 1))

    def test_that_declares_less_asks_more(self, site, entry, later):
        declare(site=site, declared=[], known_keys={CONSENT}, by="user:1")
        assert [cause for *_, cause in due()] == ["declaration"]
        redecide_all(LATER + dt.timedelta(minutes=1))
        (alert,) = alerts_of(entry)
        assert told(alert) == ("outcome_changed", ["adult"], "permitted", "conditional")
        assert alert.after["conditions"] == [CONSENT]

    def test_that_asks_for_one_thing_more_says_which(self, site, entry, later):
        declare(site=site, declared=[], known_keys={CONSENT}, by="user:1")
        redecide_all(LATER + dt.timedelta(minutes=1))
        rule = {"kind": "attestation", "key": "gloves", "says": "gloves are worn"}
        save_policy(sites=[site], requires=rule, by="user:1")
        redecide_all(LATER + dt.timedelta(minutes=2))
        assert told(alerts_of(entry)[1]) == ("condition_added", ["adult"], "conditional", "conditional")
        assert alerts_of(entry)[1].after["because"] == ["gloves"]

    def test_in_another_time_zone_looks_at_other_instants(self, site, entry, later):
        change_site(site=site, time_zone="Pacific/Kiritimati")
        assert len(due()) == 1
