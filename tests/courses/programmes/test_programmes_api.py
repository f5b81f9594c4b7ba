"""Offering programmes over HTTP: drafted, edited, published, read by anybody, closed."""

import json

import pytest

from courses.queries.programmes import PAGE
from tests.courses.ladders.documents import changed, examination, ladder, level
from tests.courses.programmes.conftest import client_of
from tests.courses.programmes.making import publish_directly

BASE = "/api/v1/programmes"
FIRST = {"starts_on": "2026-01-01", "ladder": ladder()}


def send(client, method, path, body=None):
    response = getattr(client, method)(path, json.dumps(body or {}), content_type="application/json")
    return response.status_code, response.json()


def offer(client, code="DN"):
    status, made = send(client, "post", BASE, {"code": code, "title": "Dry needling"})
    assert status == 201, made
    return f"{BASE}/{made['id']}"


def draft(client, address, **changes):
    status, made = send(client, "post", f"{address}/versions", FIRST | changes)
    assert status == 201, made
    return f"{address}/versions/{made['number']}"


def publish(client, address, **changes):
    version = draft(client, address, **changes)
    status, told = send(client, "post", f"{version}/publish")
    assert status == 200, told
    return version


def codes(answer):
    return [(one["pointer"], one["code"]) for one in answer["errors"]]


def test_a_programme_comes_into_being_with_its_ladder(writer, stranger):
    address = offer(writer)
    version = publish(writer, address)
    told = stranger.get(version).json()
    assert told["ladder"] == FIRST["ladder"]
    assert len(told["digest"]) == 64
    programme = stranger.get(address).json()
    assert programme["provider"]["name"] == "Needle School"
    assert [(one["number"], one["starts_on"]) for one in programme["versions"]] == [(1, "2026-01-01")]
    assert [one["id"] for one in stranger.get(BASE).json()["items"]] == [programme["id"]]


def test_a_draft_is_its_providers_alone(writer, foreign, stranger, provider):
    address = offer(writer)
    version = draft(writer, address)
    for other in (foreign, stranger):
        assert other.get(address).status_code == 404
        assert other.get(version).status_code == 404
        assert other.get(BASE).json()["items"] == []
    instructor = client_of(provider, "courses:read")
    assert instructor.get(version).status_code == 200
    assert len(writer.get(BASE).json()["items"]) == 1
    assert client_of(provider, "verify:read").get(version).status_code == 404


def test_a_draft_beside_a_published_version_stays_hidden(writer, stranger):
    address = offer(writer)
    publish(writer, address)
    later = draft(writer, address, starts_on="2027-01-01")
    assert [one["number"] for one in stranger.get(address).json()["versions"]] == [1]
    assert [one["number"] for one in writer.get(address).json()["versions"]] == [1, 2]
    assert stranger.get(later).status_code == 404


def test_nobody_else_writes(writer, foreign, provider, stranger):
    address = offer(writer)
    version = publish(writer, address)
    reader = client_of(provider, "courses:read")
    writes = [
        ("post", f"{address}/versions", FIRST),
        ("put", version, FIRST),
        ("post", f"{version}/publish", {}),
        ("post", f"{address}/close", {"on": "2027-01-01"}),
    ]
    for method, path, body in writes:
        assert send(foreign, method, path, body)[0] == 404, path
        assert send(reader, method, path, body)[0] == 403, path
        assert send(stranger, method, path, body)[0] == 401, path
    assert send(reader, "post", BASE, {"code": "X", "title": "X"})[0] == 403
    assert writer.get(address).json()["closed_on"] is None


def test_every_fault_of_a_ladder_is_named_by_its_place_in_the_body(writer):
    address = offer(writer)
    wrong = changed(changed(ladder(), ("levels", 0, "award", "lasts"), ...), ("levels", 0, "colour"), "red")
    status, told = send(writer, "post", f"{address}/versions", {"starts_on": "2026-02-30", "ladder": wrong})
    assert status == 422
    assert codes(told) == [("/starts_on", "not_a_day")]
    status, told = send(writer, "post", f"{address}/versions", FIRST | {"ladder": wrong})
    assert status == 422
    assert codes(told) == [("/ladder/levels/0/award/lasts", "missing"), ("/ladder/levels/0/colour", "unknown_field")]


