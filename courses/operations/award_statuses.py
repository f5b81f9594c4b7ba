"""Suspending, revoking and reinstating what was awarded, with a reason, told to the registry at once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from courses.models import Award, AwardStatus
from courses.operations.award_writing import tell_awards
from courses.operations.awarding import hold_enrolments, reconsider
from courses.operations.reminders import tell_changed
from courses.queries.award_enrolments import list_siblings
from courses.queries.awards import ACTIVE, REINSTATED, REVOKED, SUSPENDED, AwardRow, read_awards_of
from credentials.records.faults import Fault, Refusal

_FROM = {SUSPENDED: (ACTIVE,), REVOKED: (ACTIVE, SUSPENDED), REINSTATED: (SUSPENDED, REVOKED)}


@transaction.atomic
def set_award_status(
    *, award: Award, status: str, starts_on: dt.date, reason: str, on: dt.date, at: dt.datetime, by: str
) -> Award | Refusal:
    """Say what becomes of an award from a day on: `suspended`, `revoked` or `reinstated`.

    It holds of the award and of all in its line of renewals that last on that day or begin later: a certificate that
    was renewed early must not stay good beside its suspended successor. Refused where it is so already, or before the
    award began, or where the award was withdrawn for want of grounds. On reinstatement what waited for it is awarded.
    """
    (enrolment,) = [one for one in hold_enrolments([award.enrolment_id]) if one.pk == award.enrolment_id]
    rows = read_awards_of(enrolment_ids=[enrolment.pk])
    row = next(one for one in rows if one.id == award.pk)
    refused = _refuse(row, status, starts_on, reason)
    if refused is not None:
        return refused
    line = [one for one in line_of(row, rows) if _lasts(one, starts_on) and one.status_on(starts_on) in _FROM[status]]
    noted = AwardStatus.objects.bulk_create(
        AwardStatus(award_id=one.id, status=status, starts_on=starts_on, reason=reason.strip(), recorded_by=by)
        for one in line
    )
    ids, told = [one.id for one in line], f"{status}: {reason.strip()}"[:500]
    tell_awards(enrolment_ids=[enrolment.pk], award_ids=ids, taken={}, by=by, reason=told)
    tell_changed(status_ids=[one.pk for one in noted if one.award_id == line[-1].id], at=at)
    if status == REINSTATED:
        ids = [enrolment.pk, *list_siblings([enrolment.pk])]
        reconsider(enrolment_ids=ids, on=on, at=at, by=by)
    return award


def line_of(row: AwardRow, rows: Sequence[AwardRow]) -> list[AwardRow]:
    """The award with all that it renewed and all that renewed it, the first one first."""
    by_id = {one.id: one for one in rows}
    after = {one.renews_id: one for one in rows if one.renews_id is not None}
    first = row
    while first.renews_id is not None:
        first = by_id[first.renews_id]
    line = [first]
    while (following := after.get(line[-1].id)) is not None:
        line.append(following)
    return line


def _lasts(row: AwardRow, on: dt.date) -> bool:
    return row.expires_on is None or row.expires_on >= on


def _refuse(row: AwardRow, status: str, starts_on: dt.date, reason: str) -> Refusal | None:
    faults = []
    if not reason.strip():
        faults.append(Fault("/reason", "blank", "say why"))
    if row.is_withdrawn:
        faults.append(Fault("", "withdrawn", "a correction took its grounds away: there is nothing to decide about"))
    elif starts_on < row.awarded_on:
        faults.append(Fault("/from", "before_the_award", f"it was awarded on {row.awarded_on}"))
    elif not _lasts(row, starts_on):
        faults.append(Fault("/from", "expired", f"its last valid day was {row.expires_on}"))
    elif row.status_on(starts_on) not in _FROM[status]:
        faults.append(Fault("/from", "is_so_already", f"on {starts_on} it is {row.status_on(starts_on)}"))
    return Refusal(tuple(faults)) if faults else None
