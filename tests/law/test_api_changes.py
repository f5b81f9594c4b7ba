"""The history of the law over HTTP, to anyone: release by release, newest first."""

import pytest
from django.test import Client

from law.models import LawChange
from law.operations.releases import release_again, release_pack
from rulebook.loading import read_pack
from tests.law.conftest import PERMITTED, write_place

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.law.addresses")]
BASE = "/api/v1/law/changes"


@pytest.fixture
def history(released, folder):
    """The first law; North's provision is closed; stricter; the first again."""
    write_place(folder, "xa-1", "Xanadu North", PERMITTED.format(code="xa-1", until="2005-07-01"))
    second = release_pack(content=read_pack(folder), note="North closes").release
    third = release_pack(content={**read_pack(folder), "review_months": 6}).release
    return [released.release, second, third, release_again(digest=released.release.pack.digest).release]


@pytest.fixture
def ask(history):
    client = Client(raise_request_exception=False)
    return lambda path="", **headers: client.get(f"{BASE}{path}", headers=headers)


def faults(response):
    assert response.status_code == 422
    return sorted((fault["pointer"], fault["code"]) for fault in response.json()["errors"])


def test_a_release_tells_all_of_itself(ask, history):
    second = history[1]
    (change,) = LawChange.objects.filter(release=second)
    assert ask(f"/{second.pk}").json() == {
        "id": second.pk,
        "released_at": second.released_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "pack": second.pack.digest,
        "note": "North closes",
        "changes": [
            {
                "about": "provision",
                "kind": "closed",
                "id": "xa-1-pt-2001",
                "jurisdictions": ["XA-1"],
                "professions": ["PT"],
                "fields": ["in_force"],
                "before": change.before,
                "after": change.after,
                "in_force": {"from": "2001-01-01", "until": "2005-07-01"},
                "citation": {"text": "Act of Xanadu § 1", "url": "https://law.example/1", "read": "the act"},
            }
        ],
    }


def test_the_list_is_newest_first(ask, history):
    body = ask().json()
    assert [one["id"] for one in body["items"]] == [one.pk for one in reversed(history)]
    assert body["next"] is None
    assert body["items"][2] == ask(f"/{history[1].pk}").json()


NARROWED = {
    "a place": ("?jurisdiction=xa-1", [3, 2, 1, 0]),
    "a place that only the strictness touched": ("?jurisdiction=XB&profession=MD", [3, 2, 0]),
    "a profession in small letters": ("?profession=lac", [3, 2, 0]),
    "since a day": ("?since=1999-12-31", [3, 2, 1, 0]),
    "since a later day": ("?since=2199-12-31", []),
}


@pytest.mark.parametrize(("query", "expected"), NARROWED.values(), ids=NARROWED.keys())
def test_it_is_narrowed(ask, history, folder, query, expected):
    if "XB" in query:
        query = query.replace("XB", "MX")
    assert [one["id"] for one in ask(query).json()["items"]] == [history[n].pk for n in expected]


def test_since_is_the_instant_itself_or_later_in_any_zone(ask, history):
    third = history[2].released_at
    assert len(ask(f"?since={third:%Y-%m-%dT%H:%M:%S.%fZ}").json()["items"]) == 2
    assert len(ask(f"?since={third:%Y-%m-%dT%H:%M:%S.%f}%2B01:00").json()["items"]) == 4
    assert len(ask(f"?since={third:%Y-%m-%dT%H:%M:%S.%f}-01:00").json()["items"]) == 0


def test_pages_hold_every_release_once(ask, history, amend):
    ours = [release_pack(content=amend(months)).release.pk for months in range(20, 60)]
    told, query = [], ""
    while True:
        body = ask(query).json()
        told += [one["id"] for one in body["items"]]
        assert len(body["items"]) <= 20
        if body["next"] is None:
            break
        query = f"?cursor={body['next']}"
    assert told == [*reversed(ours), *(one.pk for one in reversed(history))]


FAULTS = {
    "an unknown place": ("?jurisdiction=ZX", [("/jurisdiction", "unknown_place")]),
    "an unknown profession": ("?profession=VET", [("/profession", "unknown_value")]),
    "no day": ("?since=2003-02-29", [("/since", "not_a_day")]),
    "no instant": ("?since=2003-02-28T25:00:00Z", [("/since", "not_an_instant")]),
    "an instant before all time": ("?since=0001-01-01T00:00:00%2B23:59", [("/since", "not_an_instant")]),
    "a day beyond all questions": ("?since=2200-01-01", [("/since", "out_of_range")]),
    "an instant without a zone": ("?since=2003-02-28T23:00:00", [("/since", "not_a_day")]),
    "no cursor": ("?cursor=-1", [("/cursor", "not_a_cursor")]),
    "a cursor beyond all numbers": (f"?cursor={'9' * 30}", [("/cursor", "not_a_cursor")]),
    "an unknown parameter": ("?x=1", [("/x", "unknown_parameter")]),
    "every fault at once": (
        "?since=x&jurisdiction=ZX&profession=VET&cursor=a&cursor=b",
        [
            ("/cursor", "duplicate_parameter"), ("/jurisdiction", "unknown_place"),
            ("/profession", "unknown_value"), ("/since", "not_a_day"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_every_fault_is_named(ask, query, expected):
    assert faults(ask(query)) == expected


@pytest.mark.parametrize("release", ["0", "999999", "9" * 30, "9" * 5000], ids=["0", "none", "huge", "endless"])
def test_a_release_that_is_none_is_not_found(ask, release):
    response = ask(f"/{release}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert faults(ask("/1?x=1")) == [("/x", "unknown_parameter")]


@pytest.mark.parametrize("path", ["", "?jurisdiction=XA", "/{}"])
def test_an_answer_that_still_stands_is_not_sent_again(ask, amend, history, path):
    path = path.format(history[0].pk)
    etag = ask(path)["ETag"]
    assert ask(path, **{"If-None-Match": etag.removeprefix("W/")}).status_code == 304
    release_pack(content=amend(77))
    assert ask(path, **{"If-None-Match": etag}).status_code == (304 if path.startswith("/") else 200)


def test_before_the_first_release_it_says_so(db):
    assert Client().get(BASE).status_code == 503
    assert Client().get(f"{BASE}/1").status_code == 404
