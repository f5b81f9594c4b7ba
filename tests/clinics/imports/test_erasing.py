"""Whoever is erased goes from staff lists and invitations too, named there by number or only matched."""

import pytest

from accounts.models import PersonalDetail
from clinics.models import Invitation, RosterFile, StagedEntry
from clinics.operations.imports.invitations import match_invitations
from credentials.operations.erasure import erase_person
from tests.clinics.imports.world import ADA_NPI, AT, NEW_NPI, row, send, take_in
from tests.clinics.world import ADA, BEN, person, put_person

pytestmark = pytest.mark.django_db
ROWS = [
    {"number": ADA, "name": "Ada Okafor"},
    {"npi": ADA_NPI, "name": "Ada Smith"},
    {"npi": ADA_NPI, "name": "Ada Okafor", "born": "x"},
    {"name": "Ada Okafor", "born": "1985-04-12"},
]


@pytest.mark.parametrize("told", ROWS, ids=str)
def test_rows_about_the_person_are_blanked_and_others_stay(people, clinic, site, told):
    job = send(clinic, row(**told), row(number=BEN, name="Ben Roe"))
    erase_person(practitioner=people[ADA])
    about, other = StagedEntry.objects.filter(roster_import=job).order_by("row")
    assert (about.cells, about.told, about.faults) == (None, None, [])
    assert other.told["name"] == "Ben Roe"
    assert not RosterFile.objects.exists()


def test_lists_without_the_person_are_left_alone(people, clinic, site):
    send(clinic, row(number=BEN, name="Ben Roe"))
    erase_person(practitioner=people[ADA])
    assert RosterFile.objects.count() == 1
    assert StagedEntry.objects.get().told["name"] == "Ben Roe"


@pytest.mark.parametrize("is_matched", [True, False])
def test_invitations_of_the_person_end(people, clinic, site, is_matched):
    take_in(clinic, row(npi=NEW_NPI, name="Zoe New", mail="zoe@example.org"))
    zoe = put_person(person("FN-Z0E0-0001", "Zoe New", npi=NEW_NPI))
    assert not is_matched or match_invitations(at=AT) == 1
    erase_person(practitioner=zoe)
    ended = Invitation.objects.get()
    assert (ended.state, ended.ended_by) == ("withdrawn", "erasure")
    assert set(PersonalDetail.objects.filter(person=ended.person_id).values_list("value", flat=True)) == {None}
