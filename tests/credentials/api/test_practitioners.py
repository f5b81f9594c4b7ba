"""`PUT` and `GET` of a record, and the public list."""

import pytest
from django.test import Client

from accounts.operations.consents import record_consent, withdraw_consent
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Licence, Practitioner
from credentials.operations.erasure import erase_person
from tests.credentials.api.conftest import BASE, faults, problem
from tests.credentials.api.world import ADA, CARL, DORA, certification, licence, put

NEW = "FN-NEW0-0001"
LIST = f"{BASE}/practitioners"
RECORD = {
    "registry_number": NEW,
    "name": "Nia Ewing",
    "former_names": ["Nia Wynn"],
    "npi": "1000000004",
    "email": "nia@example.org",
    "born_on": "1985-04-12",
    "listed": {"consented": True, "city": "Provo", "languages": ["en", "es"]},
    "licences": [
        licence("N-9", restrictions=[{"kind": "no_minors", "from": "2020-01-01", "until": "2020-07-01"}]),
    ],
    "certifications": [certification("C-9", ["child"])],
}


@pytest.fixture
def board(people, make_client):
    return make_client("registry:read", "registry:write", organisation="Board")


def send(client, record, number=NEW):
    return client.put(f"{LIST}/{number}", record, content_type="application/json")


def test_a_record_is_put_and_read_back(board):
    made = send(board, RECORD)
    assert made.status_code == 201
    assert {name: made.json()[name] for name in RECORD if name not in ("licences", "certifications")} == {
        name: RECORD[name] for name in RECORD if name not in ("licences", "certifications")
    }
    assert board.get(f"{LIST}/{NEW}").json() == made.json()
    assert board.get(f"{LIST}/{NEW.lower()}").json() == made.json()
    told = made.json()["licences"][0]
    assert {name: told[name] for name in RECORD["licences"][0]} == RECORD["licences"][0]


def test_the_same_again_changes_nothing(board):
    first = send(board, RECORD)
    facts = Licence.objects.count()
    again = send(board, first.json())
    assert (again.status_code, again.json()) == (200, first.json())
    assert Licence.objects.count() == facts


def test_a_list_left_out_is_left_alone_and_an_empty_one_is_the_truth(board):
    send(board, RECORD)
    assert len(send(board, {"name": None}).json()["licences"]) == 1
    told = send(board, {"licences": []}).json()
    assert (told["licences"], told.get("name")) == ([], None)


def test_the_path_may_hold_any_case(board):
    assert send(board, {**RECORD, "registry_number": NEW.lower()}, NEW.lower()).json()["registry_number"] == NEW


WRONG = {
    "another number in the body": (NEW, {"registry_number": ADA}, "contradicts_path"),
    "an unknown field": (NEW, {"colour": "red"}, "unknown_field"),
    "Ada's NPI": (NEW, {"npi": "1234567893"}, "contradicts_npi"),
    "Ada's licence": (NEW, {"licences": [licence("a1")]}, "contradicts_licence"),
    "an unknown place": (NEW, {"licences": [licence("1", "QQ")]}, "unknown_place"),
    "a day that is none": (NEW, {"born_on": "1985-02-30"}, "not_a_day"),
    "no registry number": ("Nia", {"name": "Nia"}, "not_a_registry_number"),
    "letters of another script": ("FN-NEW0-000ſ", {"name": "Nia"}, "not_a_registry_number"),
}


