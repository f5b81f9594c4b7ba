"""The question's form: read without law and without a database."""

import datetime as dt

import pytest

from credentials.questions import Asked, Misread, Reference, read_asked
from credentials.records.faults import Refusal

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
WHOLE = {"practitioner": {"registry_number": "fn-7k3m-2q9d"}, "jurisdiction": "XA", "patient": {"age": 40}}


def read(**told):
    return read_asked(WHOLE | told, now=NOW)


def codes(answer):
    assert isinstance(answer, Refusal)
    return sorted((fault.pointer, fault.code) for fault in answer.faults)


def test_what_is_left_out_has_its_default():
    assert read() == Asked(
        practitioner=Reference("registry_number", "FN-7K3M-2Q9D"),
        jurisdiction="XA",
        age=40,
        group=None,
        on=None,
        known_at=None,
        site=None,
        attested=(),
        body_region=None,
        name=None,
        standard="filiform-2026",
    )


@pytest.mark.parametrize("data", [None, [], "?", 1, True, 1.5])
def test_what_is_no_object_is_no_question(data):
    assert codes(read_asked(data, now=NOW)) == [("", "wrong_type")]


REFERENCES = {
    "an NPI": ({"npi": "1234567893"}, Reference("npi", "1234567893")),
    "a licence, without dots, dashes and blanks": (
        {"licence": {"jurisdiction": "xa", "profession": "PT", "number": "a. 1-b"}},
        Reference("licence", "A1B", "xa", "PT"),
    ),
    "what is no number, nobody's": ({"registry_number": "Ada\0"}, Reference("registry_number", "")),
    "a long s, which is no S": ({"registry_number": "FN-SSSS-SSSſ"}, Reference("registry_number", "")),
}


@pytest.mark.parametrize(("told", "expected"), REFERENCES.values(), ids=REFERENCES.keys())
def test_a_reference(told, expected):
    assert read(practitioner=told).practitioner == expected


DAYS = {
    "the first day": ("1900-01-01", None),
    "the last day": ("2199-12-31", None),
    "a leap day": ("2028-02-29", None),
    "the day before the first": ("1899-12-31", "day_out_of_range"),
    "the day after the last": ("2200-01-01", "day_out_of_range"),
    "no leap day": ("2026-02-29", "not_a_day"),
    "a week": ("2026-W10", "not_a_day"),
    "without dashes": ("20260302", "not_a_day"),
    "other digits": ("２０２６-03-02", "not_a_day"),
}


@pytest.mark.parametrize(("day", "code"), DAYS.values(), ids=DAYS.keys())
def test_a_day(day, code):
    answer = read(on=day)
    if code is None:
        assert answer.on == dt.date.fromisoformat(day)
    else:
        assert codes(answer) == [("/on", code)]


INSTANTS = {
    "now": ("2026-03-02T12:00:00Z", NOW),
    "now elsewhere": ("2026-03-02T17:30:00+05:30", NOW),
    "in small letters": ("2026-03-02t12:00:00z", NOW),
    "to the microsecond": ("2026-03-02T11:59:59.999999Z", NOW - dt.timedelta(microseconds=1)),
    "to the nanosecond, cut": ("2026-03-02T11:59:59.999999999Z", NOW - dt.timedelta(microseconds=1)),
    "a microsecond ahead": ("2026-03-02T12:00:00.000001Z", "in_the_future"),
    "later elsewhere": ("2026-03-02T12:00:00-00:01", "in_the_future"),
    "without a zone": ("2026-03-02T12:00:00", "not_an_instant"),
    "with a blank": ("2026-03-02 12:00:00Z", "not_an_instant"),
    "a second too many": ("2026-03-02T11:59:60Z", "not_an_instant"),
    "before the calendar": ("0001-01-01T00:00:00+00:01", "not_an_instant"),
    "a number": (1772452800, "not_an_instant"),
}


@pytest.mark.parametrize(("told", "expected"), INSTANTS.values(), ids=INSTANTS.keys())
def test_an_instant(told, expected):
    answer = read(known_at=told)
    if isinstance(expected, str):
        assert codes(answer) == [("/known_at", expected)]
    else:
        assert answer.known_at == expected


PATIENTS = {
    "nought": ({"age": 0}, (0, None)),
    "130": ({"age": 130}, (130, None)),
    "a group": ({"group": "child"}, (None, "child")),
    "131": ({"age": 131}, [("/patient/age", "not_an_age")]),
    "true": ({"age": True}, [("/patient/age", "not_an_age")]),
    "40.0": ({"age": 40.0}, [("/patient/age", "not_an_age")]),
    "both": ({"age": 4, "group": "child"}, [("/patient", "one_of")]),
    "neither": ({}, [("/patient", "one_of")]),
    "both and more": (
        {"age": 400, "group": "dog", "name": "x"},
        [("/patient", "one_of"), ("/patient/age", "not_an_age"), ("/patient/group", "unknown_value"),
         ("/patient/name", "unknown_field")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), PATIENTS.values(), ids=PATIENTS.keys())
def test_a_patient(told, expected):
    answer = read(patient=told)
    if isinstance(expected, tuple):
        assert (answer.age, answer.group) == expected
    else:
        assert codes(answer) == expected


def test_a_key_vouched_for_twice_counts_once():
    assert read(attested=["referral", "referral"]).attested == ("referral",)


def test_what_could_be_read_of_a_bad_question_is_kept_for_the_law_to_look_at():
    answer = read(patient={"age": 900}, site="harbour", attested=["x"], standard="y", jurisdiction="QQ")
    assert isinstance(answer, Misread)
    assert (answer.jurisdiction, answer.site, answer.attested, answer.standard) == ("QQ", "HARBOUR", ("x",), "y")
    assert answer.practitioner == Reference("registry_number", "FN-7K3M-2Q9D")
