"""What was renewed, given up, told twice or erased raises no flag; what only looks renewed does."""

import pytest

from accounts.models import User
from credentials.models import ExpiryFlag, Practitioner
from credentials.operations.erasure import erase_person
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from tests.credentials.flags.conftest import (
    LAST_DAY,
    NUMBER,
    authorization,
    certification,
    credential,
    days_before,
    licence,
    privilege,
    steps,
)

LATER = "2028-05-31"
GONE = [{"status": "revoked", "from": "2026-01-01", "until": None}]
BACK = [{"status": "revoked", "from": "2026-01-01", "until": "2026-02-01"}]
SUSPENDED = [{"status": "suspended", "from": "2026-05-01", "until": None}]


def pair(kind, *items):
    return {kind: list(items)}


CASES = {
    "a licence under a new number, lasting longer": (
        pair("licences", licence(), licence("CO 78", LATER, issued_on="2026-06-01")), 0),
    "a licence that never expires": (pair("licences", licence(), licence("CO 78", None)), 0),
    "a licence elsewhere": (pair("licences", licence(), licence("UT 1", LATER, "US-UT")), 1),
    "a licence of another profession": (pair("licences", licence(), licence("CO 9", LATER, profession="OT")), 1),
    "a later licence that begins after a gap": (
        pair("licences", licence(), licence("CO 78", LATER, issued_on="2026-06-02")), 1),
    "a later licence that is suspended": (pair("licences", licence(), licence("CO 78", LATER, statuses=SUSPENDED)), 1),
    "a later licence that is revoked": (pair("licences", licence(), licence("CO 78", LATER, statuses=GONE)), 1),
    "a later licence that was revoked once": (pair("licences", licence(), licence("CO 78", LATER, statuses=BACK)), 0),
    "a later licence that only its holder tells": (
        pair("licences", licence(), licence("CO 78", LATER, assurance="self_stated")), 1),
    "both told by the holder alone": (
        pair("licences", licence(assurance="self_stated"), licence("CO 78", LATER, assurance="self_stated")), 0),
    "a licence that was revoked itself": (pair("licences", licence(statuses=GONE)), 0),
    "a licence that is suspended": (pair("licences", licence(statuses=SUSPENDED)), 1),
    "two licences of one place and day": (pair("licences", licence(), licence("CO 78")), 1),
    "a privilege under a new number": (
        pair("privileges", privilege(), privilege("P-2", LATER)), 0),
    "a privilege for another place": (pair("privileges", privilege(), privilege("P-2", LATER, remote="US-PR")), 1),
    "an authorization of the same title, in capitals": (
        pair("authorizations", authorization(), authorization(LATER, "7", "DRY NEEDLING Registration")), 0),
    "an authorization of another title": (
        pair("authorizations", authorization(), authorization(LATER, "7", "acupuncture permit")), 1),
    "a certification of the same title and level": (
        pair("certifications", certification(), certification("C-2", LATER)), 0),
    "a certification of another level": (
        pair("certifications", certification(), certification("C-2", LATER, level="advanced")), 1),
    "a certification of another level that replaces it": (
        pair("certifications", certification(), certification("C-2", LATER, level="advanced", replaces="c 1")), 0),
    "a certification of another issuer that says it replaces it": (
        pair("certifications", certification(), certification("C-2", LATER, issuer="Other", replaces="C-1")), 1),
    "an advanced certification that replaces it and ends the day before": (
        pair("certifications", certification(), certification("C-2", "2026-05-30", level="advanced", replaces="C-1")),
        1),
    "two certifications that say they replace one another": (
        pair("certifications", certification(replaces="C-2"), certification("C-2", level="advanced", replaces="C-1")),
        2),
    "a card of the same title": (
        pair("credentials", credential(), credential("cpr", "2026-05-20", LATER)), 0),
    "a card of another title": (pair("credentials", credential(), credential("First aid", "2026-05-20", LATER)), 1),
}  # fmt: skip


@pytest.mark.parametrize(("held", "flagged"), CASES.values(), ids=CASES.keys())
def test_beside(hold, run, held, flagged):
    hold(**held)
    assert run(LAST_DAY).flags == flagged


def test_the_later_of_two_is_flagged_when_its_own_time_comes(hold, run):
    hold(licences=[licence(), licence("CO 78", "2026-08-20")])
    run(LAST_DAY)
    assert list(ExpiryFlag.objects.values_list("expires_on", "step")) == [(days_before(-81), 90)]


