"""Erasing numbers raises no outcome: those that were one while they were on file stay one, at every instant."""

import datetime as dt

import pytest
from django.db import connection

from accounts.models import HeldNumber, RegistryClock, User
from credentials.decisions import decide_one
from credentials.facts import facts_of
from credentials.models import Dossier, Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.erasure import erase_person
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from credentials.queries.dossiers import find_stale
from credentials.questions import read_asked
from credentials.telling import numbers_told, tell_decided
from law.queries.compiled import forget_compiled
from rulebook.facts import normalise_number
from tests.credentials.api.world import ADA, CARL, DAY, certification, licence, put, release_law

STANDARD = {"standard": "filiform-2026"}
FAR = dt.datetime(2045, 1, 1, tzinfo=dt.UTC)
SUSPENDED = {"statuses": [{"status": "suspended", "from": "2025-01-01", "until": None}]}
PRIVILEGE = {"compact": "PT", "profession": "PT", "home": "XA", "remote": "XB-1", "issued_on": "2020-01-01"}
TITLED = {"jurisdiction": "XB", "profession": "PT", "title": "permit", "issued_on": "2020-01-01"}


@pytest.fixture(autouse=True)
def world(db):
    forget_compiled()
    release_law()
    yield
    forget_compiled()


def clock():
    return RegistryClock.objects.get().ticked_at


def outcome(number=ADA, place="XB", known_at=None, standard="none"):
    question = {"practitioner": {"registry_number": number}, "jurisdiction": place, "patient": {"group": "adult"}}
    question |= {"on": DAY, "standard": standard, "known_at": known_at and known_at.isoformat()}
    return decide_one(read_asked(question, now=FAR), now=FAR, may_leave_out_standard=True)


def outcomes(number=ADA, *, at=(), **asked):
    """The outcome now and at these instants, from what is kept ready and from the facts."""
    told = [outcome(number, known_at=known_at, **asked).decision.outcome for known_at in (None, *at)]
    kept = dict(Dossier.objects.values_list("practitioner_id", "content"))
    Dossier.objects.all().delete()
    assert outcome(number, **asked).decision.outcome == told[0]
    build_dossiers(practitioner_ids=list(kept))
    assert find_stale(list(kept)) == []
    return told


def erase(number=ADA):
    erase_person(practitioner=Practitioner.objects.get(registry_number=number))


def tell_twice(field, first, second, number=ADA):
    """What two sources tell of a person."""
    put({"registry_number": number, field: [first]}, "board")
    put({"registry_number": number, field: [second]}, "school")


def merge(survivor, absorbed):
    readers = [User.objects.get_or_create(email=f"{n}@example.org")[0] for n in range(2)]
    both = [Practitioner.objects.get(registry_number=number) for number in (survivor, absorbed)]
    proposal = propose_merge(survivor=both[0], absorbed=both[1], reason="same", by=readers[0])
    return confirm_merge(proposal=proposal, by=readers[1])


def part(merged):
    close_merge(proposal=merged, reason="twins", by=merged.confirmed_by)


