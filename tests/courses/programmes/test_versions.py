"""Versions as dated data: which one counts on which day, and what somebody's enrolment fixes."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Organisation
from courses.ladders.shapes import Ladder
from courses.models import Level, ProgrammeVersion
from courses.operations.programmes import close_programme, edit_version, publish_version
from courses.queries.programmes import UnreadableLadder, ladder_of, version_in_force
from credentials.records.faults import Refusal
from tests.courses.ladders.documents import ladder, level
from tests.courses.programmes.making import (
    AT,
    FIRST_DAY,
    draft_directly,
    enrol_directly,
    publish_directly,
    publish_version_directly,
    some_practitioner,
)

LATER = dt.date(2027, 1, 1)
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def programme(provider):
    return publish_directly(provider)


@pytest.fixture
def first(programme):
    return programme.versions.get()


def move(version, day):
    return edit_version(version=version, starts_on=day, content=version.content, by="user:1", read_place=str.upper)


def refused(made):
    assert isinstance(made, Refusal), made
    return [(fault.pointer, fault.code) for fault in made.faults]


def test_the_version_of_a_day_is_the_last_published_that_started(programme, first):
    second = publish_version_directly(programme, LATER)
    draft_directly(programme, LATER + 30 * ONE_DAY)
    days = {
        FIRST_DAY - ONE_DAY: None,
        FIRST_DAY: first,
        LATER - ONE_DAY: first,
        LATER: second,
        LATER + 60 * ONE_DAY: second,
    }
    assert {day: version_in_force(programme.pk, day) for day in days} == days


def test_levels_stand_as_rows_in_the_order_of_the_document(provider):
    programme = publish_directly(provider, content=ladder(level("B"), level("A")))
    rows = Level.objects.filter(version__programme=programme).order_by("position")
    assert [(one.code, one.content["code"]) for one in rows] == [("B", "B"), ("A", "A")]
    assert isinstance(ladder_of(programme.versions.get()), Ladder)


def test_a_draft_has_no_levels_to_point_at(programme):
    assert not draft_directly(programme, LATER).levels.exists()


def test_days_are_fixed_once_somebody_is_enrolled(first):
    enrol_directly(first, FIRST_DAY, some_practitioner())
    assert refused(move(first, FIRST_DAY - ONE_DAY)) == [("/starts_on", "somebody_enrolled")]
    assert move(first, FIRST_DAY) == first  # to where it stands


def test_a_version_that_would_reach_back_over_an_enrolment_is_not_published(programme, first):
    enrol_directly(first, LATER, some_practitioner())
    late, good = draft_directly(programme, LATER), draft_directly(programme, LATER + ONE_DAY)
    assert refused(publish_version(version=late, at=AT, by="user:1")) == [("/starts_on", "enrolled_since")]
    assert publish_version(version=good, at=AT, by="user:1").published_at == AT
    assert refused(move(good, LATER)) == [("/starts_on", "enrolled_since")]


def test_a_programme_is_not_closed_over_somebody_who_enrolled(programme, first):
    enrol_directly(first, LATER, some_practitioner())
    assert refused(close_programme(programme=programme, on=LATER)) == [("/on", "enrolled_since")]
    assert close_programme(programme=programme, on=LATER + ONE_DAY).closed_on == LATER + ONE_DAY


def test_a_draft_of_a_closed_programme_is_not_published(programme):
    waiting = draft_directly(programme, LATER)
    close_programme(programme=programme, on=LATER)
    assert refused(publish_version(version=waiting, at=AT, by="user:1")) == [("", "closed")]


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


REWRITING = {
    "the content of a published version": lambda v: change(v, content=ladder(level("X"))),
    "its digest": lambda v: change(v, digest=b"0"),
    "its number": lambda v: change(v, number=9),
    "whether it is published": lambda v: change(v, published_at=None, published_by=None),
    "who published it": lambda v: change(v, published_by="user:2"),
    "all of it": lambda v: v.levels.all().delete() and v.delete(),
    "the content of a level": lambda v: change(v.levels.get(), content={}),
    "the levels by another": lambda v: Level.objects.create(version=v, code="X", title="X", position=9, content={}),
    "a level by taking it to a draft": lambda v: change(v.levels.get(), version=draft_directly(v.programme, LATER)),
    "the code of a programme": lambda v: change(v.programme, code="OTHER"),
    "the provider of a programme": lambda v: change(v.programme, provider=Organisation.objects.create(name="Other")),
}


@pytest.mark.parametrize("rewrite", REWRITING.values(), ids=REWRITING)
def test_postgresql_itself_refuses_to_rewrite(first, rewrite):
    with pytest.raises(IntegrityError), transaction.atomic():
        rewrite(first)


def test_postgresql_refuses_to_move_a_day_under_somebody_enrolled(first):
    enrol_directly(first, FIRST_DAY, some_practitioner())
    with pytest.raises(IntegrityError, match="somebody is enrolled"), transaction.atomic():
        change(first, starts_on=FIRST_DAY - ONE_DAY)


def test_postgresql_lets_drafts_be_edited_and_thrown_away(programme):
    waiting = draft_directly(programme, LATER)
    change(waiting, content=ladder(level("X")), starts_on=FIRST_DAY)
    waiting.delete()


def test_what_no_reader_accepts_is_not_taken_for_a_ladder(programme):
    waiting = draft_directly(programme, LATER)
    change(waiting, content={"levels": []})
    with pytest.raises(UnreadableLadder):
        ladder_of(ProgrammeVersion.objects.get(pk=waiting.pk))


@pytest.mark.django_db(transaction=True)
def test_who_drafts_at_the_same_time_gets_a_number_of_their_own():
    programme = publish_directly(Organisation.objects.create(name="Needle School", kind="provider"))

    def draft(_):
        try:
            return draft_directly(programme, LATER).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(draft, range(8))) == list(range(2, 10))
