"""The person who was asked answers, and takes back what was granted."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from accounts.models import Consent, Person
from accounts.operations.consents import record_consent, withdraw_consent
from clinics.models import Alert, ConsentRequest, RosterEntry
from clinics.operations.alerts.raising import Happening, raise_alert
from clinics.queries.consents import Myself, behind_person, consents_in_force
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal

GRANTED, DECLINED = ConsentRequest.Answer.GRANTED, ConsentRequest.Answer.DECLINED


@transaction.atomic
def answer_request(
    *, request_id: int, person_id: int, answer: str, by: str, at: dt.datetime
) -> ConsentRequest | Refusal | None:
    """Grant or decline; None for a request that nobody made to this person. Refused once answered or expired.

    What is granted holds until it is withdrawn.
    """
    someone = behind_person(person_id)
    asked = ConsentRequest.objects.select_for_update().filter(pk=request_id, practitioner_id__in=someone.record_ids)
    request = asked.first()
    if request is None:
        return None
    if request.answered_at is not None:
        return Refusal((Fault("", "answered_already", f"it was answered: {request.answer}"),))
    if request.expires_at <= at:
        return Refusal((Fault("", "expired", "nobody answered in time; the clinic may ask anew"),))
    if answer == GRANTED and not consents_in_force(someone, organisation_id=request.organisation_id):
        person = Person.objects.get(pk=person_id)
        record_consent(person=person, kind=Consent.Kind.SEE_RECORD, organisation=request.organisation)
    request.answer, request.answered_at, request.answered_by = answer, at, by
    request.save(update_fields=["answer", "answered_at", "answered_by"])
    return request


@transaction.atomic
def withdraw(*, consent_id: int, person_id: int) -> Consent | None:
    """Take a consent back from this instant, and have the clinic told; None for one that is not this person's.

    Withdrawn twice changes nothing. Whoever looks at the same moment looks before it or not at all.
    """
    someone = behind_person(person_id)
    given = Consent.objects.select_for_update(of=("self",)).select_related("organisation")
    consent = given.filter(pk=consent_id, kind=Consent.Kind.SEE_RECORD, person_id__in=someone.person_ids).first()
    if consent is None or not withdraw_consent(consent=consent):
        return consent
    consent.refresh_from_db()
    assert consent.organisation_id is not None  # noqa: S101 (a constraint of the table: the kind names one)
    _tell_clinic(consent, consent.organisation_id, someone)
    return consent


def _tell_clinic(consent: Consent, organisation_id: int, someone: Myself) -> None:
    """Where the person is, or was, on a roster of theirs; other organisations have no inbox."""
    entries = RosterEntry.objects.filter(organisation_id=organisation_id, practitioner_id__in=someone.record_ids)
    last = entries.order_by(F("superseded_at").desc(nulls_first=True), "-pk").first()
    if last is None or consent.withdrawn_at is None:
        return
    record = Practitioner.objects.get(pk=last.practitioner_id)
    happening = Happening(
        kind=Alert.Kind.CONSENT_WITHDRAWN,
        cause=f"consent:{consent.pk}:withdrawn",
        site_id=last.site_id,
        practitioner_id=record.merged_into_id or record.pk,
        entry_key=last.key,
    )
    raise_alert(happening, organisation_id=organisation_id, at=consent.withdrawn_at)
