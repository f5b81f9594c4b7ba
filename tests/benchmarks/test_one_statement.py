"""The statement that batches are compared with decides what it says it decides."""

import datetime as dt

import pytest
from django.db import connection

from benchmarks.asked import Person
from benchmarks.one_statement import BITS, decide_by_statement, figures_of, prepare_rules, press_law
from credentials.queries.readers import current_reader
from credentials.queries.records import export_records

ON = dt.date(2026, 11, 22)
BARRED = {"suspended", "revoked", "surrendered", "inactive"}


def test_it_finds_missing_what_a_plain_loop_finds_missing(filled):
    records = list(export_records(shapes=current_reader().shapes, source=filled))
    asked = [(record, licence) for record in records for licence in record["licences"]]
    people = [
        Person(record["registry_number"], licence["jurisdiction"], licence["profession"], 0)
        for record, licence in asked
    ]
    connection.ensure_connection()
    prepare_rules(connection.connection)
    rules = list(press_law())

    masks = decide_by_statement(connection.connection, people, ON)

    expected = [find_missing(record, licence, rules) for record, licence in asked]
    assert [names_in(mask) for mask, _ in masks] == expected
    assert {name for names in expected for name in names} > {
        "licence_over",
        "suspended",
        "prohibited",
        "hours",
        "in_person",
        "registration",
    }


def test_one_who_holds_no_licence_anywhere_lacks_one(filled):
    connection.ensure_connection()
    prepare_rules(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_number FROM credentials_practitioner ORDER BY id LIMIT 1")
        number = cursor.fetchone()[0]
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM credentials_licence")

    ((mask, citation),) = decide_by_statement(connection.connection, [Person(number, "US-UT", "PT", 0)], ON)

    assert "no_licence" in names_in(mask)
    assert citation is None


@pytest.mark.parametrize(
    ("tree", "figures"),
    [
        pytest.param({}, (0, 0, False, False, None, 0), id="nothing is asked for"),
        pytest.param(
            {
                "all_of": [
                    {"kind": "training_hours", "minimum": 300},
                    {"kind": "training_hours", "minimum": 54, "delivery": "in_person"},
                    {"kind": "training_hours", "minimum": 10, "part": "didactic"},
                    {"kind": "years_licensed", "minimum": 2},
                ]
            },
            (30000, 5400, False, False, None, 2),
            id="hours in hundredths, a part of a course left out",
        ),
        pytest.param(
            {
                "any_of": [
                    {"kind": "exam_passed", "form": "written"},
                    {"kind": "board_authorization", "title": "registration"},
                ]
            },
            (0, 0, True, False, None, 0),
            id="of two ways the first",
        ),
    ],
)
def test_a_tree_is_pressed_into_figures(tree, figures):
    assert figures_of(tree) == figures


def names_in(mask):
    return {name for bit, name in enumerate(BITS) if mask >> bit & 1}


def find_missing(record, licence, rules):
    """The same by plain comparisons over the exported record."""
    of_place = [one for one in record["licences"] if one["jurisdiction"] == licence["jurisdiction"]]
    held = max(of_place, key=lambda one: one["expires_on"])
    first = min(dt.date.fromisoformat(one["issued_on"]) for one in record["licences"])
    rule = next(
        (
            one
            for one in rules
            if one[:2] == (held["jurisdiction"], held["profession"])
            and one[2] <= ON
            and (one[3] is None or one[3] > ON)
        ),
        (None, None, None, None, False, 0, 0, False, False, None, 0, None),
    )
    parts = [part for course in record["training"] for part in course["hours"]]
    live = sum(part["hours"] for part in parts if part["delivery"] == "in_person") * 100
    forms = {exam["form"] for exam in record["exams"]}
    registered = any(
        (one["jurisdiction"], one["profession"], one["title"]) == (held["jurisdiction"], held["profession"], rule[9])
        and one["expires_on"] >= ON.isoformat()
        for one in record.get("authorizations", [])
    )
    years = dt.date(first.year + rule[10], first.month, min(first.day, 28 if first.month == 2 else first.day))
    found = {
        "licence_over": held["expires_on"] < ON.isoformat(),
        "suspended": any(
            one["status"] in BARRED and one["from"] <= ON.isoformat() and one["until"] is None
            for one in held.get("statuses", [])
        ),
        "no_rule": rule[11] is None,
        "prohibited": rule[4],
        "hours": sum(part["hours"] for part in parts) * 100 < rule[5],
        "in_person": live < rule[6],
        "written_exam": rule[7] and "written" not in forms,
        "practical_exam": rule[8] and "practical" not in forms,
        "registration": rule[9] is not None and not registered,
        "years": years > ON,
    }
    return {name for name, is_missing in found.items() if is_missing}
