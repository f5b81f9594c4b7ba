"""What is not public is shown to a clinic only as long as its practitioner lets it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Consent, PersonLink
from clinics.letters.consents import write_consent_asked
from clinics.models import Alert, ConsentRequest, RecordLook
from clinics.operations.consents.asking import OPEN_FOR, ask_consent
from clinics.operations.consents.looking import note_look
from clinics.operations.roster import end_entry
from credentials.operations.erasure import erase_person
from outbox.models import Message
from tests.clinics.consents.world import API, SignedIn, ask, told
from tests.clinics.world import ADA, BEN, CY, client_of, make_clinic, make_entry, make_site


def record(caller, entry, expected):
    return told(caller.get(f"{API}/roster/{entry.key}/record"), expected)


def grant(caller, ada):
    return ada.post(f"consent-requests/{ask(caller, ADA)['id']}/grant")


def test_asked_granted_looked_at_withdrawn(caller, ada, entry, clinic):
    # given a clinic that has her on its roster and sees no more than is public
    assert record(caller, entry, 403)["type"] == "/problems/consent-needed"
    asked = ask(caller, ADA)
    assert (asked["state"], asked["practitioner"]) == ("open", {"registry_number": ADA})
    # when she is asked and grants it
    (mine,) = ada.get("consent-requests/mine")["items"]
    assert (mine["organisation"], mine["why"]) == ("Aspen Clinic", asked["why"])
    assert ada.post(f"consent-requests/{asked['id']}/grant")["state"] == "granted"
    # then the clinic sees the record, and she sees that it did
    assert record(caller, entry, 200)["name"] == "Ada Okafor"
    assert record(caller, entry, 200)["npi"] == "1234567893"
    assert [one["event"] for one in ada.get("consents/log")["items"]] == ["looked", "looked", "granted", "asked"]
    # and when she withdraws it, from that instant nothing more is shown, and the clinic is told
    (consent,) = ada.get("consents/mine")["items"]
    assert ada.post(f"consents/{consent['id']}/withdraw")["withdrawn_at"] is not None
    assert record(caller, entry, 403)["type"] == "/problems/consent-needed"
    assert caller.get(f"{API}/practitioners/{ADA}").status_code == 403
    alert = Alert.objects.get()
    assert (alert.kind, alert.organisation, alert.entry_key) == ("consent_withdrawn", clinic, entry.key)
    assert ada.get("consents/log")["items"][0]["event"] == "withdrawn"
    assert RecordLook.objects.count() == 2


def test_who_looked_is_told_with_the_organisation_and_its_own_number_for_them(caller, ada, entry):
    grant(caller, ada)
    record(caller, entry, 200)
    (look,) = RecordLook.objects.all()
    first = ada.get("consents/log")["items"][0]
    assert (first["event"], first["organisation"], first["by"]) == ("looked", "Aspen Clinic", look.looked_by)
    assert look.looked_by.startswith("key:")


def test_the_registrys_own_address_notes_the_look_too(caller, ada):
    assert caller.get(f"{API}/practitioners/{ADA}").status_code == 403
    grant(caller, ada)
    assert caller.get(f"{API}/practitioners/{ADA}").status_code == 200
    (look,) = RecordLook.objects.all()
    assert look.entry_key is None


def test_a_look_without_a_transaction_around_it_is_none(transactional_db, people):
    with pytest.raises(RuntimeError, match="transaction"):
        note_look(practitioner=people[ADA], organisation_id=1, entry_key=None, by="key:1", at=timezone.now())


def test_only_who_is_on_the_roster_today_is_looked_at(caller, ada, entry, site, people):
    grant(caller, ada)
    end_entry(entry=entry, by="user:1")
    assert record(caller, entry, 403)["type"] == "/problems/consent-needed"
    later = make_entry(make_site(site.organisation, "Hill"), people[ADA], starts_on=dt.date(2099, 1, 1))
    assert record(caller, later, 403)["type"] == "/problems/consent-needed"
    assert not RecordLook.objects.exists()


def test_declined_means_no_and_no_nagging(caller, ada, entry):
    asked = ask(caller, ADA)
    assert ada.post(f"consent-requests/{asked['id']}/decline")["state"] == "declined"
    record(caller, entry, 403)
    assert ask(caller, ADA, 422)["errors"][0]["code"] == "declined_lately"
    answered = ada.post(f"consent-requests/{asked['id']}/grant", 422)
    assert answered["errors"][0]["code"] == "answered_already"
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [pytest.param(BEN, "not_on_roster", id="not on the roster"), pytest.param(ADA, "asked_already", id="asked twice")],
)
def test_who_cannot_be_asked(caller, ada, number, code):
    ask(caller, ADA)
    assert ask(caller, number, 422)["errors"][0]["code"] == code


def test_who_consented_already_is_not_asked(caller, ada):
    grant(caller, ada)
    assert ask(caller, ADA, 422)["errors"][0]["code"] == "consented_already"


def test_what_was_withdrawn_may_be_asked_again(caller, ada):
    grant(caller, ada)
    (consent,) = ada.get("consents/mine")["items"]
    for _ in range(2):  # again changes nothing
        ada.post(f"consents/{consent['id']}/withdraw")
    assert Alert.objects.count() == 1
    assert grant(caller, ada)["state"] == "granted"


def test_nobody_answers_after_the_last_day_and_the_clinic_may_ask_anew(caller, ada, clinic, people):
    at = timezone.now() - OPEN_FOR
    old = ask_consent(organisation_id=clinic.pk, practitioner=people[ADA], why="because", by="key:1", at=at)
    assert ada.post(f"consent-requests/{old.pk}/grant", 422)["errors"][0]["code"] == "expired"
    assert ada.get("consent-requests/mine")["items"][0]["state"] == "expired"
    new = ask(caller, ADA)
    old.refresh_from_db()
    assert (old.answer, old.answered_by) == ("expired", "time")
    assert ada.post(f"consent-requests/{new['id']}/grant")["state"] == "granted"


def test_whoever_has_a_user_is_told_by_mail_and_hears_nothing_that_is_settled(caller, ada):
    asked = ask(caller, ADA)
    message = Message.objects.get(kind="consent_asked")
    assert message.recipient == f"user:{ada.user.pk}"
    letter = write_consent_asked(message)
    assert "Aspen Clinic" in letter.text
    assert asked["why"] in letter.text
    ada.post(f"consent-requests/{asked['id']}/decline")
    assert write_consent_asked(message) is None


def test_who_has_no_user_is_asked_and_finds_it_later(caller, entry, people):
    ask(caller, ADA)
    assert not Message.objects.filter(kind="consent_asked").exists()
    assert len(SignedIn(people[ADA]).get("consent-requests/mine")["items"]) == 1


def test_what_is_anothers_is_as_unknown_as_nothing(caller, ada, people):
    asked = ask(caller, ADA)
    ben = SignedIn(people[BEN], "ben")
    for path in (f"consent-requests/{asked['id']}/grant", "consent-requests/999999/decline"):
        ben.post(path, 404)
    ada.post(f"consent-requests/{asked['id']}/grant")
    (consent,) = ada.get("consents/mine")["items"]
    ben.post(f"consents/{consent['id']}/withdraw", 404)
    assert ben.get("consent-requests/mine")["items"] == ben.get("consents/log")["items"] == []
    assert ben.get("consents/mine")["items"] == []


def test_a_foreign_clinic_sees_nothing_of_it(caller, ada, entry, people):
    grant(caller, ada)
    rival = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write", "verify:read")
    record(rival, entry, 404)
    assert told(rival.get(f"{API}/consent-requests"), 200)["items"] == []
    assert rival.get(f"{API}/practitioners/{ADA}").status_code == 403
    theirs = make_entry(make_site(make_clinic("Birch Clinic")), people[ADA])
    assert record(rival, theirs, 403)["type"] == "/problems/consent-needed"


def test_only_the_person_answers(caller, entry):
    asked = ask(caller, ADA)
    for path in ("grant", "decline"):
        response = caller.post(f"{API}/consent-requests/{asked['id']}/{path}")
        assert told(response, 403)["type"] == "/problems/not-a-person"


def test_whoever_is_no_longer_the_person_cannot_answer_for_them(caller, ada):
    asked = ask(caller, ADA)
    PersonLink.objects.update(ended_at=timezone.now(), ended_by=ada.user)
    ada.post(f"consent-requests/{asked['id']}/grant", 403)


def test_an_erased_person_is_shown_to_nobody(caller, ada, entry, people):
    grant(caller, ada)
    erase_person(practitioner=people[ADA])
    record(caller, entry, 403)


def test_the_log_goes_on_page_after_page(caller, ada, entry, monkeypatch):
    monkeypatch.setattr("clinics.queries.consents.PAGE", 2)
    grant(caller, ada)
    for _ in range(3):
        record(caller, entry, 200)
    events, cursor = [], ""
    while cursor is not None:
        page = ada.get(f"consents/log{cursor and f'?cursor={cursor}'}")
        events += [one["event"] for one in page["items"]]
        cursor = page["next"]
    assert events == ["looked", "looked", "looked", "granted", "asked"]
    assert told(ada.client.get(f"{API}/consents/log?cursor=1"), 422)["errors"][0]["code"] == "not_a_cursor"


def test_a_clinic_lists_what_it_asked(caller, ada, site, people):
    make_entry(site, people[CY])
    first, second = ask(caller, ADA), ask(caller, CY)
    items = told(caller.get(f"{API}/consent-requests"), 200)["items"]
    assert [one["id"] for one in items] == [second["id"], first["id"]]


def test_what_was_asked_and_looked_at_is_never_rewritten(caller, ada, entry):
    grant(caller, ada)
    record(caller, entry, 200)
    rewrites = (
        lambda: RecordLook.objects.update(looked_by="x"),
        RecordLook.objects.all().delete,
        lambda: ConsentRequest.objects.update(asked_by="x"),
        lambda: ConsentRequest.objects.update(answer="declined"),
        ConsentRequest.objects.all().delete,
    )
    for rewrite in rewrites:
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
