"""`GET …/standing`, field by field."""

import json

import pytest

from tests.credentials.api.conftest import faults, problem
from tests.credentials.api.world import ADA, CARL, CHIRO, DORA

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


WRONG = {
    "no place": ({"jurisdiction": None}, [("/jurisdiction", "missing")]),
    "no patient": ({"group": None}, [("/age", "missing")]),
    "age and group": ({"age": "40"}, [("/age", "one_of")]),
    "no such place": ({"jurisdiction": "QQ"}, [("/jurisdiction", "unknown_place")]),
    "a user-assigned place without law": ({"jurisdiction": "XC"}, [("/jurisdiction", "unknown_place")]),
    "its subdivision": ({"jurisdiction": "XA-1"}, [("/jurisdiction", "unknown_place")]),
    "a homoglyph": ({"jurisdiction": "ХА"}, [("/jurisdiction", "unknown_place")]),
    "a sharp s, South Sudan in capitals": ({"jurisdiction": "ß"}, [("/jurisdiction", "unknown_place")]),
    "blanks around": ({"jurisdiction": " XA "}, [("/jurisdiction", "unknown_place")]),
    "an age in words": ({"group": None, "age": "forty"}, [("/age", "not_an_age")]),
    "minus one": ({"group": None, "age": "-1"}, [("/age", "not_an_age")]),
    "131": ({"group": None, "age": "131"}, [("/age", "not_an_age")]),
    "half a year": ({"group": None, "age": "1.5"}, [("/age", "not_an_age")]),
    "digits of another script": ({"group": None, "age": "٤٠"}, [("/age", "not_an_age")]),
    "a group of dogs": ({"group": "dog"}, [("/group", "unknown_value")]),
    "Adult": ({"group": "Adult"}, [("/group", "unknown_value")]),
    "30 February": ({"on": "2026-02-30"}, [("/on", "not_a_day")]),
    "a day by other dashes": ({"on": "2026‐03‐02"}, [("/on", "not_a_day")]),
    "year 0": ({"on": "0000-01-01"}, [("/on", "day_out_of_range")]),
    "before 1900": ({"on": "1899-12-31"}, [("/on", "day_out_of_range")]),
    "after 2199": ({"on": "2200-01-01"}, [("/on", "day_out_of_range")]),
    "year 9999": ({"on": "9999-12-31"}, [("/on", "day_out_of_range")]),
    "year 10000": ({"on": "10000-01-01"}, [("/on", "not_a_day")]),
    "an unknown key": ({"attested": "town_permit,pinky_promise"}, [("/attested/1", "unknown_key")]),
    "an empty key": ({"attested": "town_permit,"}, [("/attested/1", "blank")]),
    "a region of no body": ({"body_region": "tail"}, [("/body_region", "unknown_value")]),
    "no such standard": ({"standard": "filiform-1999"}, [("/standard", "unknown_standard")]),
    "any site": ({"site": "harbour"}, [("/site", "unknown_site")]),
    "no instant": ({"known_at": "2026-03-02"}, [("/known_at", "not_an_instant")]),
    "an instant without zone": ({"known_at": "2026-03-02T10:00:00"}, [("/known_at", "not_an_instant")]),
    "an instant to come": ({"known_at": "2199-01-01T00:00:00Z"}, [("/known_at", "in_the_future")]),
    "an instant of the year 0": ({"known_at": "0000-01-01T00:00:00Z"}, [("/known_at", "not_an_instant")]),
    "an instant beyond the calendar": ({"known_at": "9999-12-31T23:59:59-23:59"}, [("/known_at", "not_an_instant")]),
    "an unknown parameter": ({"patient": "me"}, [("/patient", "unknown_parameter")]),
    "without a value": ({"name": ""}, [("/name", "empty")]),
    "NUL": ({"name": "a\0"}, [("/name", "nul_character")]),
    "twice": ({"on": ["2026-03-02", "2026-03-02"]}, [("/on", "duplicate_parameter")]),
    "every fault at once": (
        {"jurisdiction": "QQ", "group": None, "age": "131", "on": "x", "attested": "no", "standard": "x",
         "site": "y", "body_region": "tail", "known_at": "z", "colour": "red"},
        [("/age", "not_an_age"), ("/attested/0", "unknown_key"), ("/body_region", "unknown_value"),
         ("/colour", "unknown_parameter"), ("/jurisdiction", "unknown_place"), ("/known_at", "not_an_instant"),
         ("/on", "not_a_day"), ("/site", "unknown_site"), ("/standard", "unknown_standard")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(standing, told, expected):
    assert faults(standing(**told)) == expected


def test_nobody_of_that_number(standing):
    problem(standing("FN-0000-0000"), 404)


def test_a_number_is_read_in_any_case(standing):
    assert standing(ADA.lower()).json()["question"]["practitioner"] == {"registry_number": ADA}


@pytest.mark.parametrize(
    "number",
    ["FN-SE1F-000ſ", "x" * 5000, "a\0b", "%ED%A0%80", "..", "ＦＮ-7K3M-2Q9D"],
    ids=["long s", "long", "NUL", "surrogate", "dots", "full width"],
)
def test_what_is_no_number_finds_nobody(standing, number):
    from urllib.parse import quote

    problem(standing(number if number.startswith("%") else quote(number)), 404)


def test_equal_questions_have_equal_bytes(standing):
    assert standing().content == standing().content


def test_the_tag_covers_all_but_the_instant(standing):
    from tests.credentials.api.world import put

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
    from tests.credentials.api.world import licence, put

    tag = standing()["ETag"]
    put({"registry_number": ADA, "licences": [licence("A-1", expires_on="2026-03-01")]})
    answer = standing(headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert json.loads(answer.content)["outcome"] == "refused"


def test_faults_of_the_question_go_before_the_unknown_person(standing):
    assert faults(standing("FN-0000-0000", jurisdiction="QQ")) == [("/jurisdiction", "unknown_place")]


def test_a_key_goes_before_all(standing, client):
    problem(standing("FN-0000-0000", client=client, jurisdiction="QQ"), 401)


def test_a_scope_goes_before_the_question(standing, make_client):
    problem(standing("FN-0000-0000", client=make_client("registry:read"), jurisdiction="QQ"), 403)


def test_leaving_out_the_standard_takes_a_scope_of_its_own(standing, make_client):
    problem(standing(standard="none"), 403)
    problem(standing("FN-0000-0000", standard="none"), 403)
    problem(standing(standard="none", client=make_client("verify:law-only")), 403)
    told = standing(standard="none", attested="town_permit", client=make_client("verify:read", "verify:law-only"))
    answer = told.json()
    assert (answer["question"]["standard"], answer["standard"], answer["layers"]["standard"]) == ("none", None, None)
    assert all(finding["layer"] != "standard" for finding in answer["findings"])