@pytest.mark.parametrize(("before", "flagged"), [(-9, 1), (-10, 0)], ids=["the day before it begins", "its first day"])
def test_a_renewal_that_begins_after_a_gap_counts_once_it_has_begun(hold, run, before, flagged):
    hold(credentials=[credential()])
    run(days_before(1))
    hold(credentials=[credential(), credential("CPR", str(days_before(-10)), LATER)])
    assert run(days_before(before)).flags == flagged


def test_what_was_superseded_is_not_flagged(hold, run):
    hold(licences=[licence()])
    hold(licences=[licence(expires_on=LATER)])
    hold(credentials=[credential()])
    hold(credentials=[])
    assert run(LAST_DAY).flags == 0


def test_a_renewal_that_is_taken_back_flags_again(hold, run):
    hold(licences=[licence(), licence("CO 78", LATER)])
    run(days_before(7))
    hold(licences=[licence()])
    assert run(days_before(7)).flags == 1
    assert steps() == [("licence", 7)]


def test_two_sources_of_one_licence_raise_one_flag_and_both_are_named(hold, run):
    hold(licences=[licence(assurance="self_stated")], source="the holder")
    hold(licences=[licence("co-77")], source="board")
    hold(licences=[licence()], source="clinic")
    for before in (7, 1):
        run(days_before(before))
    flags = ExpiryFlag.objects.order_by("id")
    assert [flag.step for flag in flags] == [7, 1]
    assert {flag.source.name for flag in flags} == {"board"}
    assert len(flags[0].also_told_by) == 2


def test_one_source_of_two_licences_is_named_once(hold, run):
    hold(licences=[licence(), licence("CO 78")])
    run(LAST_DAY)
    assert ExpiryFlag.objects.get().also_told_by is None


def test_a_second_source_that_comes_later_raises_no_second_flag(hold, run):
    hold(licences=[licence("zz-77")], source="board")
    run(days_before(7))
    hold(licences=[licence()], source="clinic")
    hold(licences=[], source="board")
    run(days_before(6))
    assert steps() == [("licence", 7)]


def test_the_later_expiry_of_two_sources_counts(hold, run):
    hold(licences=[licence()], source="board")
    hold(licences=[licence(expires_on=LATER)], source="clinic")
    assert run(LAST_DAY).flags == 0


def test_the_erased_are_left_alone(hold, run):
    hold(licences=[licence()])
    erase_person(practitioner=Practitioner.objects.get(registry_number=NUMBER))
    assert run(LAST_DAY).flags == 0


@pytest.fixture
def merge(hold):
    """Say that two numbers are one person; gives the proposal, to be undone."""

    def run(survivor, absorbed):
        readers = [User.objects.create_user(f"reader{n}@example.org") for n in range(2)]
        records = [Practitioner.objects.get(registry_number=number) for number in (survivor, absorbed)]
        proposal = propose_merge(survivor=records[0], absorbed=records[1], reason="one diploma", by=readers[0])
        return confirm_merge(proposal=proposal, by=readers[1]), readers[0]

    return run


OTHER = "FN-C000-0000"


def test_a_renewal_under_another_number_of_the_person_counts_while_they_are_merged(hold, run, merge):
    hold(licences=[licence()])
    hold(OTHER, licences=[licence("CO 78", LATER)])
    proposal, reader = merge(OTHER, NUMBER)
    assert run(days_before(7)).flags == 0
    close_merge(proposal=proposal, reason="twins", by=reader)
    assert run(days_before(7)).flags == 1


def test_one_place_and_day_under_two_numbers_of_a_person_raises_one_flag(hold, run, merge):
    hold(licences=[licence()])
    hold(OTHER, licences=[licence("CO 78")])
    merge(NUMBER, OTHER)
    assert [run(days_before(before)).flags for before in (7, 6, 1)] == [1, 0, 1]


def test_flagged_under_one_number_it_is_not_flagged_again_under_the_other(hold, run, merge):
    hold(OTHER, licences=[licence()])
    hold(name="Bo")
    assert run(days_before(7)).flags == 1
    merge(NUMBER, OTHER)
    hold(OTHER, licences=[licence(checked_on="2026-05-20")])  # goes to the survivor from now on
    assert run(days_before(6)).flags == 0
    assert run(days_before(1)).flags == 1


def test_erased_under_one_number_the_person_is_left_alone_under_both(hold, run, merge):
    hold(licences=[licence()])
    hold(OTHER, licences=[licence("UT 1", LAST_DAY, "US-UT")])
    erase_person(practitioner=Practitioner.objects.get(registry_number=OTHER))
    merge(NUMBER, OTHER)
    assert run(LAST_DAY).flags == 0
