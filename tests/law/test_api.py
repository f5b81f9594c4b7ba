"""The law over HTTP: everything held, to anyone, and every fault of a question named."""

from urllib.parse import quote

import pytest
from django.test import Client

from law.operations.releases import release_pack
from rulebook.loading import read_iso_codes, read_pack
from tests.law.conftest import write_place

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.law.addresses")]
BASE = "/api/v1/jurisdictions"


@pytest.fixture
def ask(released):
    client = Client(raise_request_exception=False)
    return lambda path="", **headers: client.get(f"{BASE}{path}", headers=headers)


def ids(response):
    assert response.status_code == 200
    body = response.json()
    assert set(body) == {"items", "next"}
    assert body["next"] is None
    return [item["id"] for item in body["items"]]


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    return response.json()


def faults(response):
    return sorted((fault["pointer"], fault["code"]) for fault in problem(response, 422)["errors"])


def test_the_places_on_file_are_listed(ask):
    body = ask().json()
    assert body["next"] is None
    assert [place["jurisdiction"] for place in body["items"]] == ["XA", "XA-1"]
    assert body["items"][0] == {
        "jurisdiction": "XA",
        "name": "Xanadu",
        "on_file": True,
        "age_of_majority": None,
        "time_zone": "Etc/UTC",
        "compacts": [],
        "consent": [],
        "notes": [],
        "professions": ["LAC", "PT"],
        "last_checked_on": "2005-06-02",
    }


def test_a_place_is_told_with_its_law(ask, content):
    body = ask("/XA").json()
    held = next(place for place in content["jurisdictions"] if place["jurisdiction"] == "XA")
    assert body["provisions"] == held["provisions"]
    assert {name: body[name] for name in held} == held


def test_a_provision_has_the_fields_of_a_law_file_and_no_others(ask):
    provision = next(one for one in ask("/XA/provisions").json()["items"] if one["id"] == "xa-pt-2004")
    assert provision == {
        "id": "xa-pt-2004",
        "profession": "PT",
        "in_force": {"from": "2004-01-01", "until": None},
        "position": "conditional",
        "authority": "statute",
        "evidence": "secondary",
        "complete": False,
        "checked_on": "2005-06-02",
        "citation": {"text": "Act of Xanadu § 2"},
        "says": "A physical therapist may needle after 12.5 hours.",
        "requires": {"all_of": [{"kind": "training_hours", "minimum": 12.5}]},
        "duties": [{"kind": "single_use_needles", "says": "each needle once"}],
        "learners": None,
        "notes": ["Größe – 中"],
        "disagreements": [],
    }


def test_a_place_without_a_file_says_so(ask):
    body = ask("/mx").json()
    assert (body["jurisdiction"], body["name"], body["on_file"]) == ("MX", "Mexico", False)
    assert (body["provisions"], body["professions"], body["last_checked_on"]) == ([], [], None)
    assert ids(ask("/MX/provisions?profession=PT")) == []


ALL = ["xa-pt-2001", "xa-pt-2004", "xa-lac-1990"]
NARROWED = {
    "every one, closed ones too": ("", ALL),
    "of a profession": ("?profession=PT", ALL[:2]),
    "of a profession in small letters": ("?profession=lac", ALL[2:]),
    "of a profession without law": ("?profession=MD", []),
    "the day before the first": ("?on=2000-12-31&profession=PT", []),
    "the first day": ("?on=2001-01-01&profession=PT", ALL[:1]),
    "the last day of the old law": ("?on=2003-12-31", [ALL[0], ALL[2]]),
    "the first day of the new law": ("?on=2004-01-01", ALL[1:]),
    "the earliest day there is": ("?on=1900-01-01", ALL[2:]),
    "the latest day there is": ("?on=2199-12-31&profession=PT", ALL[1:2]),
}


@pytest.mark.parametrize(("query", "expected"), NARROWED.values(), ids=NARROWED.keys())
def test_provisions_are_narrowed(ask, query, expected):
    assert ids(ask(f"/xa/provisions{query}")) == expected


READ_AS = {"small letters": ("xa-1", "XA-1"), "a territory": ("pr", "US-PR"), "the same territory": ("us-PR", "US-PR")}


@pytest.mark.parametrize(("asked", "told"), READ_AS.values(), ids=READ_AS.keys())
def test_codes_are_read_in_any_case(ask, asked, told):
    assert ask(f"/{asked}").json()["jurisdiction"] == told


def test_a_subdivision_within_one_on_file_is_read_as_that_one(folder, db):
    write_place(folder, "gb-wls", "Wales")
    release_pack(content=read_pack(folder))
    assert read_iso_codes()["GB-CRF"] == "GB-WLS"
    assert Client().get(f"{BASE}/gb-crf").json()["jurisdiction"] == "GB-WLS"
    assert ids(Client().get(f"{BASE}/GB-CRF/provisions")) == ["gb-wls-pt-2001"]


