"""`GET …/standing`, field by field."""

import json

import pytest

from tests.credentials.api.world import ADA, CARL, CHIRO, DORA, licence, put

FIELDS = [
    "outcome", "may_perform", "question", "basis", "other_bases", "layers", "findings", "conditions",
    "conditions_about", "duties", "gaps", "holds_until", "next_change", "earliest_on", "law", "standard", "policy",
    "engine", "asked_on", "known_at",
]  # fmt: skip


def test_the_whole_decision_is_told(standing):
    told = standing(attested="town_permit").json()
    assert sorted(told) == sorted(FIELDS)
    assert (told["outcome"], told["may_perform"]) == ("permitted", True)
    known_at = told["known_at"]
    assert told["question"] == {
        "practitioner": {"registry_number": ADA},
        "jurisdiction": "XA",
        "patient": {"group": "adult"},
        "on": "2026-03-02",
        "known_at": known_at,
        "site": None,
        "attested": ["town_permit"],
        "body_region": None,
        "name": None,
        "standard": "filiform-2026",
    }
    assert known_at.endswith("Z")
    assert told["basis"] == {"kind": "licence", "jurisdiction": "XA", "profession": "PT", "number": "A-1"}
    assert told["other_bases"] == []
    assert told["layers"] == {
        "identity": None,
        "licence": "permitted",
        "law": "permitted",
        "standard": "permitted",
        "policy": None,
    }
    assert told["conditions"] == told["conditions_about"] == told["gaps"] == []
    assert told["duties"] == [
        {
            "kind": "single_use_needles",
            "says": "each needle is used once",
            "citation": {
                "text": "Act § xa-pt-2001",
                "url": "https://law.example/xa-pt-2001",
                "evidence": "primary",
                "checked_on": "2025-01-01",
            },
        }
    ]


def test_a_decision_tells_how_long_it_holds_and_under_what(standing):
    told = standing(attested="town_permit").json()
    assert told["holds_until"] == "2030-12-31"
    assert told["next_change"] == {
        "on": "2031-01-01",
        "outcome": "refused",
        "because": ["licence_active", "licence_expired"],
    }
    assert told["earliest_on"] is None
    law = told["law"]
    assert set(law) == {"digest", "evidence_floor", "review_months", "provisions", "review_due_on"}
    assert (law["evidence_floor"], law["review_months"]) == ("secondary", 1200)
    assert (law["provisions"], law["review_due_on"]) == (["xa-pt-2001"], "2125-01-02")
    assert told["standard"]["name"] == "filiform-2026"
    assert told["standard"]["digest"]
    assert told["policy"] is None


def test_findings_and_gaps_have_their_fields(standing):
    told = standing(DORA).json()
    assert told["outcome"] == "refused"
    assert [finding["code"] for finding in told["findings"]] == [
        "licence_active", "training_hours", "instructor_found_skill", "town_permit", "certification",
    ]  # fmt: skip
    for finding in told["findings"]:
        assert set(finding) == {
            "code", "layer", "status", "says", "required", "held", "unit", "evidence", "citation", "path",
        }  # fmt: skip
    hours = told["findings"][1]
    assert (hours["layer"], hours["status"]) == ("law", "unmet")
    assert (hours["required"], hours["held"], hours["unit"]) == (50, 38, "hours")
    assert len(hours["evidence"]) == 1
    gaps = {gap["code"]: gap for gap in told["gaps"]}
    assert set(gaps) == {"training_hours", "town_permit"}
    assert gaps["training_hours"]["shortfall"] == 12
    assert gaps["training_hours"]["closes_with_time"] is False
    assert gaps["town_permit"]["shortfall"] is None
    assert told["conditions"] == ["town_permit"]
    assert told["conditions_about"] == [{"code": "town_permit", "about": "treatment"}]
    assert all(finding["layer"] != "law" for finding in told["findings"] if finding["code"] == "certification")


OUTCOMES = {
    "conditional until the bedside is ticked": ({}, "conditional"),
    "permitted with the tick": ({"attested": "town_permit"}, "permitted"),
    "an empty list of ticks": ({"attested": ""}, "conditional"),
    "a child by group": ({"group": "child", "attested": "town_permit,parental_consent,child_assent,minor_own_consent"},
                         "conditional"),
    "a child of 13 who consents": (
        {"group": None, "age": "13", "attested": "town_permit,child_assent,minor_own_consent"}, "permitted"),
    "a child of 11, too young for the standard": (
        {"group": None, "age": "11", "attested": "town_permit,parental_consent,child_assent"}, "refused"),
    "sixteen is adult here": ({"group": None, "age": "16", "attested": "town_permit"}, "permitted"),
    "130 years": ({"group": None, "age": "130", "attested": "town_permit"}, "permitted"),
    "newborn": ({"group": None, "age": "0", "attested": "town_permit"}, "refused"),
    "the law of then": ({"on": "2000-12-31"}, "refused"),
    "the last day that can be asked": ({"on": "2199-12-31"}, "refused"),
    "the first day that can be asked": ({"on": "1900-01-01"}, "refused"),
    "nothing on file there": ({"jurisdiction": "FR"}, "refused"),
    "her name": ({"name": "okafor ADA", "attested": "town_permit"}, "permitted"),
    "her former name": ({"name": "Smith, Ada", "attested": "town_permit"}, "permitted"),
    "words of two names": ({"name": "Smith Okafor", "attested": "town_permit"}, "undetermined"),
    "a name without a letter": ({"name": "1234 …", "attested": "town_permit"}, "undetermined"),
}  # fmt: skip


