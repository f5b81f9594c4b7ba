"""What each release changed is written down with it, and read without opening a pack."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from accounts.operations.clock import tick
from law.models import LawChange, LawRelease
from law.operations.releases import release_again, release_pack
from law.queries.history import Wanted, find_release, list_releases
from rulebook.loading import read_pack
from tests.law.conftest import PERMITTED, write_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(released, folder, amend):
    """The first law; North loses its law; a stricter review; the first law again."""
    first = released.release
    write_place(folder, "xa-1", "Xanadu North", PERMITTED.format(code="xa-1", until="2005-07-01"))
    second = release_pack(content=read_pack(folder), note="North closes").release
    third = release_pack(content={**read_pack(folder), "review_months": 6}).release
    fourth = release_again(digest=first.pack.digest).release
    return [first, second, third, fourth]


def told(releases):
    return [[(one.about, one.kind, one.name) for one in release.told_changes] for release in releases]


CLOSED = ("provision", "closed", "xa-1-pt-2001")
MONTHS = ("review_months", "changed", "review_months")


def test_releases_are_told_newest_first_with_what_each_changed(history):
    releases = list_releases(Wanted(), most=10)
    assert [one.pk for one in releases] == [one.pk for one in reversed(history)]
    fourth, third, second, first = told(releases)
    assert (second, third) == ([CLOSED], [MONTHS])
    assert fourth == [("provision", "changed", "xa-1-pt-2001"), MONTHS]
    assert first[:4] == [
        ("provision", "added", name) for name in ("xa-1-pt-2001", "xa-lac-1990", "xa-pt-2001", "xa-pt-2004")
    ]
    assert [one for one in first[4:] if one[0] != "standard"] == [
        ("place", "added", "XA"),
        ("place", "added", "XA-1"),
        ("evidence_floor", "added", "evidence_floor"),
        ("review_months", "added", "review_months"),
    ]


def test_a_change_has_its_sides_period_and_citation(history, content):
    (change,) = find_release(history[1].pk).told_changes
    assert (change.fields, change.jurisdictions, change.professions) == (["in_force"], ["XA-1"], ["PT"])
    assert change.in_force == {"from": "2001-01-01", "until": "2005-07-01"}
    assert change.citation["text"] == "Act of Xanadu § 1"
    assert change.before.startswith("sha256:")
    assert change.after.startswith("sha256:")
    assert change.before != change.after
    (months,) = find_release(history[2].pk).told_changes
    assert (months.before, months.after) == ("12", "6")


FOLLOWED = {
    "a place": (Wanted("XA-1"), [[(*CLOSED[:1], "changed", CLOSED[2]), MONTHS], [MONTHS], [CLOSED], None]),
    "its country is not touched by it": (Wanted("XA"), [[MONTHS], [MONTHS], None]),
    "a profession": (Wanted(None, "LAC"), [[MONTHS], [MONTHS], None]),
    "a place without law": (Wanted("XB", "PT"), [[MONTHS], [MONTHS], None]),
}


@pytest.mark.parametrize(("wanted", "expected"), FOLLOWED.values(), ids=FOLLOWED.keys())
def test_whoever_follows_a_place_or_profession_hears_of_nothing_else(history, wanted, expected):
    assert told(list_releases(wanted, most=10))[:-1] == expected[:-1]
    assert len(list_releases(wanted, most=10)) == len(expected)


def test_what_changes_in_a_country_is_told_to_whoever_follows_a_part_of_it(history):
    (first,) = list_releases(Wanted("XA-1", "LAC"), most=9)[-1:]
    assert "xa-lac-1990" in [one.name for one in first.told_changes]
    assert "xa-1-pt-2001" not in [one.name for one in first.told_changes]


def test_pages_and_days_narrow(history):
    ids = [one.pk for one in reversed(history)]
    assert [one.pk for one in list_releases(Wanted(), most=2)] == ids[:2]
    assert [one.pk for one in list_releases(Wanted(), most=2, before=ids[1])] == ids[2:]
    since = Wanted(since=history[2].released_at)
    assert [one.pk for one in list_releases(since, most=9)] == ids[:2]


def test_history_is_read_in_two_queries(history, django_assert_num_queries):
    with django_assert_num_queries(2):
        list_releases(Wanted("XA-1", "PT"), most=20)


def test_what_was_written_is_not_rewritten(history):
    for statement in ("UPDATE law_lawchange SET name = 'x'", "DELETE FROM law_lawchange"):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_releases_made_before_the_table_are_written_down_when_it_comes(history):
    columns = ("release_id", "rank", "about", "kind", "name", "fields", "before", "after", "in_force", "citation")
    before = list(LawChange.objects.order_by("pk").values_list(*columns))
    assert len(before) > 8
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE law_lawchange")
    import_module("law.migrations.0003_changes").write_history(apps, None)
    assert list(LawChange.objects.order_by("pk").values_list(*columns)) == before


def test_a_release_that_repeats_the_law_is_told_without_changes(released):
    with transaction.atomic():
        LawRelease.objects.create(pack=released.release.pack, released_at=tick())
    assert told(list_releases(Wanted(), most=1)) == [[]]
    assert len(list_releases(Wanted("XA"), most=9)) == 1
    assert json.dumps(find_release(released.release.pk).told_changes[0].fields) == "[]"
