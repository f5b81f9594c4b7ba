"""An answer that ends soon is told by the ladder: once for each step, and never what was renewed in time."""

import datetime as dt

import pytest

from clinics.models import Alert, AlertSettings, RosterEntry
from clinics.operations.alerts.expiring import tell_expiries
from tests.clinics.alerts.world import DAY, HOUR, NOON, watched
from tests.clinics.world import ADA, BEN, make_clinic, make_entry, make_site

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LADDER = (30, 14, 7, 0, -1)


def in_days(days):
    return TODAY + dt.timedelta(days)


def ends(entry, last, *, group="adult", outcome="permitted", to="refused", **more):
    """The answer of an entry holds through a day, and no longer."""
    change = {"on": (last + DAY).isoformat(), "outcome": to, "because": ["licence_expired"]}
    watched(entry, group, outcome=outcome, holds_until=last, next_change=change, due_at=None, **more)


def tell(at=NOON, ladder=LADDER):
    """The steps of what was told by a run."""
    before = set(Alert.objects.values_list("pk", flat=True))
    tell_expiries(at=at, ladder=ladder)
    return sorted(one.details["step"] for one in Alert.objects.exclude(pk__in=before))


STEPS = [(31, []), (30, [30]), (29, [30]), (15, [30]), (14, [14]), (8, [14]), (1, [7]), (0, [0]), (-1, [])]


@pytest.mark.parametrize(("days", "steps"), STEPS, ids=[f"{days} days before" for days, _ in STEPS])
def test_an_answer_is_told_for_the_step_that_it_has_reached(entry, days, steps):
    ends(entry, in_days(days))
    assert tell() == steps
    assert tell(NOON + HOUR) == []


def test_day_after_day_each_step_is_told_once(entry):
    ends(entry, in_days(32))
    told = [tell(NOON + n * DAY) for n in range(35)]
    assert [(n, steps) for n, steps in enumerate(told) if steps] == [(2, [30]), (18, [14]), (25, [7]), (32, [0])]


def test_after_missed_days_it_is_told_once_for_the_step_reached(entry):
    ends(entry, in_days(32))
    assert [tell(NOON), tell(NOON + 26 * DAY), tell(NOON + 27 * DAY)] == [[], [7], []]


def test_what_was_renewed_in_time_is_told_no_more(entry):
    ends(entry, in_days(20))
    assert tell() == [30]
    ends(entry, in_days(400))
    assert [tell(NOON + n * DAY) for n in (6, 13, 20)] == [[], [], []]


def test_what_is_to_be_decided_again_waits_for_that(entry):
    ends(entry, in_days(7))
    watched(entry, due_at=NOON)
    assert tell() == []
    watched(entry, due_at=NOON + DAY)
    assert tell() == [7]


LEFT_ALONE = [
    ("it becomes better", {"outcome": "conditional", "to": "permitted"}),
    ("it was no yes anyway, and becomes none", {"outcome": "refused", "to": "refused"}),
    ("the entry was closed", {"closed_at": NOON}),
]


@pytest.mark.parametrize("more", [one[1] for one in LEFT_ALONE], ids=[one[0] for one in LEFT_ALONE])
def test_what_time_does_not_lower_is_left_alone(entry, more):
    ends(entry, in_days(7), **more)
    assert tell() == []


def test_an_unknown_that_becomes_a_no_is_told(entry):
    ends(entry, in_days(7), outcome="undetermined")
    assert tell() == [7]


def test_who_leaves_before_is_not_told_of(people, site):
    leaving = make_entry(site, people[BEN], until_on=in_days(8))
    ends(leaving, in_days(7))
    staying = make_entry(site, people[ADA], until_on=in_days(9))
    ends(staying, in_days(7))
    assert tell() == [7]
    assert Alert.objects.get().entry_key == staying.key


def test_both_groups_of_an_entry_are_one_alert_with_the_worst(people, site):
    entry = make_entry(site, people[ADA], groups=("adult", "child"))
    ends(entry, in_days(7), to="conditional")
    ends(entry, in_days(7), group="child")
    tell()
    alert = Alert.objects.get()
    assert (alert.groups, alert.after["outcome"]) == (["adult", "child"], "refused")
    assert (alert.on_day, alert.details) == (in_days(8), {"holds_until": in_days(7).isoformat(), "step": 7})


def test_groups_that_end_on_other_days_are_told_apart(people, site):
    entry = make_entry(site, people[ADA], groups=("adult", "child"))
    ends(entry, in_days(7))
    ends(entry, in_days(14), group="child")
    assert tell() == [7, 14]


def test_a_clinic_has_its_own_ladder(people, entry):
    birch = make_clinic("Birch Clinic")
    AlertSettings.objects.create(
        organisation=birch, ladder=[180], channels=["inbox"], changed_at=NOON, changed_by="user:1"
    )
    there = make_entry(make_site(birch), people[BEN])
    for one in (entry, there):
        ends(one, in_days(100))
    assert tell() == [180]
    assert RosterEntry.objects.get(key=Alert.objects.get().entry_key).organisation == birch


@pytest.mark.parametrize(("zone", "steps"), [("Pacific/Kiritimati", [7]), ("Pacific/Pago_Pago", [])])
def test_the_day_is_that_of_the_site(people, clinic, zone, steps):
    entry = make_entry(make_site(clinic, "Far Away", zone=zone), people[ADA])
    ends(entry, in_days(8))
    assert tell(ladder=[7]) == steps


def test_many_are_told_in_parts(people, site, monkeypatch):
    monkeypatch.setattr("clinics.operations.alerts.expiring.CHUNK", 2)
    for number in people:
        ends(make_entry(site, people[number]), in_days(3))
    assert tell() == [7] * len(people)
