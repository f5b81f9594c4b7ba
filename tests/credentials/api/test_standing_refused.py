"""`GET …/standing` refused: every fault named, and which goes before which."""

from urllib.parse import quote

import pytest

from tests.credentials.api.conftest import faults, problem
from tests.credentials.api.world import ADA

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
    problem(standing(number if number.startswith("%") else quote(number)), 404)


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
