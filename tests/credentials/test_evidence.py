"""What is read about the persons asked about: one statement for one person, another for many, now and as known then."""

import datetime as dt

import pytest

from accounts.models import RegistryClock
from credentials.facts import NUMBER
from credentials.models import Practitioner
from credentials.operations.erasure import erase_person
from credentials.queries.evidence import read_evidence
from credentials.questions import Reference
from law.models import LawRelease
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, CARL, DORA, SELF, licence, put, record_people, release_law

BY_NPI = Reference("npi", "1234567893")
BY_LICENCE = Reference("licence", "W12345", "GB-WLS", "PT")
REFERENCES = {
    "a registry number": (Reference("registry_number", ADA), ADA),
    "an NPI": (BY_NPI, ADA),
    "a licence": (BY_LICENCE, ADA),
    "another's": (Reference("licence", "D1", "XA", "PT"), DORA),
    "a self-stated licence": (Reference("licence", "S1", "XA", "PT"), None),
    "nobody's": (Reference("registry_number", ""), None),
    "a privilege's number": (Reference("licence", "P1", "XB-1", "PT"), None),
    "another profession": (Reference("licence", "W12345", "GB-WLS", "DC"), None),
}


@pytest.fixture
def people(db):
    forget_compiled()
    release_law()
    record_people()
    yield
    forget_compiled()


def clock():
    return RegistryClock.objects.get().ticked_at


def told(evidence, n=0):
    """Who was found, with all rows in an order of our own."""
    return [
        (one.registry_number, {kind: sorted(rows, key=repr) for kind, rows in one.rows.items()})
        for one in evidence.records.get(n, [])
    ]


def numbers(reference, known_at=None):
    return {one.registry_number for one in read_evidence([reference], known_at=known_at).records.get(0, [])}


@pytest.mark.parametrize("is_past", [False, True], ids=["now", "as known"])
@pytest.mark.parametrize(("reference", "number"), REFERENCES.values(), ids=REFERENCES.keys())
def test_one_is_found_as_among_many(people, reference, number, is_past):
    known_at = clock() if is_past else None
    alone = read_evidence([reference], known_at=known_at)
    assert {one.registry_number for one in alone.records.get(0, [])} == ({number} if number else set())
    others = [Reference("registry_number", CARL), reference, BY_NPI, BY_LICENCE]
    together = read_evidence(others, known_at=known_at)
    assert told(together, 1) == told(alone)
    assert {one[0] for one in told(together, 0)} == {CARL}
    assert (together.known_at, together.pack_id) == (alone.known_at, alone.pack_id) == (clock(), pack())


def pack():
    return LawRelease.objects.latest("released_at").pack_id


def test_the_present_is_what_is_known_at_the_last_recording(people):
    for _, (reference, _) in REFERENCES.items():
        now, then = read_evidence([reference], known_at=None), read_evidence([reference], known_at=clock())
        assert told(now) == told(then)


def test_nothing_asked_is_nothing_found_but_the_law(people):
    for known_at in (None, clock()):
        evidence = read_evidence([], known_at=known_at)
        assert (evidence.records, evidence.pack_id) == ({}, pack())


def test_self_stated_facts_are_read_and_told_as_such(people):
    ((_, rows),) = told(read_evidence([Reference("registry_number", SELF)], known_at=None))
    assert [row[2] for row in rows["licence"]] == ["self_stated"]


def test_a_licence_told_by_two_sources_finds_one_person(people):
    put({"registry_number": ADA, "licences": [licence("w 1234-5", "GB-WLS")]}, source="another")
    assert numbers(BY_LICENCE) == {ADA}
    _, rows = told(read_evidence([BY_LICENCE], known_at=None))[0]
    assert len(rows["licence"]) == 3


def test_what_is_held_no_more_finds_nobody_now_and_its_holder_then(people):
    before = clock()
    put({"registry_number": ADA, "npi": None, "licences": []})
    for reference in (BY_NPI, BY_LICENCE):
        assert numbers(reference) == set()
        assert numbers(reference, before) == {ADA}
        assert numbers(reference, clock()) == set()
        assert numbers(reference, before - dt.timedelta(days=9)) == set()


def test_an_erased_person_is_found_by_registry_number_alone(people):
    before = clock()
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    for known_at in (None, before, clock()):
        assert numbers(BY_NPI, known_at) == numbers(BY_LICENCE, known_at) == set()
        assert numbers(Reference("registry_number", ADA), known_at) == {ADA}
    ((_, rows),) = told(read_evidence([Reference("registry_number", ADA)], known_at=None))
    assert "name" not in rows
    assert [type(row[NUMBER]) for row in rows["licence"]] == [list, list]
