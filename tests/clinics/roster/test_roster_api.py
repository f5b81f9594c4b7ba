"""The roster over HTTP: told at once, worst first; what is stale is no yes; names as far as they are public."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Consent
from accounts.operations.clock import tick
from clinics.models import RosterEntry, Watch
from clinics.operations.monitoring.redeciding import redecide_due
from clinics.queries import roster
from tests.clinics.world import (
    ADA,
    BEN,
    CY,
    DEE,
    EVE,
    client_of,
    make_clinic,
    make_entry,
    make_site,
    person,
    put_person,
)

pytestmark = pytest.mark.django_db
ROSTER = "/api/v1/roster"
CYRIL = "FN-CYR0-0001"


def added(caller, site, number=ADA, **more):
    told = {"site": site.code, "practitioner": {"registry_number": number}, "role": "therapist"}
    return caller.post(ROSTER, {**told, "patient_groups": ["adult"], **more}, content_type="application/json")


def sent(caller, method, path, **told):
    return getattr(caller, method)(f"{ROSTER}/{path}", told, content_type="application/json")


def listed(caller, **query):
    response = caller.get(ROSTER, query)
    assert response.status_code == 200, response.content
    return [(one["practitioner"]["registry_number"], one["group"], one["outcome"]) for one in response.json()["items"]]


def faults_of(response):
    assert response.status_code == 422, response.content
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}


def decide():
    while redecide_due(at=timezone.now()):
        pass


@pytest.fixture
def staffed(people, site):
    """Everybody on the roster, Ada for adults and children; decided."""
    for number in (ADA, BEN, CY, DEE, EVE):
        make_entry(site, people[number], ["adult", "child"] if number == ADA else ["adult"])
    decide()
    return site


def test_who_is_put_on_the_roster_is_decided_at_once(people, caller, site):
    response = added(caller, site, patient_groups=["adult", "child"])
    told = response.json()
    assert (response.status_code, response["Location"]) == (201, f"{ROSTER}/{told['key']}")
    adult, child = told["decisions"]
    assert (adult["outcome"], adult["may_perform"], adult["due"], adult["state"]) == (
        "permitted",
        True,
        False,
        "current",
    )
    assert (child["outcome"], child["may_perform"]) == ("conditional", False)
    assert child["conditions"] == ["patient_age_at_least_12", "parental_consent", "child_assent"]
    verification = caller.get(f"/api/v1/verifications/{adult['verification']}").json()
    assert (verification["outcome"], verification["question"]["site"]) == ("permitted", site.code)
    assert told["starts_on"] == timezone.now().date().isoformat()
    assert caller.get(f"{ROSTER}/{told['key']}").json() == told


@pytest.mark.parametrize(
    "reference",
    [{"npi": "1234567893"}, {"licence": {"jurisdiction": "xa", "profession": "PT", "number": "l.xa ada0-0001"}}],
    ids=["by NPI", "by a licence"],
)
def test_a_person_is_named_as_in_questions(people, caller, site, reference):
    assert added(caller, site, practitioner=reference).json()["practitioner"]["registry_number"] == ADA


def test_what_cannot_be_put_there_says_why(people, caller, site):
    bad = caller.post(ROSTER, {"role": "", "patient_groups": ["dog"], "why": 1}, content_type="application/json")
    assert faults_of(bad) == {
        ("/site", "missing"),
        ("/practitioner", "missing"),
        ("/role", "blank"),
        ("/patient_groups/0", "unknown_value"),
        ("/why", "unknown_field"),
    }
    assert added(caller, site, "FN-0000-0000").status_code == 404
    nowhere = {"licence": {"jurisdiction": "ZZ-9", "profession": "PT", "number": "1"}}
    assert faults_of(added(caller, site, practitioner=nowhere)) == {
        ("/practitioner/licence/jurisdiction", "unknown_place")
    }
    foreign = make_site(make_clinic("Birch Clinic"))
    assert faults_of(added(caller, foreign)) == {("/site", "unknown_site")}
    assert faults_of(added(caller, site, patient_groups=[])) == {("/patient_groups", "empty_list")}
    assert added(caller, site).status_code == 201
    assert faults_of(added(caller, site)) == {("/starts_on", "on_roster_already")}


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


def test_another_site_and_another_clinic_show_nothing(people, caller, staffed):
    other = make_site(staffed.organisation, "Side Street")
    assert listed(caller, site=other.code) == []
    assert len(listed(caller, site=staffed.code.lower())) == 6
    foreign = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    assert listed(foreign) == listed(foreign, q="Ada") == []
    assert faults_of(foreign.get(ROSTER, {"site": staffed.code})) == {("/site", "unknown_site")}
    key = RosterEntry.objects.first().key
    calls = [("get", f"{key}"), ("patch", f"{key}"), ("post", f"{key}/end"), ("post", f"{key}/check")]
    for method, path in [*calls, ("get", f"{key}/checks")]:
        assert sent(foreign, method, path).status_code == 404, path
        viewer = client_of(staffed.organisation, "roster:read")
        assert sent(viewer, method, path).status_code == (200 if method == "get" else 403), path


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


def test_who_is_yet_to_come_is_neither_decided_nor_due(people, caller, site):
    starts_on = (timezone.now().date() + dt.timedelta(days=9)).isoformat()
    (line,) = added(caller, site, starts_on=starts_on).json()["decisions"]
    assert (line["state"], line["outcome"], line["may_perform"], line["due"]) == ("coming", None, False, False)
    assert listed(caller) == [(ADA, "adult", None)]
    assert listed(caller, due="true") == []


def test_a_change_is_decided_at_once_and_history_stays(people, caller, site):
    key = added(caller, site).json()["key"]
    told = sent(caller, "patch", key, patient_groups=["child"], role="head", until_on="2099-01-01").json()
    assert [(one["group"], one["outcome"]) for one in told["decisions"]] == [("child", "conditional")]
    assert [(one["role"], one["until_on"], one["superseded_because"]) for one in told["versions"]] == [
        ("therapist", None, "changed"),
        ("head", "2099-01-01", None),
    ]
    assert sent(caller, "patch", key, until_on=None).json()["until_on"] is None
    bad = sent(caller, "patch", key, starts_on=None, practitioner={}, patient_groups=[])
    assert faults_of(bad) == {
        ("/starts_on", "wrong_type"),
        ("/practitioner", "unknown_field"),
        ("/patient_groups", "empty_list"),
    }


def test_an_entry_that_ends_leaves_the_list_and_can_still_be_read(people, caller, site):
    today = timezone.now().date()
    key = added(caller, site, starts_on="2026-01-01").json()["key"]
    told = sent(caller, "post", f"{key}/end").json()
    assert (told["until_on"], told["decisions"][0]["state"]) == (today.isoformat(), "over")
    assert (told["decisions"][0]["outcome"], told["decisions"][0]["last_known"]["outcome"]) == (None, "permitted")
    assert listed(caller) == []
    assert listed(caller, **{"from": "2026-01-01", "until": "2026-02-01"}) == [(ADA, "adult", None)]
    assert faults_of(sent(caller, "post", f"{key}/end")) == {("/until_on", "ended")}
    coming = added(caller, site, BEN, starts_on=(today + dt.timedelta(days=9)).isoformat()).json()["key"]
    back = sent(caller, "post", f"{coming}/end").json()
    assert (back["taken_back"], back["decisions"]) == (True, [])


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


def rows_of(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


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


def test_every_look_at_an_entry_is_told_newest_first(people, caller, site):
    key = added(caller, site, patient_groups=["adult", "child"]).json()["key"]
    assert sent(caller, "post", f"{key}/check").json()["decisions"][0]["due"] is False
    told = caller.get(f"{ROSTER}/{key}/checks").json()
    assert [(one["group"], one["because"]) for one in told["items"]] in (
        [("child", "asked"), ("adult", "asked"), ("child", "entry"), ("adult", "entry")],
        [("adult", "asked"), ("child", "asked"), ("adult", "entry"), ("child", "entry")],
    )
    adult = caller.get(f"{ROSTER}/{key}/checks", {"group": "adult"}).json()["items"]
    assert [(one["because"], one["outcome"]) for one in adult] == [("asked", "permitted"), ("entry", "permitted")]
    query = {"group": "dog", "cursor": "999"}
    assert faults_of(caller.get(f"{ROSTER}/{key}/checks", query)) == {
        ("/group", "unknown_value"),
        ("/cursor", "not_a_cursor"),
    }
