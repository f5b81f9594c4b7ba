"""What the other tests of clinics stand on."""

import pytest

from clinics.models import Watch
from credentials.models import Practitioner
from tests.clinics.world import ADA, BEN, CONSENT, CY, DEE, EVE, make_entry

pytestmark = pytest.mark.django_db
TODAY = "2026-03-02"
CASES = [
    (ADA, "XA", "adult", "permitted"),
    (ADA, "XB", "child", "conditional"),  # parent and child are asked at the bedside
    (BEN, "XA", "adult", "permitted"),
    (BEN, "XA", "child", "refused"),
    (CY, "XA", "adult", "refused"),
    (CY, "XB", "adult", "permitted"),
    (DEE, "XB", "adult", "refused"),
    (EVE, "XA", "adult", "refused"),
    (EVE, "XB", "adult", "undetermined"),
]


@pytest.mark.parametrize(("number", "place", "group", "outcome"), CASES)
def test_what_the_world_holds_of_its_people(people, caller, number, place, group, outcome):
    query = {"jurisdiction": place, "group": group, "on": TODAY, "attested": CONSENT}
    response = caller.get(f"/api/v1/practitioners/{number}/standing", query)
    assert response.json()["outcome"] == outcome, response.content


def test_an_entry_is_watched_for_each_of_its_groups(people, site):
    entry = make_entry(site, people[ADA], groups=["adult", "child"])
    assert set(Watch.objects.values_list("entry_key", "group")) == {(entry.key, "adult"), (entry.key, "child")}
    assert Practitioner.objects.get(registry_number=ADA).roster_entries.get() == entry
