"""`GET /verifications`: what an organisation was told, and which of it would be told otherwise now."""

import copy
import datetime as dt

import pytest

import credentials.differing as listing
from accounts.models import User
from credentials.models import Practitioner, Verification
from credentials.operations.erasure import erase_person
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from credentials.queries import differing
from law.operations.releases import release_pack
from outbox.models import Message
from tests.credentials.api.conftest import BASE, faults, problem
from tests.credentials.api.world import ADA, CARL, DORA, PEOPLE, certification, law_content, licence, put, training
from tests.credentials.replays.conftest import BIRCH

PATH = f"{BASE}/verifications"
CARL_ASKED = {"practitioner": {"registry_number": CARL}}


def ada(**changed):
    return copy.deepcopy(PEOPLE[0]) | changed


def listed(client, **query):
    """Every item, page after page."""
    items = []
    while True:
        answer = client.get(PATH, query)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        items += page["items"]
        if page["next"] is None:
            return items
        query["cursor"] = page["next"]


def ids(items):
    return [one["id"] for one in items]


def test_newest_first_and_only_ones_own(verify, asker, make_client):
    first, second = verify().json(), verify(**CARL_ASKED, jurisdiction="XB").json()
    verify(client=make_client("verify:read", organisation=BIRCH))
    told = listed(asker)
    assert ids(told) == [second["id"], first["id"]]
    assert told[1] == {
        "id": first["id"],
        "decided_at": first["decided_at"],
        "practitioner": ADA,
        "jurisdiction": "XA",
        "on": "2026-03-02",
        "outcome": "conditional",
    }


def test_page_by_page(verify, asker, monkeypatch):
    for _ in range(5):
        verify()
    whole = ids(listed(asker))
    monkeypatch.setattr("credentials.api.past_answers.PAGE", 2)
    assert ids(listed(asker)) == whole
    assert len(set(whole)) == 5


FILTERS = {
    "a practitioner": ({"practitioner": CARL}, 1),
    "a practitioner in small letters": ({"practitioner": CARL.lower()}, 1),
    "nobody": ({"practitioner": "FN-0000-0000"}, 0),
    "an outcome": ({"outcome": "conditional"}, 1),
    "another outcome": ({"outcome": "refused"}, 0),
    "until today": ({"until": dt.datetime.now(dt.UTC).date().isoformat()}, 0),
    "from today": ({"from": dt.datetime.now(dt.UTC).date().isoformat()}, 2),
    "from the last of days": ({"from": "9999-12-31"}, 0),
}


@pytest.mark.parametrize(("query", "count"), FILTERS.values(), ids=FILTERS.keys())
def test_filters(verify, asker, query, count):
    verify()
    verify(**CARL_ASKED, jurisdiction="XB")
    assert len(listed(asker, **query)) == count


FAULTS = {
    "differs says only true": ({"differs": "false"}, [("/differs", "unknown_value")]),
    "no outcome": ({"outcome": "yes"}, [("/outcome", "unknown_value")]),
    "no day": ({"from": "today", "until": "2026-02-30"}, [("/from", "not_a_day"), ("/until", "not_a_day")]),
    "no registry number": ({"practitioner": "7"}, [("/practitioner", "not_a_registry_number")]),
    "no cursor": ({"cursor": "1"}, [("/cursor", "not_a_cursor")]),
    "a cursor of nowhere": ({"cursor": "5f0e3f7c-0000-4000-8000-000000000000"}, [("/cursor", "not_a_cursor")]),
    "unknown": ({"sort": "on"}, [("/sort", "unknown_parameter")]),
}


