"""The moment before treatment, over HTTP: both sides of it."""

import copy

import pytest
from django.test import Client

from rulebook.loading import read_precautions
from tests.clinics.screening.world import ASKED, faults
from tests.clinics.world import CONSENT, CY, law_content, make_clinic, make_site, release_law


def test_permitted_and_clear_may_be_treated(ask):
    response = ask()
    told = response.json()
    assert response.status_code == 200
    assert told["decision"]["outcome"] == "permitted"
    assert (told["screening"]["result"], told["screening"]["is_complete"]) == ("clear", True)
    assert told["may_treat"] is True
    assert told["regions"] == [{"region": "thigh", "outcome": "permitted"}]
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_conditions_are_told_with_their_sentences(ask):
    told = ask(attested=[]).json()
    assert told["decision"]["outcome"] == "conditional"
    assert told["to_tick"] == [{"code": CONSENT, "about": "treatment", "says": "To be confirmed: the patient signed."}]
    assert told["may_treat"] is False


@pytest.mark.parametrize(
    ("given", "outcome", "result"),
    [
        pytest.param(
            {"present": ["pregnancy"]}, "permitted", "do_not_treat", id="the practitioner may, the patient not"
        ),
        pytest.param(
            {"practitioner": {"registry_number": CY}}, "refused", "clear", id="the patient may, the practitioner not"
        ),
        pytest.param({"screening": None}, "permitted", "caution", id="nothing was asked"),
        pytest.param({"present": ["skin_lesion"]}, "permitted", "avoid_area", id="an area that nobody leaves out"),
    ],
)
def test_both_sides_have_to_agree(ask, given, outcome, result):
    told = ask(**given).json()
    assert (told["decision"]["outcome"], told["screening"]["result"], told["may_treat"]) == (outcome, result, False)


def test_an_area_left_out_lets_it_go_on(ask):
    absent = [one for one in ASKED if one != "skin_lesion"]
    present = [{"precaution": "skin_lesion", "regions": ["thigh"]}]
    told = ask(screening={"present": present, "absent": absent, "left_out": ["skin_lesion"]}).json()
    assert (told["screening"]["result"], told["may_treat"]) == ("avoid_area", True)
    assert told["screening"]["to_leave_out"] == [
        {
            "precaution": "skin_lesion",
            "where": ["the lesion", "the tissue concerned"],
            "regions": ["thigh"],
            "is_left_out": True,
        }
    ]


def test_a_nickel_allergy_is_told_what_to_use(ask):
    told = ask(present=["metal_allergy"]).json()
    assert (told["screening"]["result"], told["may_treat"]) == ("caution", True)
    deeds = {one["source"]: (one["do"], one["equipment"]) for one in told["screening"]["to_do"]}
    assert deeds == {
        "clinic_page": ("use needles plated with silver or gold", ["plated_needles"]),
        "therapy_article": ("ask about allergies before", []),
    }


def test_each_source_is_told_with_its_category_and_how_it_was_read(ask):
    (one,) = ask(present=["pregnancy"]).json()["screening"]["items"]
    assert one["is_disputed"]
    told = {telling["source"]["id"]: telling for telling in one["told"]}
    assert told["therapist_finder"]["category"] == "contraindicated"
    assert told["clinic_page"]["category"] == "precaution"
    assert told["goldfields"]["source"]["confidence"] == "second_hand"
    assert told["goldfields"]["source"]["url"].startswith("https://")


def test_aftercare_goes_by_the_region(ask):
    here, chest = (
        {one["says"] for one in ask(body_region=region).json()["aftercare"]} for region in ("thigh", "thorax")
    )
    assert len(here) >= 4
    (breath,) = chest - here
    assert "short of breath" in breath


def test_the_worst_of_several_regions_decides(ask):
    content = copy.deepcopy(law_content())
    (ys,) = [place for place in content["jurisdictions"] if place["jurisdiction"] == "XB"]
    limited = {"all_of": [{"kind": "body_region", "regions": ["thigh"]}]}
    ys["provisions"][0] |= {"position": "conditional", "requires": limited}
    release_law(content)
    told = ask(jurisdiction="XB", regions=["hip", "thigh"]).json()
    assert told["regions"] == [{"region": "thigh", "outcome": "permitted"}, {"region": "hip", "outcome": "refused"}]
    assert told["decision"]["question"]["body_region"] == "hip"
    assert told["may_treat"] is False
    assert ask(jurisdiction="XB", regions=["thigh"]).json()["may_treat"] is True


def test_without_a_region_one_is_asked_for(ask):
    told = ask(body_region=...).json()
    assert told["regions"] == []
    assert {one["ask"] for one in told["screening"]["to_ask"]} == {"body_region"}
    assert told["may_treat"] is False


def test_a_child_needs_parent_and_assent_on_both_sides(ask):
    told = ask(patient={"age": 13}).json()
    assert {one["key"] for one in told["screening"]["to_attest"]} == {"parental_consent", "child_assent"}
    assert told["may_treat"] is False
    attested = [CONSENT, "parental_consent", "child_assent"]
    told = ask(patient={"age": 13}, attested=attested).json()
    assert told["screening"]["to_attest"] == []
    assert told["may_treat"] is (told["decision"]["outcome"] == "permitted")


def test_a_child_below_twelve_is_not_treated(ask):
    told = ask(patient={"age": 11}, attested=[CONSENT, "parental_consent", "child_assent"]).json()
    assert told["screening"]["result"] == "do_not_treat"


def test_a_site_tells_where_it_is_and_what_it_declares(ask, site):
    told = ask(site=site.code, jurisdiction=..., attested=...).json()
    assert told["decision"]["question"]["jurisdiction"] == "XA"
    assert told["decision"]["outcome"] == "permitted"
    assert told["may_treat"] is True


def test_a_site_without_declarations_declares_nothing(ask, clinic):
    bare = make_site(clinic, name="Bare")
    assert ask(site=bare.code, jurisdiction=..., attested=...).json()["decision"]["outcome"] == "conditional"


def test_a_foreign_site_is_as_unknown_as_none(ask):
    foreign = make_site(make_clinic("Birch Clinic"), declares=[CONSENT])
    for jurisdiction in (..., "XA"):
        theirs, nobodys = (ask(site=code, jurisdiction=jurisdiction) for code in (foreign.code, "ST-0000-0000"))
        assert theirs.status_code == nobodys.status_code == 422
        assert faults(theirs) == faults(nobodys) == {("/site", "unknown_site")}


def test_the_precautions_are_everyones_to_read(db):
    response = Client().get("/api/v1/precautions")
    items = {one["precaution"]: one for one in response.json()["items"]}
    assert items.keys() == read_precautions().items.keys()
    assert {name for name, one in items.items() if one["is_asked"]} == set(ASKED)
    assert items["child_below_twelve"]["below_age"] == 12
    assert items["lymphoedema"]["is_disputed"]
    assert {one["means"] for one in items["pregnancy"]["told"]} == {"caution", "do_not_treat", "avoid_area"}
