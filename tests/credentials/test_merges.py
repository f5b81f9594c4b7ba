"""Two records that are one person: a second reader confirms, both numbers answer, and it can be undone."""

import pytest

from accounts.models import User
from credentials.models import ExamPass, MergedRecord, Practitioner
from credentials.operations.erasure import erase_person
from credentials.operations.merges import UnableToMerge, close_merge, confirm_merge, propose_merge
from credentials.queries.records import record_as_exported

pytestmark = pytest.mark.django_db
WHY = "same birth day, same diploma"


@pytest.fixture
def readers(db):
    return [User.objects.create_user(f"reader{n}@example.org") for n in range(3)]


@pytest.fixture
def three(put, ada, bo):
    """Ada, Bo and Cy on file."""
    put(ada)
    put(bo)
    put({"registry_number": "FN-C000-0000", "name": "Cy"})
    return list(Practitioner.objects.order_by("registry_number"))


@pytest.fixture
def merge(readers):
    def run(survivor, absorbed):
        proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason=WHY, by=readers[0])
        return confirm_merge(proposal=proposal, by=readers[1])

    return run


def survivors():
    """Which record each answers as, by number."""
    rows = Practitioner.objects.order_by("registry_number")
    return [row.merged_into.registry_number[3] if row.merged_into else "-" for row in rows]


def test_a_proposal_changes_nothing_until_a_second_reader_confirms_it(three, readers):
    ada, bo, _ = three
    proposal = propose_merge(survivor=ada, absorbed=bo, reason=WHY, by=readers[0])
    assert survivors() == ["-", "-", "-"]
    with pytest.raises(UnableToMerge, match="second reader"):
        confirm_merge(proposal=proposal, by=readers[0])
    confirm_merge(proposal=proposal, by=readers[1])
    assert survivors() == ["-", "7", "-"]
    with pytest.raises(UnableToMerge, match="before"):
        confirm_merge(proposal=proposal, by=readers[2])


def test_a_proposal_can_be_declined(three, readers):
    ada, bo, _ = three
    proposal = propose_merge(survivor=ada, absorbed=bo, reason=WHY, by=readers[0])
    close_merge(proposal=proposal, reason="twins", by=readers[1])
    with pytest.raises(UnableToMerge):
        confirm_merge(proposal=proposal, by=readers[2])
    assert MergedRecord.objects.count() == 0
    propose_merge(survivor=ada, absorbed=bo, reason=WHY, by=readers[0])


def test_both_numbers_tell_the_facts_of_both(three, merge, reader, bo):
    merge(three[0], three[1])
    told = [
        record_as_exported(one, shapes=reader.shapes) for one in Practitioner.objects.order_by("registry_number")[:2]
    ]
    assert told[0] == told[1]
    assert told[0]["registry_number"] == "FN-7K3M-2Q9D"
    assert [licence["jurisdiction"] for licence in told[0]["licences"]] == ["US-CO", "US-UT"]


def test_records_sent_under_either_number_go_to_the_survivor(three, merge, put, ada, bo):
    merge(three[0], three[1])
    assert put({"registry_number": bo["registry_number"], "exams": []}).retracted == 1
    exam = {"form": "practical", "of": "X", "passed_on": "2020-01-01"}
    assert put({"registry_number": bo["registry_number"], "exams": [exam]}).registry_number == ada["registry_number"]
    assert ExamPass.objects.get(of="X").practitioner == three[0]
    assert not put({"licences": [*ada["licences"], *bo["licences"]]}).changed
    assert put({"npi": ada["npi"], "exams": [exam]}).retracted == 1  # a person has one NPI
    assert not put({"npi": ada["npi"], "exams": [exam]}).changed


def test_merges_in_a_row_lead_to_the_last_and_come_apart_again(three, merge, readers):
    ada, bo, cy = three
    first = merge(bo, ada)
    second = merge(cy, bo)
    assert survivors() == ["C", "C", "-"]
    close_merge(proposal=second, reason="a slip", by=readers[2])
    assert survivors() == ["B", "-", "-"]
    second = merge(cy, Practitioner.objects.get(pk=bo.pk))
    close_merge(proposal=first, reason="a slip", by=readers[2])
    assert survivors() == ["-", "C", "-"]
    close_merge(proposal=second, reason="a slip", by=readers[2])
    assert survivors() == ["-", "-", "-"]


def test_what_was_merged_when_stays_on_record(three, merge, readers):
    ada, bo, _ = three
    merged = merge(ada, bo)
    closed = close_merge(proposal=merged, reason="a slip", by=readers[2])
    row = MergedRecord.objects.get()
    assert (row.survivor, row.absorbed) == (ada, bo)
    assert (row.recorded_at, row.superseded_at) == (merged.confirmed_at, closed.closed_at)


def test_only_records_that_survive_are_merged(three, merge, readers):
    ada, bo, cy = three
    merge(ada, bo)
    for survivor, absorbed in ((cy, bo), (bo, cy), (ada, ada)):
        with pytest.raises(UnableToMerge):
            propose_merge(survivor=survivor, absorbed=absorbed, reason=WHY, by=readers[0])
    with pytest.raises(UnableToMerge, match="why"):
        propose_merge(survivor=ada, absorbed=cy, reason=" ", by=readers[0])


def test_a_proposal_overtaken_by_another_merge_is_told(three, merge, readers):
    ada, bo, cy = three
    waiting = propose_merge(survivor=bo, absorbed=cy, reason=WHY, by=readers[0])
    merge(ada, bo)
    with pytest.raises(UnableToMerge, match="was merged into"):
        confirm_merge(proposal=waiting, by=readers[1])


def test_erasing_one_number_erases_the_person_under_both(three, merge, put, bo):
    merge(three[0], three[1])
    erased = erase_person(practitioner=Practitioner.objects.get(pk=three[1].pk))
    assert [one.registry_number for one in erased] == ["FN-7K3M-2Q9D", "FN-B000-0000"]
    assert put({"registry_number": bo["registry_number"], "exams": []}) == [("", "erased")]
