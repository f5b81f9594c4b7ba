"""Law that is released before its first day: told at once, named as the next change, and decides nothing until then."""

import datetime as dt
import json

import pytest
from django.test import Client

from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from law.operations.releases import release_pack
from tests.credentials.api.world import law_content, record_people, release_law

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(dt.UTC).date()
FIRST = TODAY + dt.timedelta(days=30)
BEFORE = FIRST - dt.timedelta(days=1)


@pytest.fixture
def ask(db):
    """Ask the API, with a key that may ask about anyone."""
    forget_keys()
    release_law()
    record_people()
    clinic = find_or_make_organisation(name="Aspen Clinic")
    _, key = create_api_key(organisation=clinic, scopes=("verify:read",))
    return lambda path: Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"}).json()


@pytest.fixture
def forbidden_from_next_month(ask):
    """From the first day on, the country forbids what it allowed."""
    content = json.loads(json.dumps(law_content()))
    place = next(one for one in content["jurisdictions"] if one["jurisdiction"] == "XB")
    (old,) = place["provisions"]
    new = {**old, "id": "xb-pt-next", "position": "prohibited", "says": "No more."}
    new["in_force"] = {"from": FIRST.isoformat(), "until": None}
    old["in_force"] = {**old["in_force"], "until": FIRST.isoformat()}
    place["provisions"].append(new)
    release_pack(content=content)


def standing(ask, on):
    return ask(f"practitioners/FN-CAR0-0001/standing?jurisdiction=XB&group=adult&on={on}")


def test_it_decides_from_its_first_day_and_is_named_until_then(ask, request):
    before = {on: standing(ask, on)["outcome"] for on in (TODAY, BEFORE, FIRST)}
    assert set(before.values()) == {"permitted"}
    request.getfixturevalue("forbidden_from_next_month")
    assert [standing(ask, on)["outcome"] for on in (TODAY, BEFORE, FIRST)] == ["permitted", "permitted", "refused"]
    told = standing(ask, TODAY)["next_change"]
    assert (told["on"], told["outcome"]) == (FIRST.isoformat(), "refused")


def test_the_provisions_of_any_day_tell_it(ask, forbidden_from_next_month):
    def ids(on):
        return [one["id"] for one in ask(f"jurisdictions/XB/provisions?on={on}")["items"]]

    assert [ids(on) for on in (TODAY, BEFORE, FIRST, "2199-12-31")] == [["xb-pt"], ["xb-pt"], *[["xb-pt-next"]] * 2]
    assert ids("1900-01-01") == []
    assert ask("jurisdictions/XB/provisions?on=9999-12-31")["errors"][0]["code"] == "out_of_range"


def test_the_history_tells_it_at_once(ask, forbidden_from_next_month):
    changes = ask("law/changes?jurisdiction=XB&profession=PT")["items"][0]["changes"]
    assert [(one["id"], one["kind"], one["in_force"]["from"]) for one in changes] == [
        ("xb-pt", "closed", "2001-01-01"),
        ("xb-pt-next", "added", FIRST.isoformat()),
    ]
