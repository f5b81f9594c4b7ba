"""What rules would do, seen before they are saved, is what they do when they are saved."""

import datetime as dt

import pytest
from django.utils import timezone

from clinics.models import RosterEntry, Watch
from clinics.operations import policy_previews
from clinics.operations.roster import end_entry
from credentials.models import SitePolicy
from tests.clinics.policies.test_policies import faults_of, outcome, saved, sent
from tests.clinics.world import ADA, BEN, CY, make_entry, make_site

pytestmark = pytest.mark.django_db
HOURS = {"kind": "training_hours", "minimum": 80}
WINDOW = {"kind": "attestation", "key": "window_open", "says": "a window is open"}


@pytest.fixture
def staffed(people, site):
    """Ada for adults and children, Ben for adults, Cy who may not at all."""
    for number, groups in ((ADA, ["adult", "child"]), (BEN, ["adult"]), (CY, ["adult"])):
        make_entry(site, people[number], groups)
    return site


def previewed(caller, *sites, **told):
    response = sent(caller, "policies/preview", sites=[one.code for one in sites], **told)
    assert response.status_code == 200, response.content
    return response.json()


def test_it_tells_who_would_go_from_what_to_what_and_saves_nothing(caller, staffed):
    told = previewed(caller, staffed, requires=HOURS)
    assert (told["watched"], told["decided"], told["changed"], told["left_off"]) == (4, 4, 4, 0)
    assert {(one["before"], one["after"]): one["count"] for one in told["counts"]} == {
        ("permitted", "refused"): 2,
        ("conditional", "refused"): 1,
        ("refused", "refused"): 1,  # another gap besides the one there was
    }
    ada = next(one for one in told["items"] if (one["registry_number"], one["group"]) == (ADA, "adult"))
    assert (ada["before"]["outcome"], ada["after"]["outcome"], ada["because"]) == (
        "permitted",
        "refused",
        ["training_hours"],
    )
    assert not SitePolicy.objects.exists()
    assert set(Watch.objects.values_list("cause", "outcome")) == {("entry", None)}


def test_a_condition_that_is_added_counts_as_a_change(caller, staffed):
    told = previewed(caller, staffed, requires=WINDOW)
    ben = next(one for one in told["items"] if one["registry_number"] == BEN)
    assert (ben["before"]["conditions"], ben["after"]["conditions"]) == ([], ["window_open"])
    assert ben["because"] == ["window_open"]


def test_what_was_previewed_is_what_happens(caller, staffed):
    starts_on = (timezone.now().date() + dt.timedelta(days=30)).isoformat()
    told = previewed(caller, staffed, requires=HOURS, starts_on=starts_on)
    assert {one["on"] for one in told["items"]} == {starts_on}
    assert saved(caller, staffed, starts_on=starts_on).status_code == 201
    after = {(one["registry_number"], one["group"]): one["after"]["outcome"] for one in told["items"]}
    assert after[ADA, "adult"] == outcome(caller, staffed, starts_on) == "refused"
    assert outcome(caller, staffed, timezone.now().date().isoformat()) == "permitted"


def test_rules_of_the_past_are_seen_as_of_today(caller, staffed):
    told = previewed(caller, staffed, requires=HOURS, starts_on="2020-01-01")
    assert {one["on"] for one in told["items"]} == {timezone.now().date().isoformat()}


def test_the_rules_that_stand_are_the_other_side_of_the_comparison(caller, staffed):
    saved(caller, staffed, starts_on="2020-01-01")
    told = previewed(caller, staffed, requires={"kind": "training_hours", "minimum": 30})
    assert {(one["before"], one["after"]): one["count"] for one in told["counts"]} == {
        ("refused", "permitted"): 2,
        ("refused", "conditional"): 1,
    }
    assert previewed(caller, staffed, requires=HOURS)["changed"] == 0


def test_only_who_is_there_on_that_day_counts(caller, people, site):
    today = timezone.now().date()
    make_entry(site, people[ADA], starts_on=today + dt.timedelta(days=10))
    leaving = make_entry(site, people[BEN])
    end_entry(entry=leaving, until_on=today + dt.timedelta(days=5), by="user:1")
    assert RosterEntry.objects.filter(superseded_at=None).count() == 2

    def numbers(day):
        told = previewed(caller, site, requires=HOURS, starts_on=(today + dt.timedelta(days=day)).isoformat())
        assert told["watched"] == told["decided"]
        return [one["registry_number"] for one in told["items"]]

    assert (numbers(0), numbers(4), numbers(5), numbers(10)) == ([BEN], [BEN], [], [ADA])


def test_a_cap_is_told(caller, staffed, monkeypatch):
    monkeypatch.setattr(policy_previews, "MOST_DECIDED", 3)
    monkeypatch.setattr("clinics.api.policy_schemas.MOST_TOLD", 1)
    told = previewed(caller, staffed, requires=HOURS)
    assert (told["watched"], told["decided"], told["changed"], len(told["items"]), told["left_off"]) == (4, 3, 3, 1, 2)


def test_several_sites_are_seen_together(caller, people, staffed):
    other = make_site(staffed.organisation, "Side Street", place="XB")
    make_entry(other, people[CY])
    told = previewed(caller, staffed, other, requires=HOURS)
    assert {one["site"] for one in told["items"]} == {staffed.code, other.code}
    assert told["watched"] == 5


def test_faults_of_the_tree_are_told_as_when_saving(caller, staffed):
    told = sent(caller, "policies/preview", sites=[], requires={"all_of": []}, starts_on="soon")
    assert faults_of(told) == {("/sites", "wrong_number"), ("/requires/all_of", "empty"), ("/starts_on", "not_a_day")}
