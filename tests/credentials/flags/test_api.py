"""Who is shown which flags, and which of them are still true."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Membership, Organisation, PersonLink, User
from accounts.operations.consents import end_person_link, record_consent, withdraw_consent
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from credentials.api import flags as flags_api
from credentials.models import Practitioner
from credentials.operations.erasure import erase_person
from credentials.operations.merges import confirm_merge, propose_merge
from tests.credentials.api.conftest import faults, fresh_memory, problem
from tests.credentials.flags.conftest import NUMBER, credential, licence
from tests.house.test_openapi import Checker

__all__ = ["fresh_memory"]
FLAGS = "/api/v1/flags"
OTHER = "FN-C000-0000"
TODAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def on_one_day(monkeypatch):
    """The clock stands still: no test passes noon, when the day begins in the last time zone."""
    monkeypatch.setattr(flags_api, "read_today", lambda: TODAY)


def in_days(count):
    return TODAY + dt.timedelta(count)


@pytest.fixture
def two(hold, run):
    """Two persons, each with a licence that the board told and a card that a clinic told; flagged today."""
    for place, number in enumerate((NUMBER, OTHER)):
        hold(number, "board", licences=[licence(f"CO {place}", in_days(10 + place))])
        hold(number, "clinic", credentials=[credential("CPR", "2020-01-01", in_days(20 + place))])
    run(TODAY)


@pytest.fixture
def client_of(db):
    """A client with a key of an organisation."""

    def make(organisation, *scopes):
        _, key = create_api_key(organisation=find_or_make_organisation(name=organisation), scopes=scopes)
        return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    return make


@pytest.fixture
def sign_in(db):
    """A signed-in user: as a person on file, as a member of an organisation, as both or neither."""

    def make(number=None, role=None, organisation="board"):
        user = User.objects.create_user(f"user{User.objects.count()}@example.org", "long enough for anyone")
        if number:
            PersonLink.objects.create(user=user, person=person_of(number), linked_by=user)
        if role:
            where = find_or_make_organisation(name=organisation)
            Membership.objects.create(user=user, organisation=where, role=role)
        client = Client(raise_request_exception=False)
        client.force_login(user)
        return client

    return make


def person_of(number):
    return Practitioner.objects.get(registry_number=number).person


def seen(client, **told):
    response = client.get(FLAGS, told)
    assert response.status_code == 200, response.content
    return [(one["practitioner"]["registry_number"], one["kind"]) for one in response.json()["items"]]


BOARD_SEES = [(NUMBER, "licence"), (OTHER, "licence")]
CLINIC_SEES = [(NUMBER, "credential"), (OTHER, "credential")]
BO_SEES = [(NUMBER, "licence"), (NUMBER, "credential")]


def test_a_flag_tells_what_expires_and_when(two, client_of):
    told = client_of("board", "registry:read").get(FLAGS).json()["items"][0]
    assert isinstance(told.pop("id"), int)
    assert isinstance(told["fact"].pop("id"), int)
    assert told == {
        "kind": "licence",
        "practitioner": {"registry_number": NUMBER},
        "fact": {"assurance": "register", "jurisdiction": "US-CO", "profession": "PT"},
        "expires_on": str(in_days(10)),
        "step": 14,
        "flagged_on": str(TODAY),
    }


def test_a_person_sees_its_own(two, sign_in):
    assert seen(sign_in(NUMBER)) == BO_SEES
    assert seen(sign_in(OTHER)) == [(OTHER, "licence"), (OTHER, "credential")]


def test_a_person_whose_link_has_ended_sees_nothing(two, sign_in):
    client = sign_in(NUMBER)
    end_person_link(link=PersonLink.objects.get(), by=User.objects.get(), at=dt.datetime.now(dt.UTC))
    assert problem(client.get(FLAGS), 403)["type"] == "/problems/no-membership"


def test_a_user_who_is_nobody_on_file_is_refused_as_before(two, sign_in):
    assert problem(sign_in().get(FLAGS), 403)["type"] == "/problems/no-membership"


@pytest.mark.parametrize("path", [f"/practitioners/{NUMBER}", "/verifications/00000000-0000-0000-0000-000000000001"])
def test_a_person_without_organisation_is_admitted_nowhere_else(two, sign_in, path):
    assert problem(sign_in(NUMBER).get(f"/api/v1{path}"), 403)["type"] == "/problems/no-membership"


def test_strangers_are_refused(two):
    problem(Client().get(FLAGS), 401)


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [("board", BOARD_SEES), ("clinic", CLINIC_SEES), ("somebody else", [])],
    ids=["what it recorded", "what another recorded", "what it did not record"],
)
def test_an_organisation_sees_what_it_recorded(two, client_of, organisation, expected):
    assert seen(client_of(organisation, "registry:read")) == expected


def test_every_source_of_one_thing_sees_its_flag(two, hold, run, client_of):
    hold(OTHER, "clinic", licences=[licence("CO 1", in_days(11)), licence("UT 1", in_days(12), "US-UT")])
    hold(OTHER, "board", licences=[licence("CO 1", in_days(11)), licence("UT 1", in_days(12), "US-UT")])
    run(TODAY)
    for organisation in ("board", "clinic"):
        assert (OTHER, "licence") in seen(client_of(organisation, "registry:read"))


def test_without_the_scope_an_organisation_is_refused(two, client_of):
    problem(client_of("board", "verify:read").get(FLAGS), 403)


def test_with_consent_an_organisation_sees_all_of_a_person_until_it_is_withdrawn(two, client_of):
    client = client_of("somebody else", "registry:read")
    consent = record_consent(
        person=person_of(NUMBER), kind="see_record", organisation=Organisation.objects.get(name="somebody else")
    )
    assert seen(client) == BO_SEES
    withdraw_consent(consent=consent)
    assert seen(client) == []


def test_a_source_with_consent_is_shown_each_flag_once(two, client_of):
    client = client_of("board", "registry:read")
    record_consent(person=person_of(NUMBER), kind="see_record", organisation=Organisation.objects.get(name="board"))
    assert seen(client) == [(NUMBER, "licence"), (OTHER, "licence"), (NUMBER, "credential")]


def test_consent_to_be_listed_is_none(two, client_of):
    record_consent(person=person_of(NUMBER), kind="listed")
    assert seen(client_of("somebody else", "registry:read")) == []


def test_the_erased_are_not_shown_to_anyone(two, client_of, sign_in):
    owner = sign_in(NUMBER)
    erase_person(practitioner=Practitioner.objects.get(registry_number=NUMBER))
    assert seen(owner) == []
    assert seen(client_of("board", "registry:read")) == BOARD_SEES[1:]


def test_a_registrar_who_is_a_person_on_file_sees_both(two, sign_in):
    assert seen(sign_in(NUMBER, Membership.Role.REGISTRAR)) == [*BOARD_SEES, (NUMBER, "credential")]


def test_a_member_without_the_scope_sees_its_own_alone(two, sign_in):
    assert seen(sign_in(NUMBER, Membership.Role.CLINIC_VIEWER)) == BO_SEES
    problem(sign_in(None, Membership.Role.CLINIC_VIEWER).get(FLAGS), 403)


def test_a_key_bound_to_a_member_who_is_a_person_acts_for_the_organisation(two, sign_in):
    sign_in(NUMBER, Membership.Role.REGISTRAR, "somebody else")
    member = Membership.objects.get()
    _, key = create_api_key(organisation=member.organisation, scopes=["registry:read"], membership=member)
    assert seen(Client(headers={"Authorization": f"Bearer {key}"})) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"practitioner": OTHER.lower()}, BOARD_SEES[1:]),
        ({"practitioner": "FN-0000-0000"}, []),
        ({"kind": "licence"}, BOARD_SEES),
        ({"kind": "credential"}, []),
        ({"within_days": 10}, BOARD_SEES[:1]),
        ({"within_days": 9}, []),
        ({"within_days": 11, "practitioner": OTHER, "kind": "licence"}, BOARD_SEES[1:]),
    ],
    ids=str,
)
def test_filters(two, client_of, told, expected):
    assert seen(client_of("board", "registry:read"), **told) == expected


def test_every_fault_of_a_query_is_named(two, client_of):
    told = {"practitioner": "7", "kind": "exam", "within_days": "-1", "cursor": "2026-02-30.1", "days": "1"}
    response = client_of("board", "registry:read").get(FLAGS, told)
    assert faults(response) == [
        ("/cursor", "not_a_cursor"),
        ("/days", "unknown_parameter"),
        ("/kind", "unknown_value"),
        ("/practitioner", "not_a_registry_number"),
        ("/within_days", "not_a_number_of_days"),
    ]


def test_pages_follow_one_another(hold, run, client_of):
    cards = [credential(f"Card {n}", "2020-01-01", in_days(n % 7)) for n in range(120)]
    hold(credentials=cards)
    run(TODAY)
    client, found, cursor = client_of("registry", "registry:read"), [], None
    for length in (50, 50, 20):
        page = client.get(FLAGS, {"cursor": cursor} if cursor else {}).json()
        assert len(page["items"]) == length
        found += [(one["expires_on"], one["fact"]["title"]) for one in page["items"]]
        cursor = page["next"]
    assert cursor is None
    assert [day for day, _ in found] == sorted(day for day, _ in found)
    assert len({title for _, title in found}) == 120


def test_one_thing_is_shown_with_its_last_step(hold, run, client_of):
    hold(licences=[licence(expires_on=in_days(1))])
    for before in (40, 8, 1, 0):
        run(TODAY - dt.timedelta(before))
    (told,) = client_of("registry", "registry:read").get(FLAGS).json()["items"]
    assert (told["step"], told["flagged_on"]) == (1, str(TODAY))


def test_what_was_renewed_or_corrected_since_is_not_shown(two, hold, client_of):
    client = client_of("board", "registry:read")
    hold(NUMBER, "board", licences=[licence("CO 0", in_days(400))])
    hold(OTHER, "board", licences=[])
    assert seen(client) == []


def test_what_was_renewed_under_a_new_number_is_not_shown(two, hold, client_of):
    hold(NUMBER, "board", licences=[licence("CO 0", in_days(10)), licence("CO 9", in_days(400))])
    assert seen(client_of("board", "registry:read")) == BOARD_SEES[1:]


def test_what_was_flagged_under_two_numbers_is_shown_once_when_they_are_one_person(hold, run, client_of):
    for place, number in enumerate((NUMBER, OTHER)):
        hold(number, licences=[licence(f"CO {place}", in_days(10))])
    run(TODAY)
    readers = [User.objects.create_user(f"reader{n}@example.org") for n in range(2)]
    survivor, absorbed = Practitioner.objects.order_by("registry_number")
    proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason="one diploma", by=readers[0])
    client = client_of("registry", "registry:read")
    assert len(seen(client)) == 2
    confirm_merge(proposal=proposal, by=readers[1])
    assert seen(client) == [(NUMBER, "licence")]


def test_told_again_with_another_look_it_stays_open(two, hold, client_of):
    hold(NUMBER, "board", licences=[licence("CO 0", in_days(10), checked_on=str(TODAY))])
    assert seen(client_of("board", "registry:read")) == BOARD_SEES


def test_the_answer_is_as_described(two, client_of):
    checker = Checker(Client().get("/api/v1/schema").json())
    checker.check(FLAGS, "get", client_of("board", "registry:read").get(FLAGS))
    checker.check(FLAGS, "get", client_of("board", "registry:read").get(FLAGS, {"kind": "x"}))


def test_today_is_the_day_that_has_begun_everywhere(monkeypatch):
    monkeypatch.undo()
    assert dt.datetime.now(dt.UTC).date() - flags_api.read_today() in (dt.timedelta(0), dt.timedelta(1))