@pytest.mark.parametrize(("number", "record", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_refused(board, number, record, code):
    assert code in [fault[1] for fault in faults(send(board, record, number))]
    assert not Practitioner.objects.filter(registry_number=NEW).exists()


def test_every_fault_is_named(board):
    told = faults(send(board, {"npi": "1", "born_on": "x", "licences": [{"number": ""}], "colour": 1}))
    assert {pointer for pointer, _ in told} >= {"/npi", "/born_on", "/colour", "/licences/0/number"}


def test_a_source_replaces_its_own_facts_only(board, make_client):
    told = send(board, {"licences": [licence("A-1", expires_on="2027-01-01")]}, ADA).json()
    assert [one["expires_on"] for one in told["licences"]] == ["2027-01-01"]
    everyone = board.get(f"{LIST}/{ADA}").json()
    assert {one["number"] for one in everyone["licences"]} == {"A-1", "W 12.34-5"}
    assert send(board, {"licences": []}, ADA).json()["licences"] == []
    assert {one["number"] for one in board.get(f"{LIST}/{ADA}").json()["licences"]} == {"A-1", "W 12.34-5"}


def test_scopes(people, make_client):
    reader, writer = make_client("registry:read"), make_client("registry:write")
    problem(send(reader, {"name": "Nia"}), 403)
    problem(send(Client(), {"name": "Nia"}), 401)
    problem(make_client("verify:read").get(f"{LIST}/{ADA}"), 403)
    problem(writer.get(f"{LIST}/{ADA}"), 403)
    problem(Client().get(f"{LIST}/{ADA}"), 401)
    problem(reader.get(f"{LIST}/FN-0000-0000"), 404)
    problem(writer.get(f"{LIST}/FN-0000-0000"), 403)
    assert faults(reader.get(f"{LIST}/{ADA}?on=1")) == [("/on", "unknown_parameter")]
    assert faults(writer.put(f"{LIST}/{NEW}?a=1", RECORD, content_type="application/json")) == [
        ("/a", "unknown_parameter")
    ]


def test_a_person_may_let_one_organisation_see_the_record(people, make_client):
    client = make_client("verify:read", organisation="Aspen Clinic")
    ada = Practitioner.objects.get(registry_number=ADA)
    consent = record_consent(
        person=ada.person, kind="see_record", organisation=find_or_make_organisation(name="Aspen Clinic")
    )
    assert client.get(f"{LIST}/{ADA}").status_code == 200
    problem(make_client("verify:read", organisation="Birch Clinic").get(f"{LIST}/{ADA}"), 403)
    withdraw_consent(consent=consent)
    problem(client.get(f"{LIST}/{ADA}"), 403)


def listed(**query):
    response = Client().get(LIST, query)
    assert response.status_code == 200, response.content
    assert set(response.json()) == {"items", "next"}
    return [item["registry_number"] for item in response.json()["items"]]


def agree(number, **more):
    put({"registry_number": number, "listed": {"consented": True, "city": "Provo", "languages": ["en"], **more}})


def test_nobody_is_listed_unasked(people):
    assert listed() == []
    put({"registry_number": ADA, "listed": {"consented": False, "city": "Provo", "languages": []}})
    assert listed() == []


def test_who_agreed_is_listed_with_what_a_patient_needs(people):
    agree(ADA)
    (item,) = Client().get(LIST).json()["items"]
    assert item == {
        "registry_number": ADA,
        "name": "Ada Okafor",
        "city": "Provo",
        "languages": ["en"],
        "licences": [
            {"jurisdiction": "GB-WLS", "profession": "PT"},
            {"jurisdiction": "XA", "profession": "PT"},
        ],
    }


FILTERS = {
    "by name": ({"q": "okaf"}, [ADA]),
    "by city": ({"q": "provo"}, [CARL, ADA]),
    "by a word of nobody": ({"q": "%"}, []),
    "by place": ({"jurisdiction": "gb-wls"}, [ADA]),
    "within a national register": ({"jurisdiction": "XB-1"}, [CARL]),
    "by a place within": ({"jurisdiction": "GB-CRF"}, [ADA]),
    "by profession": ({"profession": "PT"}, [CARL, ADA]),
    "by a profession of nobody": ({"profession": "DC"}, []),
    "by patients": ({"patient_group": "child"}, [CARL, ADA]),
    "by all": ({"q": "a", "jurisdiction": "XA", "profession": "PT", "patient_group": "adult"}, [CARL, ADA]),
}


@pytest.mark.parametrize(("query", "expected"), FILTERS.values(), ids=FILTERS.keys())
def test_the_list_is_filtered(people, query, expected):
    agree(ADA)
    agree(CARL)
    assert sorted(listed(**query)) == sorted(expected)


BAD_FILTERS = {
    "a place": ({"jurisdiction": "QQ"}, [("/jurisdiction", "unknown_place")]),
    "a profession": ({"profession": "Jedi"}, [("/profession", "unknown_value")]),
    "a group": ({"patient_group": "dog"}, [("/patient_group", "unknown_value")]),
    "a cursor": ({"cursor": "x"}, [("/cursor", "not_a_cursor")]),
    "NUL": ({"q": "a\0"}, [("/q", "nul_character")]),
    "every one": (
        {"jurisdiction": "QQ", "profession": "x", "patient_group": "y", "cursor": "z", "colour": "red", "q": ""},
        [
            ("/colour", "unknown_parameter"),
            ("/cursor", "not_a_cursor"),
            ("/jurisdiction", "unknown_place"),
            ("/patient_group", "unknown_value"),
            ("/profession", "unknown_value"),
            ("/q", "empty"),
        ],
    ),
}


@pytest.mark.parametrize(("query", "expected"), BAD_FILTERS.values(), ids=BAD_FILTERS.keys())
def test_a_filter_that_is_wrong_is_named(people, query, expected):
    assert faults(Client().get(LIST, query)) == expected


def test_the_cursor_leads_through_all_of_them(people):
    from credentials.queries.listing import PAGE

    numbers = sorted(f"FN-PAGE-{n:04}" for n in range(PAGE + 3))
    for number in numbers:
        agree(number)
    first = Client().get(LIST).json()
    assert len(first["items"]) == PAGE
    second = Client().get(LIST, {"cursor": first["next"]}).json()
    assert second["next"] is None
    assert [item["registry_number"] for item in first["items"] + second["items"]] == numbers


def test_a_withdrawn_consent_of_their_own_outweighs_what_a_source_told(people):
    agree(ADA)
    consent = record_consent(person=Practitioner.objects.get(registry_number=ADA).person, kind="listed")
    assert listed() == [ADA]
    withdraw_consent(consent=consent)
    assert listed() == []


def test_who_was_erased_is_listed_no_more(people, board):
    agree(DORA)
    record_consent(person=Practitioner.objects.get(registry_number=DORA).person, kind="listed")
    erase_person(practitioner=Practitioner.objects.get(registry_number=DORA))
    assert listed() == []
    told = board.get(f"{LIST}/{DORA}").json()
    assert (told.get("name"), told["licences"][0]["number"]) == (None, None)
