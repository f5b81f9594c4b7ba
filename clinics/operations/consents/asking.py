"""A clinic asks somebody on its roster to let it see their record."""

import datetime as dt

from django.db import transaction

from accounts.models import Organisation
from clinics.models import ConsentRequest
from clinics.queries.consents import OPEN_REQUEST, Myself, behind_record, consents_in_force, open_entries, user_of
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal
from outbox.operations import enqueue

ASKED = "consent_asked"  # the mail to whoever is asked
OPEN_FOR = dt.timedelta(days=30)
REST_AFTER_NO = dt.timedelta(days=30)  # nobody is asked again sooner by those to whom they said no


@transaction.atomic
def ask_consent(
    *, organisation_id: int, practitioner: Practitioner, why: str, by: str, at: dt.datetime
) -> ConsentRequest | Refusal:
    """Ask, and have the person told who has a user here. Only who stands on the clinic's roster can be asked.

    Refused while an earlier request waits, for thirty days after a no, and where the answer is yes already.
    """
    Organisation.objects.select_for_update(no_key=True).get(
        pk=organisation_id
    )  # two that ask at once wait for one another
    someone = behind_record(practitioner)
    fault = _find_fault(someone, organisation_id=organisation_id, at=at)
    if fault is not None:
        return Refusal((fault,))
    request = ConsentRequest.objects.create(
        organisation_id=organisation_id,
        practitioner_id=practitioner.merged_into_id or practitioner.pk,
        why=why,
        asked_at=at,
        asked_by=by,
        expires_at=at + OPEN_FOR,
    )
    user_id = user_of(someone)
    if user_id is not None:
        cause, payload = f"consent_request:{request.pk}", {"request": request.pk}
        enqueue(kind=ASKED, cause=cause, recipient=f"user:{user_id}", payload=payload, at=at)
    return request


@transaction.atomic
def take_back_requests(*, organisation_id: int, by: str, at: dt.datetime) -> int:
    """Close every request of the organisation that waits for an answer; gives how many there were."""
    waiting = ConsentRequest.objects.filter(OPEN_REQUEST, organisation_id=organisation_id)
    return waiting.update(answer=ConsentRequest.Answer.TAKEN_BACK, answered_at=at, answered_by=by)


def _find_fault(someone: Myself, *, organisation_id: int, at: dt.datetime) -> Fault | None:
    if not open_entries(someone, organisation_id=organisation_id, day=at.date()):
        return Fault("/practitioner", "not_on_roster", "only who stands on your roster can be asked")
    if consents_in_force(someone, organisation_id=organisation_id):
        return Fault("/practitioner", "consented_already", "you may see this record already")
    asked = ConsentRequest.objects.filter(organisation_id=organisation_id, practitioner_id__in=someone.record_ids)
    waiting = asked.filter(OPEN_REQUEST)
    expired = {"answer": ConsentRequest.Answer.EXPIRED, "answered_at": at, "answered_by": "time"}
    waiting.filter(expires_at__lte=at).update(**expired)
    if waiting.exists():
        return Fault("/practitioner", "asked_already", "this person was asked and has not answered yet")
    declined = asked.filter(answer=ConsentRequest.Answer.DECLINED, answered_at__gt=at - REST_AFTER_NO)
    if declined.exists():
        return Fault("/practitioner", "declined_lately", f"this person said no within {REST_AFTER_NO.days} days")
    return None