@pytest.mark.parametrize(("told", "outcome"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_the_outcome(standing, told, outcome):
    answer = standing(**told).json()
    assert answer["outcome"] == outcome
    assert answer["may_perform"] is (outcome == "permitted")


@pytest.mark.parametrize(
    ("name", "told"), [("Ada Okafor", True), ("Eve", False), (None, None)], ids=["matches", "does not", "not given"]
)
def test_a_name_is_told_as_what_the_comparison_gave(standing, name, told):
    answer = standing(name=name)
    assert answer.json()["question"]["name"] is told
    assert (answer.json()["layers"]["identity"] is None) is (name is None)
    assert b"Eve" not in answer.content


def test_a_national_register_and_a_privilege_both_bear_on_the_north(standing):
    told = standing(CARL, jurisdiction="XB-1").json()
    assert told["basis"] == {"kind": "licence", "jurisdiction": "XB", "profession": "PT", "number": "N-1"}
    assert told["other_bases"] == [
        {"kind": "privilege", "jurisdiction": "XB-1", "profession": "PT", "number": "P-1", "outcome": "permitted"}
    ]
    assert told["outcome"] == "permitted"
    assert told["law"]["provisions"] == ["xb-pt"]
    assert standing(CARL, jurisdiction="XB").json()["other_bases"] == []


CODES = {
    "lower case": ("xa", "XA"),
    "a subdivision in lower case": ("xb-1", "XB-1"),
    "a territory": ("PR", "US-PR"),
    "a territory in lower case": ("gu", "US-GU"),
    "a territory as a subdivision": ("us-vi", "US-VI"),
    "Cardiff is in Wales": ("GB-CRF", "GB-WLS"),
    "a place without law": ("US-UT", "US-UT"),
}


@pytest.mark.parametrize(("given", "told"), CODES.values(), ids=CODES.keys())
def test_the_place_is_told_as_read(standing, given, told):
    assert standing(jurisdiction=given).json()["question"]["jurisdiction"] == told


def test_cardiff_is_answered_as_wales(standing):
    answer = standing(jurisdiction="gb-crf").json()
    assert answer["outcome"] == "permitted"
    assert answer["basis"]["number"] == "W 12.34-5"


@pytest.mark.parametrize(("region", "outcome"), [(None, "conditional"), ("knee", "permitted"), ("hand", "refused")])
def test_a_body_region(standing, region, outcome):
    answer = standing(CHIRO, body_region=region).json()
    assert answer["outcome"] == outcome
    assert answer["question"]["body_region"] == region
    assert answer["basis"]["profession"] == ("DC" if region == "hand" else "MD")  # ties go to the lower profession
    assert [other["outcome"] for other in answer["other_bases"]] == ["refused"]


def test_equal_questions_have_equal_bytes(standing):
    assert standing().content == standing().content


def test_the_tag_covers_all_but_the_instant(standing):
    first = standing()
    assert first["ETag"].startswith('W/"')
    put({"registry_number": "FN-N0B0-0001", "name": "Nobo Dy", "licences": []})
    second = standing()
    assert second.json()["known_at"] > first.json()["known_at"]
    assert second["ETag"] == first["ETag"]
    assert standing(attested="town_permit")["ETag"] != first["ETag"]
    assert "private" in first["Cache-Control"]


TAGS = {
    "the same": ("{tag}", 304),
    "the same, strong": ("{strong}", 304),
    "in a list": ('"x", W/"y", {tag}', 304),
    "any": ("*", 304),
    "another": ('W/"other"', 200),
    "nonsense": ("what", 200),
    "unquoted": ("{bare}", 200),
}


@pytest.mark.parametrize(("sent", "status"), TAGS.values(), ids=TAGS.keys())
def test_who_has_it_already_is_told_so(standing, sent, status):
    tag = standing()["ETag"]
    strong = tag.removeprefix("W/")
    header = sent.format(tag=tag, strong=strong, bare=strong.strip('"'))
    answer = standing(headers={"If-None-Match": header})
    assert answer.status_code == status
    assert answer["ETag"] == tag
    assert bool(answer.content) is (status == 200)


def test_an_answer_changed_by_a_fact_is_sent_whole(standing):
    tag = standing()["ETag"]
    put({"registry_number": ADA, "licences": [licence("A-1", expires_on="2026-03-01")]})
    answer = standing(headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert json.loads(answer.content)["outcome"] == "refused"
