"""A record is read whole: what may be left out, what is canonical, and every fault with its place."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from credentials.records.faults import CODES, Refusal
from credentials.records.lines import parse_line
from credentials.records.numbers import is_npi, is_registry_number, make_registry_number

DROP = object()


def change(record, path, value):
    """Put a value at a path such as licences/0/number; DROP takes it away."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place = record
    for step in steps:
        place = place[step]
    if value is DROP:
        del place[last]
    else:
        place[last] = value
    return record


def faults_of(reader, record):
    read = reader.read(record)
    return [(fault.pointer, fault.code) for fault in read.faults] if isinstance(read, Refusal) else []


FAULTS = {
    "a field no record has": ("phone", "1", "/phone", "unknown_field"),
    "a field no licence has": ("licences/0/colour", "red", "/licences/0/colour", "unknown_field"),
    "a field no span has": ("licences/0/statuses/0/why", "x", "/licences/0/statuses/0/why", "unknown_field"),
    "a registry number with the letter O": (
        "registry_number",
        "FN-7K3M-2QOD",
        "/registry_number",
        "not_a_registry_number",
    ),
    "a registry number that is no text": ("registry_number", 7, "/registry_number", "wrong_type"),
    "a registry number that is null": ("registry_number", None, "/registry_number", "wrong_type"),
    "an empty name": ("name", " ", "/name", "blank"),
    "a name with a NUL": ("name", "Ada\0", "/name", "unprintable"),
    "a name with half a character": ("name", "Ada \ud83d", "/name", "unprintable"),
    "a name beyond all length": ("name", "A" * 501, "/name", "too_long"),
    "a name that is a list": ("name", ["Ada"], "/name", "wrong_type"),
    "former names that are null": ("former_names", None, "/former_names", "wrong_type"),
    "a former name that is a number": ("former_names/0", 5, "/former_names/0", "wrong_type"),
    "an NPI whose check digit is wrong": ("npi", "1234567890", "/npi", "not_an_npi"),
    "an NPI in full-width digits": ("npi", "１２３４５６７８９３", "/npi", "not_an_npi"),
    "an NPI as a number": ("npi", 1234567893, "/npi", "wrong_type"),
    "a mail address without an at": ("email", "ada", "/email", "not_an_address"),
    "a birth day that does not exist": ("born_on", "1985-02-29", "/born_on", "not_a_day"),
    "a birth day before 1900": ("born_on", "1899-12-31", "/born_on", "day_out_of_range"),
    "the year 0": ("born_on", "0000-01-01", "/born_on", "day_out_of_range"),
    "a day in another ISO form": ("born_on", "19850412", "/born_on", "not_a_day"),
    "a day in full-width digits": ("born_on", "１９８５-04-12", "/born_on", "not_a_day"),
    "a listing without a consent": ("listed", {"city": "Provo"}, "/listed/consented", "missing"),
    "a listing consented to with 1": ("listed/consented", 1, "/listed/consented", "wrong_type"),
    "licences that are null": ("licences", None, "/licences", "wrong_type"),
    "a licence that is a text": ("licences/0", "PT", "/licences/0", "wrong_type"),
    "no jurisdiction": ("licences/0/jurisdiction", DROP, "/licences/0/jurisdiction", "missing"),
    "a place that does not exist": ("licences/0/jurisdiction", "US-ZZ", "/licences/0/jurisdiction", "unknown_place"),
    "a user-assigned place without law": ("licences/0/jurisdiction", "XB", "/licences/0/jurisdiction", "unknown_place"),
    "a place in Cyrillic": ("licences/0/jurisdiction", "US-UТ", "/licences/0/jurisdiction", "unknown_place"),
    "a profession unknown": ("licences/0/profession", "pt", "/licences/0/profession", "unknown_value"),
    "no number": ("licences/0/number", None, "/licences/0/number", "wrong_type"),
    "a number of dashes": ("licences/0/number", "-.-", "/licences/0/number", "blank"),
    "a number beyond all length": ("licences/0/number", "1" * 201, "/licences/0/number", "too_long"),
    "no day of issue": ("licences/0/issued_on", DROP, "/licences/0/issued_on", "missing"),
    "expired before issued": ("licences/0/expires_on", "2015-03-01", "/licences/0/expires_on", "reversed"),
    "a status unknown": ("licences/0/statuses/0/status", "lapsed", "/licences/0/statuses/0/status", "unknown_value"),
    "a span that ends as it begins": (
        "licences/0/statuses/0/until",
        "2019-01-01",
        "/licences/0/statuses/0/until",
        "reversed",
    ),
    "a restriction unknown": (
        "licences/0/restrictions/0/kind",
        "no_feet",
        "/licences/0/restrictions/0/kind",
        "unknown_value",
    ),
    "an assurance unknown": ("licences/0/assurance", "hearsay", "/licences/0/assurance", "unknown_value"),
    "checked on no day": ("licences/0/checked_on", "yesterday", "/licences/0/checked_on", "not_a_day"),
    "hours that are negative": ("training/0/hours/0/hours", -1, "/training/0/hours/0/hours", "negative"),
    "hours with three places": ("training/0/hours/0/hours", 1.005, "/training/0/hours/0/hours", "too_precise"),
    "hours a hair above": (
        "training/0/hours/0/hours",
        Decimal("27." + "0" * 40 + "1"),
        "/training/0/hours/0/hours",
        "too_precise",
    ),
    "hours beyond counting": (
        "training/0/hours/0/hours",
        Decimal("1e999999"),
        "/training/0/hours/0/hours",
        "too_large",
    ),
    "hours that are true": ("training/0/hours/0/hours", True, "/training/0/hours/0/hours", "wrong_type"),
    "hours that are no number": ("training/0/hours/0/hours", float("nan"), "/training/0/hours/0/hours", "not_a_number"),
    "hours of no subject": ("training/0/hours/0/subject", DROP, "/training/0/hours/0/subject", "missing"),
    "hours of a part unknown": ("training/0/hours/0/part", "lab", "/training/0/hours/0/part", "unknown_value"),
    "half a session": ("training/0/supervised_sessions", 0.5, "/training/0/supervised_sessions", "wrong_type"),
    "approved by nowhere": ("training/0/approved_by/0", "QQ", "/training/0/approved_by/0", "unknown_place"),
    "a patient group unknown": (
        "training/0/patient_groups/0",
        "infant",
        "/training/0/patient_groups/0",
        "unknown_value",
    ),
    "an oral exam": ("exams/0/form", "oral", "/exams/0/form", "unknown_value"),
    "a statement nobody asks for": (
        "statements/0/key",
        "parental_consent",
        "/statements/0/key",
        "unknown_statement_key",
    ),
    "a statement that ends as it begins": ("statements/0/until", "2016-05-08", "/statements/0/until", "reversed"),
}