@pytest.mark.parametrize(("query", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_every_fault_is_named(people, asker, query, expected):
    assert faults(asker.get(PATH, query)) == expected


def test_somebody_elses_answer_is_no_cursor(verify, asker, make_client):
    other = verify(client=make_client("verify:read", organisation=BIRCH)).json()["id"]
    assert faults(asker.get(PATH, {"cursor": other})) == [("/cursor", "not_a_cursor")]


def test_any_key_of_the_organisation_reads_but_asking_needs_its_scope(verify, asker, make_client):
    told = verify().json()
    colleague = make_client("roster:read")
    assert ids(listed(colleague)) == [told["id"]]
    assert verify(client=colleague).status_code == 403


def test_nothing_differs_when_nothing_changed(verify, asker):
    verify()
    assert listed(asker, differs="true") == []


def test_what_would_come_out_otherwise_now(verify, asker):
    verify()
    told = verify(jurisdiction="GB-WLS").json()
    verify(**CARL_ASKED, jurisdiction="XB")
    put(ada(licences=[licence("A-1"), licence("W 12.34-5", "GB-WLS", expires_on="2026-01-31")]))
    (one,) = listed(asker, differs="true")
    assert (one["id"], one["outcome"], one["practitioner"]) == (told["id"], "permitted", ADA)
    assert one["then"] == {
        "outcome": "permitted",
        "codes": ["certification", "law_permits", "licence_active"],
        "conditions": [],
    }
    assert one["now"]["outcome"] == "refused"
    assert "licence_expired" in one["now"]["codes"]


CHANGES = {
    "a renewal": {"licences": [licence("A-1", expires_on="2040-12-31"), licence("W 12.34-5", "GB-WLS")]},
    "training after the day": {"training": [training(), training(80, course="DN-2", completed_on="2026-03-03")]},
    "another name": {"name": "Ada Smith", "former_names": []},
    "a certification more": {"certifications": [certification("C-1"), certification("C-9", issued_on="2026-03-03")]},
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_in_the_ordinary_course_makes_nothing_differ(verify, asker, changed):
    verify(name="Ada Okafor")
    verify(jurisdiction="GB-WLS")
    put(ada(**changed))
    assert listed(asker, differs="true") == []


def test_no_passing_of_days_makes_any_differ(verify, asker):
    verify(jurisdiction="GB-WLS")
    put(ada(credentials=[]))
    put(ada(credentials=[{"title": "CPR", "issued_on": "2020-01-01", "expires_on": None}]))
    wanted = differing.Wanted(organisation_id=Verification.objects.get().organisation_id)
    review_overdue = dt.datetime(2190, 1, 1, tzinfo=dt.UTC)
    assert listing.list_differing(wanted, after=None, now=review_overdue) == ([], None)


def test_a_release_touches_the_answers_of_its_places(verify, asker):
    told = verify(jurisdiction="GB-WLS").json()
    verify()
    content = copy.deepcopy(law_content())
    (wales,) = (place for place in content["jurisdictions"] if place["jurisdiction"] == "GB-WLS")
    wales["provisions"][0]["position"] = "prohibited"
    release_pack(content=content)
    assert ids(listed(asker, differs="true")) == [told["id"]]
    release_pack(content=law_content())
    assert listed(asker, differs="true") == []


def test_a_question_that_can_no_longer_be_answered_differs(verify, asker):
    told = verify().json()
    content = copy.deepcopy(law_content())
    content["jurisdictions"] = [one for one in content["jurisdictions"] if one["jurisdiction"] != "XA"]
    release_pack(content=content)
    (one,) = listed(asker, differs="true")
    assert (one["id"], one["now"]) == (told["id"], None)


def test_a_merge_and_its_undoing_alone_are_enough(verify, asker):
    told = verify(practitioner={"registry_number": DORA}).json()
    ada, dora = (Practitioner.objects.get(registry_number=number) for number in (ADA, DORA))
    first, second = (User.objects.create(email=f"{n}@example.org", is_active=True) for n in (1, 2))
    merged = confirm_merge(proposal=propose_merge(survivor=ada, absorbed=dora, reason="one", by=first), by=second)
    assert ids(listed(asker, differs="true")) == [told["id"]]
    close_merge(proposal=merged, reason="two", by=first)
    assert listed(asker, differs="true") == []


def test_a_place_that_comes_on_file_touches_the_places_within_it(verify, asker):
    content = copy.deepcopy(law_content())
    content["jurisdictions"] = [one for one in content["jurisdictions"] if one["jurisdiction"] != "GB-WLS"]
    release_pack(content=content)
    told = verify(jurisdiction="GB-CRF").json()
    assert told["question"]["jurisdiction"] == "GB-CRF"
    release_pack(content=law_content())
    (one,) = listed(asker, differs="true")
    assert (one["id"], one["now"]["outcome"]) == (told["id"], "permitted")


def test_what_an_erased_person_counted_in_is_not_said_to_differ(verify, asker, admins, deliver):
    told = verify(jurisdiction="GB-WLS").json()
    put(ada(licences=[licence("A-1"), licence("W 12.34-5", "GB-WLS", expires_on="2026-01-31")]))
    assert ids(listed(asker, differs="true")) == [told["id"]]
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    content = copy.deepcopy(law_content())
    (wales,) = (place for place in content["jurisdictions"] if place["jurisdiction"] == "GB-WLS")
    wales["provisions"][0]["position"] = "prohibited"
    release_pack(content=content)
    assert listed(asker, differs="true") == []
    assert ids(listed(asker)) == [told["id"]]
    deliver()
    assert not Message.objects.filter(kind="answers_differ").exists()
    assert problem(asker.post(f"{PATH}/{told['id']}/replay"), 410)["type"] == "/problems/erased"


def test_short_pages_have_a_next_one(verify, asker, monkeypatch):
    told = [verify(jurisdiction="GB-WLS").json()["id"] for _ in range(4)]
    for _ in range(6):
        verify(**CARL_ASKED, jurisdiction="XB")
    put(ada(certifications=[]))
    monkeypatch.setattr(differing, "BLOCK", 3)
    monkeypatch.setattr(listing, "CHUNK", 2)
    monkeypatch.setattr(listing, "MOST_DECIDED", 3)
    monkeypatch.setattr(listing, "MOST_BLOCKS", 2)
    assert ids(listed(asker, differs="true")) == told[::-1]
    assert asker.get(PATH, {"differs": "true"}).json()["next"] is not None


def test_a_second_look_spares_the_next(verify, asker, admins, deliver):
    told = verify(jurisdiction="GB-WLS").json()
    verify()
    put(ada(licences=[licence("A-1"), licence("W 12.34-5", "GB-WLS", expires_on="2026-01-31")]))
    wanted = differing.Wanted(organisation_id=Verification.objects.first().organisation_id)
    assert len(differing.list_candidates(wanted, after=None, limit=10)) == 2
    deliver()
    assert [str(one.id) for one in differing.list_candidates(wanted, after=None, limit=10)] == [told["id"]]
    assert ids(listed(asker, differs="true")) == [told["id"]]
    put(ada())
    assert len(differing.list_candidates(wanted, after=None, limit=10)) == 2
    assert listed(asker, differs="true") == []