def test_a_place_that_does_not_exist_approves_nothing(writer):
    approved = level(approvals=[{"jurisdiction": "US-XX", "from": "2020-01-01", "reference": "1"}])
    status, told = send(writer, "post", f"{offer(writer)}/versions", FIRST | {"ladder": ladder(approved)})
    assert (status, codes(told)) == (422, [("/ladder/levels/0/approvals/0/jurisdiction", "unknown_place")])


def test_a_draft_is_edited_and_what_is_published_is_not(writer):
    address = offer(writer)
    version = draft(writer, address)
    mended = ladder(level(examinations=[examination()]))
    status, told = send(writer, "put", version, {"starts_on": "2026-02-01", "ladder": mended})
    assert (status, told["ladder"], told["starts_on"]) == (200, mended, "2026-02-01")
    assert send(writer, "post", f"{version}/publish")[0] == 200
    status, told = send(writer, "put", version, FIRST)
    assert (status, codes(told)) == (422, [("/ladder", "published")])
    status, told = send(writer, "post", f"{version}/publish")
    assert (status, codes(told)) == (422, [("", "published_already")])
    assert writer.get(version).json()["ladder"] == mended


def test_the_first_day_of_a_published_version_moves_while_nobody_is_enrolled(writer):
    address = offer(writer)
    version = publish(writer, address)
    status, told = send(writer, "put", version, FIRST | {"starts_on": "2026-03-01"})
    assert (status, told["starts_on"]) == (200, "2026-03-01")


def test_two_versions_do_not_start_on_one_day(writer):
    address = offer(writer)
    publish(writer, address)
    second = draft(writer, address)
    status, told = send(writer, "post", f"{second}/publish")
    assert (status, codes(told)) == (422, [("/starts_on", "day_taken")])


def test_a_code_is_given_once_per_provider(writer, foreign):
    offer(writer)
    status, told = send(writer, "post", BASE, {"code": "DN", "title": "Again"})
    assert (status, codes(told)) == (422, [("/code", "taken")])
    offer(foreign)


def test_a_closed_programme_takes_no_more_drafts_and_stays_closed(writer):
    address = offer(writer)
    publish(writer, address)
    status, told = send(writer, "post", f"{address}/close", {"on": "2027-01-01"})
    assert (status, told["closed_on"]) == (200, "2027-01-01")
    assert codes(send(writer, "post", f"{address}/versions", FIRST)[1]) == [("", "closed")]
    assert codes(send(writer, "post", f"{address}/close", {"on": "2028-01-01"})[1]) == [("", "closed")]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        pytest.param("?provider=x", "not_an_id", id="a provider that is no number"),
        pytest.param("?cursor=0", "not_a_cursor", id="a cursor that no page gave"),
        pytest.param("?colour=red", "unknown_parameter", id="a parameter that does not exist"),
    ],
)
def test_a_list_is_asked_for_in_words_that_are_known(stranger, query, code):
    response = stranger.get(BASE + query)
    assert response.status_code == 422
    assert [one["code"] for one in response.json()["errors"]] == [code]


def test_a_list_comes_in_pages(stranger, provider, rival):
    made = [publish_directly(provider, f"DN-{number}") for number in range(PAGE + 1)]
    others = publish_directly(rival, "DN")
    first = stranger.get(BASE).json()
    second = stranger.get(f"{BASE}?cursor={first['next']}").json()
    assert [one["id"] for one in first["items"] + second["items"]] == [one.pk for one in [*made, others]]
    assert (len(first["items"]), second["next"]) == (PAGE, None)
    assert [one["id"] for one in stranger.get(f"{BASE}?provider={rival.pk}").json()["items"]] == [others.pk]
    assert stranger.get(f"{BASE}?provider={rival.pk + 1000}").json()["items"] == []


@pytest.mark.parametrize("path", ["/0", "/99999999999999999999", "/1/versions/99999999999", "/1/versions/0"])
def test_what_does_not_exist_is_not_found(stranger, path):
    assert stranger.get(BASE + path).status_code == 404


def test_a_bad_key_is_told_so_where_strangers_may_read(law, client):
    assert client.get(BASE, headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_answers_are_tagged_and_kept_from_shared_caches(writer):
    address = offer(writer)
    answer = writer.get(address)
    assert answer["Cache-Control"].startswith("private")
    assert writer.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