NO_PLACES = {
    "a code that ISO does not know": "ZX",
    "a subdivision that ISO does not know": "US-XX",
    "a user's code that no file defines": "XB",
    "a homoglyph": "ХА",
    "a sharp s": "ß",
    "a dotless i in the code of India": "ın",
    "full-width letters": "ＵＳ",
    "a name": "Mexico",
    "a NUL": "\0",
    "a NUL behind a code": "XA\0",
    "a line break behind a code": "XA\n",
    "a blank before a code": " XA",
    "percent signs": "%%%",
    "very long": "X" * 7000,
    "dots": "...",
    "a path": "XA\\..",
    "half a character": None,
}


@pytest.mark.parametrize("suffix", ["", "/provisions"], ids=["place", "provisions"])
@pytest.mark.parametrize("code", NO_PLACES.values(), ids=NO_PLACES.keys())
def test_a_code_that_means_no_place_is_not_found(ask, code, suffix):
    told = "%ED%A0%80" if code is None else quote(code, safe="")
    assert problem(ask(f"/{told}{suffix}"), 404)["type"] == "/problems/not-found"


FAULTS = {
    "an unknown parameter": ("?onn=2004-01-01", [("/onn", "unknown_parameter")]),
    "a parameter twice": ("?on=2004-01-01&on=2004-01-02", [("/on", "duplicate_parameter")]),
    "no value": ("?on=", [("/on", "empty")]),
    "an unknown profession": ("?profession=VET", [("/profession", "unknown_value")]),
    "a homoglyph of PT": ("?profession=" + quote("РТ"), [("/profession", "unknown_value")]),
    "letters that upper() would turn into ASCII": ("?profession=" + quote("oﬅ"), [("/profession", "unknown_value")]),
    "no day of the calendar": ("?on=2003-02-29", [("/on", "not_a_day")]),
    "a week": ("?on=2004-W01", [("/on", "not_a_day")]),
    "a day without dashes": ("?on=20040101", [("/on", "not_a_day")]),
    "an instant": ("?on=2004-01-01T00:00:00Z", [("/on", "not_a_day")]),
    "digits of another script": ("?on=" + quote("２００４-01-01"), [("/on", "not_a_day")]),
    "year 0": ("?on=0000-01-01", [("/on", "not_a_day")]),
    "the day before the earliest": ("?on=1899-12-31", [("/on", "out_of_range")]),
    "the day after the latest": ("?on=2200-01-01", [("/on", "out_of_range")]),
    "a NUL": ("?on=%00", [("/on", "nul_character")]),
    "every fault at once": (
        "?on=x&profession=VET&a=1&b=2",
        [
            ("/a", "unknown_parameter"), ("/b", "unknown_parameter"),
            ("/on", "not_a_day"), ("/profession", "unknown_value"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_every_fault_of_a_question_is_named(ask, query, expected):
    assert faults(ask(f"/XA/provisions{query}")) == expected


def test_no_parameters_are_known_elsewhere(ask):
    assert faults(ask("?profession=PT")) == [("/profession", "unknown_parameter")]
    assert faults(ask("/XA?on=2004-01-01")) == [("/on", "unknown_parameter")]
    assert problem(ask("?x=%ff"), 400)["type"] == "/problems/malformed"


def test_an_unknown_place_comes_before_a_wrong_query(ask):
    problem(ask("/ZX/provisions?on=x"), 404)


def test_nothing_can_be_written_here(ask):
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)(f"{BASE}/XA", content_type="application/json")
        assert problem(response, 405)["type"] == "/problems/method-not-allowed"


@pytest.mark.parametrize("path", ["", "/XA", "/XA/provisions", "/XA/provisions?profession=PT"])
def test_an_answer_that_still_stands_is_not_sent_again(ask, path):
    first = ask(path)
    etag = first["ETag"]
    assert first["Cache-Control"] == "public, no-cache"
    for held in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = ask(path, **{"If-None-Match": held})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    for other in ('"other"', "nonsense", '"' + "x" * 5000):
        assert ask(path, **{"If-None-Match": other}).status_code == 200


def test_a_release_is_told_at_once_and_leaves_other_answers_alone(ask, folder):
    before = {path: ask(path)["ETag"] for path in ("", "/XA", "/XA-1")}
    write_place(folder, "xa-1", "Xanadu North", "  []\n")
    release_pack(content=read_pack(folder))
    assert ask("/XA-1").json()["provisions"] == []
    after = {path: ask(path)["ETag"] for path in before}
    assert {path for path in before if before[path] != after[path]} == {"", "/XA-1"}


def test_before_the_first_release_it_says_so(db):
    for path in ("", "/XA", "/XA/provisions"):
        assert problem(Client().get(f"{BASE}{path}"), 503)["type"] == "/problems/no-law"


def test_an_answer_costs_one_small_query(ask, django_assert_num_queries):
    ask("/XA")
    with django_assert_num_queries(1):
        ask("/XA/provisions")
