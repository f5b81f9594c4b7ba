"""The roster as a list: worst first; what is stale is no yes; names as far as they are public."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Consent
from accounts.operations.clock import tick
from clinics.models import Watch
from clinics.queries import roster
from tests.clinics.roster.asking import CYRIL, ROSTER, decide, faults_of, listed, rows_of
from tests.clinics.world import (
    ADA,
    BEN,
    CY,
    DEE,
    EVE,
    make_clinic,
    make_entry,
    person,
    put_person,
)

pytestmark = pytest.mark.django_db


def test_the_worst_stand_first(caller, staffed, people):
    put_person(person(CYRIL, "Кирилл Петров"))
    make_entry(staffed, put_person(person(CYRIL, "Кирилл Петров")))  # not decided yet
    assert listed(caller) == [
        (CYRIL, "adult", None),
        (CY, "adult", "refused"),
        (DEE, "adult", "refused"),
        (EVE, "adult", "refused"),
        (ADA, "child", "conditional"),
        (ADA, "adult", "permitted"),
        (BEN, "adult", "permitted"),
    ]


FILTERS = [
    ({"outcome": "permitted"}, [ADA, BEN]),
    ({"outcome": "conditional"}, [ADA]),
    ({"outcome": "undecided"}, []),
    ({"group": "child"}, [ADA]),
    ({"role": "Therapist"}, [CY, DEE, EVE, ADA, ADA, BEN]),
    ({"role": "head"}, []),
    ({"due": "true"}, []),
    ({"due": "false", "outcome": "permitted", "group": "adult"}, [ADA, BEN]),
    ({"from": "2019-01-01", "until": "2020-01-01"}, []),
    ({"from": "2019-01-01", "until": "2020-01-02", "outcome": "conditional"}, [ADA]),
    ({"q": "fn-be"}, [BEN]),
    ({"q": "FN-%"}, []),
    ({"q": "okafor ADA"}, [ADA, ADA]),
    ({"q": "oka"}, []),
    ({"q": "Roe Smith"}, []),
    ({"q": "123"}, []),
]


@pytest.mark.parametrize(
    ("query", "numbers"), FILTERS, ids=[" ".join(f"{k}={v}" for k, v in q.items()) for q, _ in FILTERS]
)
def test_lines_can_be_looked_for(caller, staffed, query, numbers):
    assert [number for number, _, _ in listed(caller, **query)] == numbers


def test_names_are_compared_as_a_question_compares_them(people, caller, site):
    cyril = put_person(person(CYRIL, "Кирилл Петров", former_names=["José Núñez"]))
    make_entry(site, cyril)
    make_entry(site, people[ADA])
    for words in ("петров", "jose NUNEZ", "José"):
        assert [number for number, _, _ in listed(caller, q=words)] == [CYRIL], words
    assert listed(caller, q="José Петров") == []  # of two different names


def test_bad_filters_are_all_named(caller):
    query = {"group": "dog", "outcome": "fine", "due": "yes", "from": "soon", "cursor": "9", "page": "2"}
    assert faults_of(caller.get(ROSTER, query)) == {
        ("/group", "unknown_value"),
        ("/outcome", "unknown_value"),
        ("/due", "unknown_value"),
        ("/from", "not_a_day"),
        ("/cursor", "not_a_cursor"),
        ("/page", "unknown_parameter"),
    }


def line_of(caller, number=ADA, **query):
    (line,) = caller.get(ROSTER, {"q": number, "group": "adult", **query}).json()["items"]
    return line


STALE = {
    "it is due": {"due_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "cause": "law"},
    "its last day passed unseen": {"holds_until": dt.date(2026, 1, 1), "due_at": None},
}


@pytest.mark.parametrize("change", STALE.values(), ids=STALE)
def test_what_may_no_longer_be_so_is_no_yes(caller, staffed, change):
    known = line_of(caller)
    assert (known["outcome"], known["last_known"]) == ("permitted", None)
    Watch.objects.filter(group="adult").update(**change)
    stale = line_of(caller)
    assert (stale["outcome"], stale["may_perform"], stale["due"], stale["verification"]) == (
        None,
        False,
        True,
        known["verification"],
    )
    assert stale["last_known"] == {"outcome": "permitted", "conditions": [], "gaps": []}
    assert stale["as_of"] == known["as_of"]
    assert line_of(caller, outcome="undecided", due="true") == stale
    assert listed(caller, q=ADA, outcome="permitted") == []
    table = [row for row in rows_of(caller.get(ROSTER, headers={"Accept": "text/csv"})) if row["group"] == "adult"]
    assert {(row["outcome"], row["may_perform"], row["due"]) for row in table} == {("", "false", "true")}
    assert {row["last_known"] for row in table} == {"permitted", "refused"}


def test_names_are_told_of_who_is_public_or_agreed(people, caller, site):
    cyril = put_person(person(CYRIL, "Кирилл Петров", listed={"consented": True}))
    for one in (cyril, people[ADA], people[BEN]):
        make_entry(site, one)

    def names():
        items = caller.get(ROSTER).json()["items"]
        return {one["practitioner"]["registry_number"]: one["practitioner"]["name"] for one in items}

    assert names() == {CYRIL: "Кирилл Петров", ADA: None, BEN: None}
    with transaction.atomic():
        Consent.objects.create(
            person=people[ADA].person, kind="see_record", organisation=site.organisation, recorded_at=tick()
        )
        Consent.objects.create(
            person=people[BEN].person, kind="see_record", organisation=make_clinic("Birch Clinic"), recorded_at=tick()
        )
        Consent.objects.create(person=cyril.person, kind="listed", recorded_at=tick(), withdrawn_at=None)
    assert names() == {CYRIL: "Кирилл Петров", ADA: "Ada Okafor", BEN: None}
    with transaction.atomic():
        Consent.objects.update(withdrawn_at=tick())
    assert names() == {CYRIL: None, ADA: None, BEN: None}


def test_it_comes_in_pages_each_line_once(caller, staffed, monkeypatch):
    whole = listed(caller)
    monkeypatch.setattr(roster.list_lines, "__kwdefaults__", {**roster.list_lines.__kwdefaults__, "limit": 2})
    found, query = [], {}
    while True:
        page = caller.get(ROSTER, query).json()
        found += page["items"]
        if page["next"] is None:
            break
        query = {"cursor": page["next"]}
    assert [(one["practitioner"]["registry_number"], one["group"], one["outcome"]) for one in found] == whole


def test_the_whole_list_comes_as_a_table_that_no_spreadsheet_runs(people, caller, staffed):
    put_person({"registry_number": DEE, "listed": {"consented": True}, "name": "=Dee Smith"})
    decide()
    rows = rows_of(caller.get(ROSTER, {"site": staffed.code}, headers={"Accept": "text/csv"}))
    told = [(row["registry_number"], row["group"], row["outcome"] or None) for row in rows]
    assert sorted(told, key=str) == sorted(listed(caller), key=str)
    child = next(row for row in rows if row["group"] == "child")
    assert child["conditions"] == "patient_age_at_least_12 parental_consent child_assent"
    assert next(row for row in rows if row["registry_number"] == DEE)["name"] == "'=Dee Smith"
    assert caller.get(ROSTER, headers={"Accept": "text/html"}).status_code == 406
    refused = caller.get(ROSTER, {"cursor": "0.1"}, headers={"Accept": "text/csv"})
    assert faults_of(refused) == {("/cursor", "unknown_parameter")}


def test_the_number_of_queries_does_not_grow_with_the_roster(caller, staffed, people):
    def queries(accept):
        caller.get("/api/v1/sites")  # so that the key, which is remembered for a second, is known
        with CaptureQueriesContext(connection) as asked:
            response = caller.get(ROSTER, headers={"Accept": accept})
            b"".join(response.streaming_content) if response.streaming else response.content
        return len(asked)

    before = [queries(accept) for accept in ("application/json", "text/csv")]
    for n in range(8):
        make_entry(staffed, put_person(person(f"FN-M0RE-000{n}", f"More {'abcdefgh'[n]}")))
    decide()
    assert [queries(accept) for accept in ("application/json", "text/csv")] == before


def test_what_stands_is_not_sent_again(caller, staffed):
    first = caller.get(ROSTER)
    assert first["ETag"].startswith('W/"')
    assert caller.get(ROSTER, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Watch.objects.update(due_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert caller.get(ROSTER, headers={"If-None-Match": first["ETag"]}).status_code == 200