@pytest.mark.parametrize(("path", "value", "pointer", "code"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_named_with_its_place(reader, ada, path, value, pointer, code):
    assert faults_of(reader, change(ada, path, value)) == [(pointer, code)]
    assert code in CODES


def test_a_pointer_escapes_what_json_pointers_escape(reader, ada):
    assert faults_of(reader, {**ada, "a/b~c": 1}) == [("/a~1b~0c", "unknown_field")]


def test_every_fault_is_named_and_not_the_first(reader, ada):
    for path, value, _, _ in (FAULTS["no number"], FAULTS["an oral exam"], FAULTS["a field no record has"]):
        change(ada, path, value)
    del ada["licences"][0]["issued_on"]
    assert set(faults_of(reader, ada)) == {
        ("/phone", "unknown_field"),
        ("/licences/0/number", "wrong_type"),
        ("/licences/0/issued_on", "missing"),
        ("/exams/0/form", "unknown_value"),
    }


def test_the_example_of_the_api_has_no_fault(reader, ada):
    assert faults_of(reader, ada) == []


@pytest.mark.parametrize("told", [[], "FN", 7, None, True], ids=str)
def test_what_is_no_object_is_refused(reader, told):
    assert faults_of(reader, told) == [("", "wrong_type")]


SAME_KEY = {
    "the same licence spelt in another way": ({"number": "12345 2401"}, [("/licences/1", "same_key")]),
    "the same licence with other content": ({"issued_on": "2015-03-03"}, [("/licences/1", "same_key")]),
    "equal in every field": ({}, []),
    "the same place in small letters": ({"jurisdiction": "us-ut"}, []),
    "another profession": ({"profession": "OT"}, []),
}


@pytest.mark.parametrize(("change_to", "faults"), SAME_KEY.values(), ids=SAME_KEY.keys())
def test_one_key_tells_one_thing(reader, ada, change_to, faults):
    ada["licences"].append({**ada["licences"][0], **change_to})
    assert faults_of(reader, ada) == faults
    if not faults and "profession" not in change_to:
        assert len(reader.read(ada).lists["licences"]) == 1


def test_statuses_may_touch_but_not_overlap(reader, ada):
    statuses = ada["licences"][0]["statuses"]
    statuses.append({"status": "probation", "from": "2019-03-01", "until": None})
    assert faults_of(reader, ada) == []
    statuses.append({"status": "inactive", "from": "2030-01-01"})
    assert faults_of(reader, ada) == [("/licences/0/statuses/2", "overlap")]


def test_restrictions_may_overlap(reader, ada):
    ada["licences"][0]["restrictions"].append({"kind": "no_minors", "from": "2020-02-01", "until": None})
    assert faults_of(reader, ada) == []


REFERENCES = {
    "nothing": ({}, [("", "no_reference")]),
    "a name alone": ({"name": "Ada"}, [("", "no_reference")]),
    "an NPI taken away": ({"npi": None}, [("", "no_reference")]),
    "no licences": ({"licences": []}, [("", "no_reference")]),
    "a registry number": ({"registry_number": "FN-7K3M-2Q9D"}, []),
    "an NPI": ({"npi": "1234567893"}, []),
}


@pytest.mark.parametrize(("told", "faults"), REFERENCES.values(), ids=REFERENCES.keys())
def test_a_record_says_whose_it_is(reader, told, faults):
    assert faults_of(reader, told) == faults


def test_a_self_stated_licence_says_nothing_of_whose_it_is(reader, bo):
    licence = {**bo["licences"][0], "assurance": "self_stated"}
    assert faults_of(reader, {"licences": [licence]}) == [("", "no_reference")]


def test_registry_numbers_are_read_in_any_case_and_told_in_capitals(reader):
    assert reader.read({"registry_number": "fn-7k3m-2q9d"}).registry_number == "FN-7K3M-2Q9D"
    assert faults_of(reader, {"registry_number": "ſn-7k3m-2q9d"}) == [("/registry_number", "not_a_registry_number")]


def test_codes_of_places_are_read_in_any_case_and_told_in_capitals(reader):
    licences = [
        {"jurisdiction": code, "profession": "PT", "number": "1", "issued_on": "2020-01-01"}
        for code in ("us-ut", "PR", "xa")
    ]
    read = reader.read({"licences": licences})
    assert [item.values[0] for item in read.lists["licences"]] == ["US-UT", "US-PR", "XA"]


LINES = {
    "not JSON": (b"{", "malformed_json"),
    "not UTF-8": (b'{"name": "\xff"}', "malformed_json"),
    "two values": (b"{} {}", "malformed_json"),
    "NaN": (b'{"a": NaN}', "malformed_json"),
    "a field told twice": (b'{"npi": "1", "npi": "2"}', "repeated_field"),
    "a million opening brackets": (b"[" * 1_000_000, "malformed_json"),
    "a million digits": (b"9" * 1_000_000, "malformed_json"),
}


@pytest.mark.parametrize(("line", "code"), LINES.values(), ids=LINES.keys())
def test_a_line_that_is_no_json_object_is_refused(line, code):
    read = parse_line(line)
    assert isinstance(read, Refusal)
    assert [fault.code for fault in read.faults] == [code]


def test_a_line_keeps_every_digit():
    assert parse_line(b'{"hours": 27.10}\r\n') == {"hours": Decimal("27.10")}


def test_hours_are_exact(reader, ada):
    for told, hundredths in ((0.1, 10), (7.55, 755), (Decimal("27.10"), 2710), (12, 1200), (1e2, 10000)):
        ada["training"][0]["hours"][0]["hours"] = told
        assert reader.read(ada).lists["training"][0].values[3][0][0] == hundredths


def test_registry_numbers_are_drawn_anew_and_well_formed():
    drawn = {make_registry_number() for _ in range(2_000)}
    assert len(drawn) > 1_990
    assert all(is_registry_number(number) for number in drawn)
    assert is_npi("1234567893")


def test_a_record_survives_json(reader, ada):
    assert reader.read(json.loads(json.dumps(ada))) == reader.read(ada)


def test_every_code_is_documented():
    told = Path("docs/import-and-export.md").read_text(encoding="utf-8")
    assert [code for code, meaning in CODES.items() if f"| `{code}` | {meaning} |" not in told] == []
