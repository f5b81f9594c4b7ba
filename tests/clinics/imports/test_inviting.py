"""Who is on a list and not on file: invited once, let alone when they say no, offered when they come on file."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import HeldNumber, PersonalDetail
from clinics.letters.invitations import write_invitation, write_invitation_matched
from clinics.models import Invitation, RosterEntry
from clinics.operations.imports.invitations import MATCHED, expire_invitations, match_invitations
from clinics.operations.imports.inviting import INVITED
from clinics.operations.imports.tokens import make_token
from clinics.operations.sites import close_site
from outbox.kinds import addresses_of
from outbox.models import Message
from tests.clinics.imports.world import ADA_NPI, AT, NEW_NPI, became, confirm, faults, row, say, send, take_in
from tests.clinics.world import ADA, client_of, make_clinic, make_site, person, put_person

pytestmark = pytest.mark.django_db
ZOE = {"npi": NEW_NPI, "name": "Zoe New", "mail": "zoe@example.org"}
NUMBER = "FN-Z0E0-0001"
ROOT = "/api/v1/roster-invitations"


@pytest.fixture
def invitation(people, clinic, site):
    job = take_in(clinic, row(**ZOE, born="1990-01-02", start="2026-04-01", who="both"))
    assert became(job) == ["invited"]
    return Invitation.objects.get()


def told_of(invitation):
    values = PersonalDetail.objects.filter(person=invitation.person_id).order_by("kind")
    return [one.value for one in values]


def messages(kind):
    return list(Message.objects.filter(kind=kind))


def come_on_file(**more):
    return put_person(person(NUMBER, "Zoe New", npi=NEW_NPI, **more))


def test_the_person_is_written_to_where_the_clinic_says(invitation, settings):
    settings.PUBLIC_URL = "https://needles.example"
    (message,) = messages(INVITED)
    assert addresses_of(message.recipient) == ("zoe@example.org",)
    assert message.payload == {"invitation": invitation.pk}
    letter = write_invitation(message)
    assert "Aspen Clinic" in letter.subject
    assert f"https://needles.example/invitations/{make_token(invitation)}" in letter.text
    assert "board or register" in letter.text
    assert "1 May 2026" in letter.text
    assert "Zoe" not in letter.text


def test_what_was_told_stands_in_erasable_rows_alone(invitation):
    assert told_of(invitation) == ["1990-01-02", "zoe@example.org", "Zoe New", NEW_NPI]
    assert set(PersonalDetail.objects.filter(person=invitation.person_id).values_list("assurance", flat=True)) == {
        "self_stated"
    }
    held = str(Invitation.objects.values().get()) + str(list(invitation.entries.values()))
    assert not any(word in held for word in ("Zoe", "zoe@", NEW_NPI))


def test_one_invitation_a_person_and_clinic_however_often_they_are_listed(invitation, clinic, people):
    make_site(clinic, "Side Street")
    again = take_in(clinic, row(**ZOE), row(**ZOE, site="Side Street"), row(**{**ZOE, "mail": "z@example.org"}))
    assert became(again) == ["invited"] * 3
    assert Invitation.objects.count() == len(messages(INVITED)) == 1
    assert invitation.entries.count() == 3
    other = make_clinic("Birch Clinic")
    make_site(other, "Main Street")
    take_in(other, row(**ZOE))
    assert Invitation.objects.count() == len(messages(INVITED)) == 2


CANNOT = [
    ({"npi": NEW_NPI, "name": "Zoe New"}, "no_address"),
    ({"name": "Zoe New", "mail": "zoe@example.org"}, "no_name"),
    ({"npi": NEW_NPI, "mail": "zoe@example.org"}, "no_name"),
]


@pytest.mark.parametrize(("told", "code"), CANNOT)
def test_who_cannot_be_written_to_or_known_again_comes_back(people, clinic, site, told, code):
    job = take_in(clinic, row(**told))
    assert (became(job), [one[2] for one in faults(job)]) == (["refused"], [code])
    assert not Invitation.objects.exists()


def test_none_of_the_candidates_is_invited_when_a_human_says_so(people, clinic, site):
    job = send(clinic, row(npi=ADA_NPI, name="Zoe New", mail="zoe@example.org"))
    say(job, 2, "invite")
    assert became(confirm(job)) == ["invited"]
    assert match_invitations(at=AT) == 1
    assert Invitation.objects.get().practitioner == people[ADA]


def test_a_licence_is_remembered_in_erasable_rows_too(people, clinic, site):
    header = "licence,licence state,profession,name,email,site,role,patients"
    take_in(clinic, "LXA-77,XA,PT,Zoe New,zoe@example.org,Main Street,lead,adult", header=header)
    invitation = Invitation.objects.get()
    assert (invitation.licence_number.text, invitation.licence_jurisdiction) == ("LXA-77", "XA")
    licence = {"jurisdiction": "XA", "profession": "PT", "number": "lxa 77", "issued_on": "2020-01-01"}
    put_person(person(NUMBER, "Zoe New", licences=[licence]))
    assert match_invitations(at=AT) == 1
    assert expire_invitations(at=invitation.expires_at) == 1
    assert HeldNumber.objects.get(pk=invitation.licence_number_id).text is None


def test_who_says_no_is_forgotten_and_not_invited_again(invitation, clinic):
    address = f"/invitations/{make_token(invitation)}"
    page = Client().get(address)
    assert (page.status_code, b"Zoe" in page.content, b"Aspen Clinic" in page.content) == (200, False, True)
    assert Invitation.objects.get().state == "waiting"
    assert b"You said no" in Client(enforce_csrf_checks=True).post(address).content
    assert Client().post(address).status_code == 200
    assert told_of(invitation) == [None] * 4
    assert write_invitation(messages(INVITED)[0]) is None
    again = take_in(clinic, row(**{**ZOE, "mail": "ZOE@example.org"}))
    assert [one[2] for one in faults(again)] == ["declined"]
    assert Client().get(f"{address}x").status_code == 404
    assert Client().get("/invitations/x.y").status_code == 404


def test_it_expires_and_what_was_told_goes(invitation, clinic):
    assert expire_invitations(at=invitation.expires_at - dt.timedelta(seconds=1)) == 0
    assert expire_invitations(at=invitation.expires_at) == 1
    assert expire_invitations(at=invitation.expires_at) == 0
    ended = Invitation.objects.get()
    assert (ended.state, ended.ended_by, told_of(ended)) == ("expired", "time", [None] * 4)
    assert became(take_in(clinic, row(**ZOE))) == ["invited"]


def test_the_clinic_is_offered_who_came_on_file_and_accepts(invitation, caller):
    assert match_invitations(at=AT) == 0
    come_on_file(born_on="1990-01-03")
    assert match_invitations(at=AT) == 1
    assert match_invitations(at=AT) == 0
    (message,) = messages(MATCHED)
    assert message.recipient == f"organisation:{invitation.organisation_id}"
    assert "is on file now" in write_invitation_matched(message).subject
    (told,) = caller.get(f"{ROOT}?state=matched").json()["items"]
    assert told["matched"] == {"registry_number": NUMBER, "agrees": ["npi", "name"], "differs": ["born_on"]}
    assert told["name"] == "Zoe New"
    answer = caller.post(f"{ROOT}/{invitation.key}/accept")
    assert (answer.status_code, answer.json()["state"], answer.json()["name"]) == (200, "accepted", None)
    entry = RosterEntry.objects.get()
    assert (entry.practitioner.registry_number, entry.patient_groups, str(entry.starts_on)) == (
        NUMBER, ["adult", "child"], "2026-04-01",
    )  # fmt: skip
    assert caller.post(f"{ROOT}/{invitation.key}/accept").status_code == 200
    assert RosterEntry.objects.count() == 1
    assert told_of(invitation) == [None] * 4


def test_an_invitation_is_accepted_whole_or_not_at_all(invitation, caller, clinic, site):
    make_site(clinic, "Side Street")
    take_in(clinic, row(**ZOE, site="Side Street"))
    come_on_file()
    match_invitations(at=AT)
    close_site(site=site, by="user:1")
    answer = caller.post(f"{ROOT}/{invitation.key}/accept")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "site_closed")
    assert not RosterEntry.objects.exists()
    assert caller.get(f"{ROOT}/{invitation.key}").json()["state"] == "matched"


def test_it_is_withdrawn_and_then_cannot_be_accepted(invitation, caller):
    assert caller.post(f"{ROOT}/{invitation.key}/accept").json()["errors"][0]["code"] == "not_matched"
    for _ in range(2):
        assert caller.post(f"{ROOT}/{invitation.key}/withdraw").json()["state"] == "withdrawn"
    assert told_of(invitation) == [None] * 4
    come_on_file()
    assert match_invitations(at=AT) == 0
    assert caller.post(f"{ROOT}/{invitation.key}/accept").status_code == 422


@pytest.mark.parametrize(("method", "end"), [("get", ""), ("post", "/accept"), ("post", "/withdraw")])
def test_invitations_of_others_are_not_there(invitation, method, end):
    other = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    assert getattr(other, method)(f"{ROOT}/{invitation.key}{end}").status_code == 404
    assert other.get(ROOT).json() == {"items": [], "next": None}