def blank_as_before():
    """Erase as it was done when nothing was kept of which numbers were alike."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_heldnumber SET text = NULL, normalised = NULL")
        cursor.execute("UPDATE accounts_person SET erased_at = now()")
    build_dossiers(practitioner_ids=Practitioner.objects.values_list("pk", flat=True))


def test_one_licence_spelt_in_two_ways_stays_one():
    tell_twice("licences", licence("123-45", "XB", **SUSPENDED), licence("12345", "XB"))
    before = clock()
    assert outcomes(at=[before]) == ["refused"] * 2
    erase()
    assert outcomes(at=[before, clock()]) == ["refused"] * 3
    told = outcome()
    assert tell_decided(told)["basis"]["number"] is None
    assert set(numbers_told(told).values()) <= set(HeldNumber.objects.values_list("pk", flat=True))


def test_two_licences_stay_two():
    tell_twice("licences", licence("123-45", "XB", **SUSPENDED), licence("12346", "XB"))
    before = clock()
    told = outcomes(at=[before])
    assert "refused" not in told
    erase()
    assert outcomes(at=[before, clock()]) == [*told, told[0]]


def test_one_privilege_spelt_in_two_ways_stays_one():
    put({"registry_number": ADA, "licences": [licence("H-1", "XA")]})
    tell_twice("privileges", {**PRIVILEGE, "number": "P-1", **SUSPENDED}, {**PRIVILEGE, "number": "p1"})
    before = clock()
    assert outcomes(place="XB-1", at=[before]) == ["refused"] * 2
    erase()
    assert outcomes(place="XB-1", at=[before, clock()]) == ["refused"] * 3


def test_one_certification_spelt_in_two_ways_stays_one():
    put({"registry_number": ADA, "licences": [licence("1", "XB")]})
    tell_twice("certifications", certification("C-1", **SUSPENDED), certification("c1"))
    before = clock()
    assert outcomes(at=[before], **STANDARD) == ["refused"] * 2
    erase()
    assert outcomes(at=[before, clock()], **STANDARD) == ["refused"] * 3


NUMBERED = {
    "licences": licence("", "XB"),
    "privileges": PRIVILEGE,
    "authorizations": TITLED,
    "certifications": certification(""),
}


def alike(name, compared="number"):
    """Which facts of a list compare alike, by their order of recording."""
    facts = sorted(getattr(facts_of(outcome().record), name), key=lambda fact: fact.order)
    numbers = [normalise_number(getattr(fact, compared)) for fact in facts]
    return [numbers.index(number) for number in numbers]


@pytest.mark.parametrize(("name", "told"), NUMBERED.items(), ids=NUMBERED.keys())
def test_whatever_has_a_number_compares_as_before(name, told):
    spelt = ["1-2", "3", "12", "1 23", "123"]
    for n, number in enumerate(spelt):
        put({"registry_number": ADA, name: [{**told, "number": number}]}, f"source {n}")
    assert alike(name) == [0, 1, 0, 3, 3]
    erase()
    assert alike(name) == [0, 1, 0, 3, 3]


def test_what_a_certification_replaces_compares_as_before():
    tell_twice("certifications", certification("1", replaces="A-7"), certification("2", replaces="a7"))
    assert alike("certifications", "replaces") == [0, 0]
    erase()
    assert alike("certifications", "replaces") == [0, 0]


def test_an_authorization_without_a_number_stays_without():
    put({"registry_number": ADA, "authorizations": [{**TITLED, "number": None}]})
    erase()
    assert facts_of(outcome().record).authorizations[0].number is None


def certify_two():
    """One certification told of two persons; the register refuses to take a licence for that of two."""
    told = {"licences": [licence("1", "XB")], "certifications": [certification("C-1", **SUSPENDED)]}
    put({"registry_number": ADA, **told}, "board")
    told = {"licences": [licence("2", "XB")], "certifications": [certification("c1")]}
    put({"registry_number": CARL, **told}, "school")


def test_what_was_one_of_two_merged_records_stays_one():
    certify_two()
    apart = clock()
    merged = merge(ADA, CARL)
    assert outcomes(at=[clock()], **STANDARD) == ["refused"] * 2
    erase(CARL)
    assert outcomes(at=[apart, clock()], **STANDARD) == ["refused"] * 3
    part(merged)
    assert outcomes(**STANDARD) == ["refused"]
    assert "refused" not in outcomes(CARL, at=[apart], **STANDARD)


@pytest.mark.parametrize("erased", [[ADA], [CARL], [ADA, CARL]], ids=["one", "the other", "one after the other"])
def test_what_may_be_one_of_records_merged_after_an_erasure_counts_as_one(erased):
    certify_two()
    for number in erased:
        erase(number)
    merge(ADA, CARL)
    assert outcomes(at=[clock()], **STANDARD) == ["refused"] * 2


def test_a_licence_told_anew_of_another_who_is_the_same_counts_as_one():
    put({"registry_number": ADA, "licences": [licence("123-45", "XB", **SUSPENDED)]}, "board")
    erase()
    put({"registry_number": CARL, "licences": [licence("12345", "XB"), licence("7", "GB-WLS")]}, "school")
    assert "refused" not in outcomes(CARL)
    merge(CARL, ADA)
    assert outcomes(CARL, at=[clock()]) == ["refused"] * 2
    assert "refused" not in outcomes(CARL, place="GB-WLS")


def test_what_was_one_while_two_records_were_merged_is_one_at_that_instant():
    certify_two()
    merged = merge(ADA, CARL)
    then = clock()
    part(merged)
    erase()
    assert outcomes(at=[then], **STANDARD) == ["refused"] * 2
    assert "refused" not in outcomes(CARL, **STANDARD)


def test_licences_erased_when_nothing_was_kept_count_as_one():
    tell_twice("licences", licence("123-45", "XB", **SUSPENDED), licence("9", "XB"))
    put({"registry_number": ADA, "licences": [licence("7", "GB-WLS")]}, "home")
    before = clock()
    blank_as_before()
    assert outcomes(at=[before]) == ["refused"] * 2
    assert "refused" not in outcomes(place="GB-WLS")
    erase()
    assert outcomes(at=[before]) == ["refused"] * 2


def test_nothing_of_a_number_but_which_were_alike_is_kept():
    tell_twice("licences", licence("123-45", "XB"), licence("12345", "XB"))
    put({"registry_number": ADA, "certifications": [certification("C")]})
    put({"registry_number": CARL, "certifications": [certification("12345")]})
    assert set(HeldNumber.objects.values_list("alike", flat=True)) == {None}
    first, second, third, other = HeldNumber.objects.order_by("pk").values_list("pk", flat=True)
    erase()
    kept = dict(HeldNumber.objects.values_list("pk", "alike"))
    assert kept == {first: [first, first], second: [first, first], third: [first, third], other: None}
    erase()
    assert dict(HeldNumber.objects.values_list("pk", "alike")) == kept
