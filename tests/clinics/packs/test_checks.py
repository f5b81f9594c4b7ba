"""The trail from roster entries to the answers that were asked for them."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from clinics.models import RosterCheck
from clinics.operations.checking import note_checks
from clinics.queries.checks import find_check, list_checks
from tests.clinics.packs.looking import look_at
from tests.clinics.world import ADA, BEN, make_clinic, make_entry

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def entry(people, site):
    return make_entry(site, people[ADA], groups=["adult", "child"])


def test_the_newest_look_stands_first_and_each_group_has_its_own(entry):
    look_at(entry, "adult", at=NOON)
    look_at(entry, "child", at=NOON)
    look_at(entry, "adult", at=NOON + HOUR, cause="record")
    told = list_checks(organisation_id=entry.organisation_id, entry_key=entry.key)
    assert [(one.group, one.cause, one.decided_at) for one in told] == [
        ("adult", "record", NOON + HOUR),
        ("child", "entry", NOON),
        ("adult", "entry", NOON),
    ]
    assert [one.verification.outcome for one in told] == ["permitted", "conditional", "permitted"]
    only = list_checks(organisation_id=entry.organisation_id, entry_key=entry.key, group="child")
    assert [one.group for one in only] == ["child"]


def test_a_page_goes_on_behind_a_look_of_the_same_instant(entry):
    for group in ("adult", "child"):
        look_at(entry, group, at=NOON)
    mine = {"organisation_id": entry.organisation_id, "entry_key": entry.key}
    (first,) = list_checks(**mine, limit=1)
    place = find_check(**mine, check_id=first.pk)
    (second,) = list_checks(**mine, after=place)
    assert {first.group, second.group} == {"adult", "child"}


def test_looks_of_another_clinic_and_of_other_entries_are_not_told(entry, people, site):
    look_at(make_entry(site, people[BEN]), "adult", at=NOON)
    mine = look_at(entry, "adult", at=NOON)
    other = make_clinic("Birch Clinic").pk
    assert list_checks(organisation_id=other, entry_key=entry.key) == []
    assert find_check(organisation_id=other, entry_key=entry.key, check_id=mine.pk) is None
    assert list_checks(organisation_id=entry.organisation_id, entry_key=entry.key) == [mine]


@pytest.mark.parametrize(
    "cheat",
    [
        "UPDATE clinics_rostercheck SET decided_at = decided_at - interval '1 day'",
        "UPDATE clinics_rostercheck SET verification_id = gen_random_uuid()",
        "DELETE FROM clinics_rostercheck",
    ],
)
def test_the_database_keeps_the_trail(entry, cheat):
    look_at(entry, "adult", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(cheat)
    assert RosterCheck.objects.count() == 1


def test_an_answer_belongs_to_one_look(entry):
    mine = look_at(entry, "adult", at=NOON)
    again = (
        *(mine.organisation_id, entry.key, "adult", entry.site_id, entry.practitioner_id),
        *(mine.verification_id, "asked", NOON),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        note_checks([again])
