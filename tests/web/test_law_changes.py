"""What changed in the law, as pages and as an Atom feed: open to anyone, release by release."""

import uuid
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest
from django.test import Client

from law.models import LawRelease
from law.operations.releases import release_pack
from law.queries.packs import current_pack_id, read_content
from tests.web.world import release_law

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def body(response):
    return " ".join(response.content.decode().split())


def release(note="", months=None, **amended):
    """The law again, with one provision of Xanadu amended."""
    content = read_content(current_pack_id())
    (provision,) = (
        one for place in content["jurisdictions"] for one in place["provisions"] if one["id"] == "xa-pt-2030"
    )
    provision.update(amended)
    if months:
        content["review_months"] = months
    return release_pack(content=content, note=note).release


@pytest.fixture
def history(law):
    first = LawRelease.objects.get()
    closed = release(in_force={"from": "2030-01-01", "until": "2031-07-01"}, note="<b>An act</b>\x07 & more")
    return [first, closed, release(months=6)]


def read(path, **headers):
    return Client(raise_request_exception=False).get(path, headers=headers)


def test_releases_are_told_in_plain_words(history):
    told = body(read("/law/changes/"))
    assert "Provisions: 1 closed, in 1 place." in told
    assert "in force from 1 January 2030 to 30 June 2031" in told
    assert "Needling Act of 2029 § 1" in told
    assert "&lt;b&gt;An act&lt;/b&gt;" in told
    assert "Months after which a source must be looked at again: 6 (before: 1200)." in told
    assert "The first release. Provisions: 5 added, in 3 places." in told
    assert 'href="/law/XA/#xa-pt-2030"' in told
    assert told.index("No provision changed") < told.index("1 closed") < told.index("5 added")


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 3), ("?place=XA", 3), ("?place=XB", 2), ("?profession=PT", 3), ("?profession=DC", 2), ("?place=ZX", 3)],
)
def test_the_page_is_narrowed(history, query, count):
    page = read(f"/law/changes/{query}")
    assert len(page.context["releases"]) == count
    assert bool(page.context["faults"]) == ("ZX" in query)


def test_many_releases_have_pages(history):
    for months in range(10, 25):
        release(months=months)
    first = read("/law/changes/?profession=PT")
    older = read(f"/law/changes/?{first.context['older']}")
    assert [len(page.context["releases"]) for page in (first, older)] == [10, 8]
    assert (older.context["older"], older.context["newest"]) == ("", "?profession=PT")
    assert "profession=PT" in first.context["older"]


def test_one_release_has_a_page(history):
    told = body(read(f"/law/changes/{history[0].pk}/"))
    assert "&lt;b&gt;Ys&lt;/b&gt; &amp; sons" in told
    assert told.count("Added</span>") == 8
    assert read("/law/changes/999/").status_code == 404
    assert read("/law/changes/" + "9" * 5000 + "/").status_code == 404


@pytest.mark.parametrize("path", ["/law/", "/law/XA/", "/law/SE/", "/law/changes/", "/law/changes/?place=XA"])
def test_pages_of_the_law_point_to_their_feed(history, path):
    told = body(read(path))
    (link,) = (one for one in told.split("<link") if 'rel="alternate"' in one)
    address = link.partition('href="')[2].partition('"')[0]
    assert 'type="application/atom+xml"' in link
    assert address == {"/law/XA/": "/law/XA/changes.atom", "/law/SE/": "/law/SE/changes.atom"}.get(
        path, "/law/XA/changes.atom" if "place" in path else "/law/changes.atom"
    )
    assert read(address).status_code == 200


def one(element, name):
    (found,) = element.findall(ATOM + name)
    return found


def check_atom(feed):
    """What RFC 4287 sections 4.1.1 and 4.1.2 ask of a feed and its entries."""
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        assert one(element, "title").text.strip()
        assert uuid.UUID(one(element, "id").text).version == 5
        assert datetime.fromisoformat(one(element, "updated").text).tzinfo
        links = element.findall(f"{ATOM}link")
        assert all(link.get("href").startswith("http://testserver/law/") for link in links)
        assert [link.get("rel") for link in links].count("alternate") == 1
    assert one(one(feed, "author"), "name").text
    assert "self" in [link.get("rel") for link in feed.findall(f"{ATOM}link")]
    names = [one(entry, "id").text for entry in feed.findall(f"{ATOM}entry")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["/law/changes.atom", "/law/XA/changes.atom"])
def test_a_feed_takes_no_parameters(history, path):
    response = Client().get(path, {"place": "XB"})
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"][0]["pointer"] == "/place"


FEEDS = {"every place": ("/law/changes.atom", [2, 1, 0]), "a place": ("/law/xa-1/changes.atom", [2, 1, 0])} | {
    "another place": ("/law/XB/changes.atom", [2, 0])
}


@pytest.mark.parametrize(("path", "expected"), FEEDS.values(), ids=FEEDS.keys())
def test_the_feed_is_atom_and_newest_first(history, path, expected):
    response = read(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(response.content)
    check_atom(feed)
    updated = [datetime.fromisoformat(one(entry, "updated").text) for entry in feed.findall(f"{ATOM}entry")]
    assert updated == [history[n].released_at for n in expected]
    assert datetime.fromisoformat(one(feed, "updated").text) == updated[0]


def test_an_entry_tells_the_change_and_what_xml_cannot_hold_is_left_out(history):
    entry = ET.fromstring(read("/law/changes.atom").content).findall(f"{ATOM}entry")[1]
    told = one(entry, "summary")
    assert told.get("type") == "html"
    assert "&lt;b&gt;An act&lt;/b&gt; &amp; more" in told.text
    assert "Physical therapist / physiotherapist: closed (the days it is in force)" in told.text
    assert read(one(entry, "link").get("href")).status_code == 200


def test_names_stay_whatever_the_host_and_whatever_comes_after(history):
    def names(host):
        content = Client().get("/law/changes.atom", headers={"Host": host}).content
        return [element.text for element in ET.fromstring(content).iter(f"{ATOM}id")]

    here = names("a.example")
    assert here == names("b.example:8000")
    release(months=7)
    assert names("a.example")[2:] == here[1:]
    assert names("a.example")[0] == here[0]


def test_a_feed_that_still_stands_is_not_sent_again(history):
    first = read("/law/changes.atom")
    assert first["Last-Modified"]
    assert first["Cache-Control"] == "public, no-cache"
    assert read("/law/changes.atom", **{"If-None-Match": first["ETag"]}).status_code == 304
    assert read("/law/changes.atom", **{"If-None-Match": f"W/{first['ETag']}"}).status_code == 304
    release(months=7)
    assert read("/law/changes.atom", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_before_any_law_and_without_a_place_it_says_so(db, tmp_path):
    for path in ("/law/changes.atom", "/law/changes/", "/law/changes/1/", "/law/XA/changes.atom"):
        assert read(path).status_code == 503
    release_law(tmp_path / "provisions")
    assert read("/law/ZX/changes.atom").status_code == 404
