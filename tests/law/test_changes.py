"""What differs between two packs."""

import copy

import pytest

from law.queries.changes import changes_between


@pytest.fixture
def change(content):
    """What an edit of a copy changes."""

    def compare(edit):
        after = copy.deepcopy(content)
        edit(after)
        return changes_between(content, after)

    return compare


def place(content, code):
    return next(place for place in content["jurisdictions"] if place["jurisdiction"] == code)


def provision(content, name):
    return next(one for place in content["jurisdictions"] for one in place["provisions"] if one["id"] == name)


def told(changes):
    return [(change.kind, change.name, *change.fields) for change in (*changes.places, *changes.provisions)]


def test_the_same_differs_in_nothing(content, change):
    assert change(lambda after: None).is_empty
    assert change(lambda after: after["jurisdictions"].reverse()).is_empty


def test_all_is_new_where_nothing_was(content):
    changes = changes_between(None, content)
    assert {kind for kind, *_ in told(changes)} == {"added"}
    assert [standard.kind for standard in changes.standards] == ["added"]
    assert (changes.floor, changes.months) == ((None, "secondary"), (None, 12))
    assert all(one.digest_before is None and one.digest_after for one in changes.provisions)


CLOSED = {"from": "2004-01-01", "until": "2030-01-01"}
EDITS = {
    "a provision closed": (
        lambda after: provision(after, "xa-pt-2004")["in_force"].update(until="2030-01-01"),
        [("closed", "xa-pt-2004", "in_force")], {("XA", "PT")},
    ),
    "the end of a closed one moved": (
        lambda after: provision(after, "xa-pt-2001")["in_force"].update(until="2003-01-01"),
        [("changed", "xa-pt-2001", "in_force")], {("XA", "PT")},
    ),
    "closed and reworded": (
        lambda after: provision(after, "xa-pt-2004").update(says="No.", in_force=CLOSED),
        [("changed", "xa-pt-2004", "in_force", "says")], {("XA", "PT")},
    ),
    "the beginning moved too": (
        lambda after: provision(after, "xa-pt-2004").update(in_force={"from": "2005-01-01", "until": "2030-01-01"}),
        [("changed", "xa-pt-2004", "in_force")], {("XA", "PT")},
    ),
    "a provision of another profession": (
        lambda after: provision(after, "xa-lac-1990").update(profession="MD"),
        [("changed", "xa-lac-1990", "profession")], {("XA", "LAC"), ("XA", "MD")},
    ),
    "a provision moved to another place": (
        lambda after: place(after, "XA")["provisions"].append(place(after, "XA-1")["provisions"].pop()),
        [("changed", "xa-1-pt-2001", "jurisdiction")], {("XA", "PT"), ("XA-1", "PT")},
    ),
    "the age of majority": (
        lambda after: place(after, "XA").update(age_of_majority=16),
        [("changed", "XA", "age_of_majority")], {("XA", None)},
    ),
    "a place gone": (
        lambda after: after["jurisdictions"].remove(place(after, "XA-1")),
        [("removed", "XA-1"), ("removed", "xa-1-pt-2001")], {("XA-1", None), ("XA-1", "PT")},
    ),
    "12.5 hours told as another number": (
        lambda after: provision(after, "xa-pt-2004")["requires"]["all_of"][0].update(minimum=12),
        [("changed", "xa-pt-2004", "requires")], {("XA", "PT")},
    ),
    "0 where false stood": (
        lambda after: provision(after, "xa-pt-2004").update(complete=0),
        [("changed", "xa-pt-2004", "complete")], {("XA", "PT")},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "expected", "touched"), EDITS.values(), ids=EDITS.keys())
def test_each_change_is_told(change, edit, expected, touched):
    changes = change(edit)
    assert told(changes) == expected
    assert changes.touched == touched
    assert not changes.is_empty


def test_strictness_and_standards_count(change):
    assert change(lambda after: after.update(evidence_floor="primary")).floor == ("secondary", "primary")
    assert change(lambda after: after.update(review_months=6)).months == (12, 6)
    changes = change(lambda after: after["standards"][0].update(says="otherwise"))
    assert [(one.kind, one.fields) for one in changes.standards] == [("changed", ("says",))]
