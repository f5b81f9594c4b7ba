"""The law pages: open to anyone, by place, profession and day."""

import pytest
from django.test import Client

from tests.web.world import employ, release_law

pytestmark = pytest.mark.django_db


def body(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def read(law):
    return lambda path: Client().get(path)


def ids(response, when):
    return [provision.id for provision in response.context[when]]


def test_without_law_the_page_says_so(db):
    response = Client().get("/law/")
    assert response.status_code == 503
    assert "No law has been released" in body(response)


def test_the_index_lists_every_place_by_country(read):
    response = read("/law/")
    countries = {country.name: [place.code for place in country.places] for country in response.context["countries"]}
    assert countries == {"Xanadu": ["XA", "XA-1"], "<b>Ys</b> & sons": ["XB"]}
    assert "3 places" in body(response)
    assert "&lt;b&gt;Ys&lt;/b&gt; &amp; sons" in body(response)


def test_a_part_without_law_of_its_own_points_to_the_country(read):
    assert "the country&#x27;s law applies" in body(read("/law/")) or "the country's law applies" in body(read("/law/"))


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        pytest.param("q=north", ["XA-1"], id="by name"),
        pytest.param("q=xb", ["XB"], id="by code, in any case"),
        pytest.param("q=XANADU", ["XA", "XA-1"], id="by country"),
        pytest.param("q=nowhere", [], id="nothing found"),
    ],
)
def test_the_index_is_narrowed_to_places(read, query, codes):
    found = [place.code for country in read(f"/law/?{query}").context["countries"] for place in country.places]
    assert found == codes


@pytest.mark.parametrize(
    ("on", "position"),
    [
        pytest.param("1989-12-31", None, id="day before the first provision"),
        pytest.param("1990-01-01", "prohibited", id="first day of the first"),
        pytest.param("2019-12-31", "prohibited", id="last day of the first"),
        pytest.param("2020-01-01", "conditional", id="first day of the second"),
        pytest.param("2029-12-31", "conditional", id="last day of the second"),
        pytest.param("2030-01-01", "permitted", id="first day of the third"),
    ],
)
def test_the_index_tells_the_position_on_the_day(read, on, position):
    response = read(f"/law/?on={on}&profession=PT&q=XA")
    groups = response.context["countries"][0].places[0].positions
    assert [group.position for group in groups] == ([position] if position else [])


def test_links_carry_the_day_and_the_profession(read):
    assert 'href="/law/XA/?profession=PT&amp;on=2020-01-01"' in body(read("/law/?on=2020-01-01&profession=PT"))


def test_a_place_tells_what_is_in_force_coming_and_closed(read):
    response = read("/law/XA/?on=2026-03-02")
    assert ids(response, "in_force") == ["xa-pt-2020", "xa-dc-silent"]
    assert ids(response, "coming") == ["xa-pt-2030"]
    assert ids(response, "closed") == ["xa-pt-1990"]


def test_a_provision_tells_source_evidence_and_the_day_of_the_last_check(read):
    page = body(read("/law/XA/?on=2026-03-02&profession=PT"))
    assert '<a href="https://law.example/1" rel="noreferrer external">Needling Act § 1</a>' in page
    assert "the source itself was read · last checked" in page
    assert "1 November 2025" in page
    assert "50 hours of dry needling training (in person)" in page
    assert "each needle is used once" in page
    assert "A newspaper says 40 hours." in page
    assert "last in force on" in page
    assert "31 December 2019" in page


def test_a_place_tells_consent_notes_compacts_and_that_it_is_no_advice(read):
    page = body(read("/law/XA/"))
    for told in (
        "under 16 years",
        "A parent&#x27;s or guardian&#x27;s consent",
        "Premises need a permit",
        "PT",
        "No legal advice",
    ):
        assert told in page


def test_what_is_only_half_known_is_said(read):
    page = body(read("/law/XB/"))
    assert "Only partly read. The source is too weak to rest a yes on." in page
    assert "Not known" in page


def test_what_would_allow_but_is_not_sure_is_shown_as_no_yes(db, tmp_path):
    release_law(tmp_path, review_months=1)
    response = Client().get("/law/XA/?on=2026-03-02&profession=PT")
    (provision,) = response.context["in_force"]
    assert (provision.position, provision.stands) == ("conditional", "unsure")
    assert "Last checked too long ago. The answer cannot become “permitted” on this." in body(response)
    groups = Client().get("/law/?on=2026-03-02&profession=PT&q=XA").context["countries"][0].places[0].positions
    assert [group.position for group in groups] == ["unsure"]


def test_the_law_of_the_country_is_shown_in_its_parts(read):
    response = read("/law/XA-1/?on=2026-03-02")
    assert ids(response, "in_force") == []
    assert ids(response, "from_country") == ["xa-pt-2020", "xa-dc-silent"]
    assert [band.ages for band in response.context["consent"]] == ["under 16 years"]


def test_a_place_without_a_file_says_that_nothing_is_on_file(read):
    response = read("/law/SE/")
    assert response.status_code == 200
    assert "Nothing on file" in body(response)
    assert "Sweden" in body(response)


@pytest.mark.parametrize("path", ["/law/xa/", "/law/Xa/"])
def test_another_form_of_a_code_leads_to_the_one_of_records(read, path):
    assert read(f"{path}?profession=PT")["Location"] == "/law/XA/?profession=PT"


@pytest.mark.parametrize("code", ["QQ", "XA-99", "ХА", "..", "x" * 5000, "%00"], ids=repr)
def test_a_code_of_no_place_is_a_page_that_does_not_exist(read, code):
    response = read(f"/law/{code}/")
    assert response.status_code == 404
    assert "There is no such page" in body(response)


@pytest.mark.parametrize("path", ["/law/", "/law/XA/"])
@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param("on=yesterday", "id_on", id="no day"),
        pytest.param("on=2026-02-30", "id_on", id="a day that does not exist"),
        pytest.param("on=9999-12-31", "id_on", id="a day out of range"),
        pytest.param("on=" + "9" * 10_000, "id_on", id="a number without end"),
        pytest.param("profession=WIZARD", "id_profession", id="no profession"),
        pytest.param("profession=%00", "id_profession", id="a NUL"),
    ],
)
def test_a_fault_of_the_filter_is_told_and_the_law_is_shown_all_the_same(read, path, query, field):
    response = read(f"{path}?{query}")
    assert response.status_code == 200
    assert [fault["field_id"] for fault in response.context["faults"]] == [field]
    assert f'href="#{field}"' in body(response)


def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(read):
    response = read("/law/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert " style=" not in body(response)
    assert "onclick" not in body(response)


def test_a_question_about_a_place_without_a_file_starts_with_its_code(law):
    client = Client()
    client.force_login(employ())
    assert 'name="place_code" value="SE"' in body(client.get("/?place=SE"))
