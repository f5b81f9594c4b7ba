"""Asking for packs over the API, and fetching them."""

import datetime as dt
import hashlib
import json

import pytest

from accounts.operations.clock import recording_at
from clinics.models import EvidenceAsk, EvidenceMaking
from clinics.operations.packs.sweeping import sweep_packs
from clinics.tasks.packs import make_evidence_packs
from tests.clinics.packs.looking import MARCH, open_pack
from tests.clinics.world import client_of, make_clinic, make_site

pytestmark = pytest.mark.django_db
PACKS = "/api/v1/evidence-packs"


def post(caller, **body):
    return caller.post(PACKS, json.dumps(body), content_type="application/json")


@pytest.fixture
def pack(roster, caller):
    return post(caller, day="2026-03-02").json()


def test_a_small_pack_is_made_at_once_and_fetched(roster, caller, site):
    response = post(caller, day="2026-03-02")
    told = response.json()
    assert (response.status_code, told["state"], told["entries"], told["decisions"]) == (201, "ready", 3, 4)
    assert told["sites"][0]["known_at"] == "2026-03-03T00:00:00.000000Z"
    file = caller.get(response["Location"], headers={"Accept": "application/zip"})
    content = file.getvalue()
    assert file["Content-Type"] == "application/zip"
    assert file["Content-Length"] == str(len(content)) == str(told["editions"][0]["size"])
    assert hashlib.sha256(content).hexdigest() == told["editions"][0]["sha256"]
    assert "report.pdf" in open_pack(content)


def test_asked_for_again_it_is_the_same_and_who_asked_is_kept(pack, caller, clinic):
    viewer = client_of(clinic, "roster:read")
    again = post(viewer, day="2026-03-02", at=None, sites=None)
    assert (again.status_code, again.json()["id"]) == (200, pack["id"])
    assert len(again.json()["asks"]) == EvidenceAsk.objects.count() == 2
    assert [one["id"] for one in viewer.get(PACKS).json()["items"]] == [pack["id"]]


def test_an_instant_may_be_asked_about(roster, caller, site):
    told = post(caller, at="2026-03-02T10:00:30Z", sites=[site.code.lower()]).json()
    assert (told["state"], told["decisions"]) == ("ready", 2)  # Ada's alone had been taken by then
    assert told["sites"][0]["day"] == "2026-03-02"


def test_a_day_ends_at_each_site_by_its_own_clock(roster, caller, clinic):
    make_site(clinic, "Kiritimati", zone="Pacific/Kiritimati")
    told = {one["name"]: one["known_at"] for one in post(caller, day="2026-03-03").json()["sites"]}
    assert told == {"Main Street": "2026-03-04T00:00:00.000000Z", "Kiritimati": "2026-03-03T10:00:00.000000Z"}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("", "one_of")]),
        ({"day": "2026-03-02", "at": "2026-03-02T10:00:00Z"}, [("", "one_of")]),
        ({"day": "2199-01-01"}, [("/day", "not_over")]),
        ({"at": "2199-01-01T00:00:00Z"}, [("/at", "in_the_future")]),
        ({"day": "soon", "sites": "all"}, [("/day", "not_a_day"), ("/sites", "wrong_type")]),
        ({"day": "2026-03-02", "sites": []}, [("/sites", "too_few")]),
        ({"day": "2026-03-02", "sites": ["ST-0000-0000"]}, [("/sites/0", "unknown_site")]),
        ({"day": "1999-03-02"}, [("/day", "no_site")]),
        ({"day": "2026-03-02", "format": "pdf"}, [("/format", "unknown_field")]),
    ],
    ids=lambda one: json.dumps(one) if isinstance(one, dict) else "",
)
def test_what_cannot_be_told_names_every_fault(roster, caller, body, faults):
    response = post(caller, **body)
    assert response.status_code == 422
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == faults


def test_a_site_of_another_clinic_is_as_unknown_as_none(roster, caller):
    foreign = make_site(make_clinic("Birch Clinic"), "Theirs")
    response = post(caller, day="2026-03-02", sites=[foreign.code])
    assert response.json()["errors"][0]["code"] == "unknown_site"


def test_the_pack_of_another_clinic_is_not_there(pack):
    stranger = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    for accept in ("application/json", "application/zip"):
        assert stranger.get(f"{PACKS}/{pack['id']}", headers={"Accept": accept}).status_code == 404
    assert stranger.get(PACKS).json()["items"] == []
    assert stranger.get(PACKS, {"cursor": pack["id"]}).status_code == 422


def test_who_may_not_read_rosters_gets_no_proof(pack, clinic):
    nobody = client_of(clinic, "verify:read")
    assert [nobody.get(PACKS).status_code, post(nobody, day="2026-03-02").status_code] == [403, 403]


def test_a_large_one_waits_for_a_worker(roster, caller, monkeypatch):
    monkeypatch.setattr("clinics.api.evidence_packs.AT_ONCE", 2)
    told = post(caller, day="2026-03-02").json()
    assert (told["state"], told["editions"]) == ("waiting", [])
    refused = caller.get(f"{PACKS}/{told['id']}", headers={"Accept": "application/zip"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/pack-not-ready")
    assert make_evidence_packs() == 1
    assert caller.get(f"{PACKS}/{told['id']}").json()["state"] == "ready"
    assert make_evidence_packs() == 0


def test_bytes_are_let_go_of_in_time_and_made_again_when_asked_for(pack, caller):
    assert sweep_packs(before=dt.datetime.now(dt.UTC)) == 1
    refused = caller.get(f"{PACKS}/{pack['id']}", headers={"Accept": "application/zip"})
    assert refused.status_code == 409
    again = post(caller, day="2026-03-02").json()
    assert (again["state"], again["editions"]) == ("ready", pack["editions"])


def test_one_that_fails_says_why_and_is_tried_again(roster, caller, settings, clinic):
    settings.SIGNING_KEYS = ""
    told = post(caller, day="2026-03-02").json()
    assert (told["state"], told["problem"]) == ("waiting", "UnusableKeys")
    make_evidence_packs()
    make_evidence_packs()
    assert EvidenceMaking.objects.get().state == "failed"


def test_the_list_goes_on_page_by_page(roster, caller, monkeypatch):
    monkeypatch.setattr("clinics.api.evidence_packs.PAGE", 2)
    made = [post(caller, day=f"2026-03-0{day}").json()["id"] for day in (2, 3, 4)]
    first = caller.get(PACKS).json()
    rest = caller.get(PACKS, {"cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


def test_a_site_made_later_was_not_there(roster, caller, clinic):
    with recording_at(MARCH + dt.timedelta(days=9)):
        make_site(clinic, "New Street")
    assert [one["name"] for one in post(caller, day="2026-03-02").json()["sites"]] == ["Main Street"]
