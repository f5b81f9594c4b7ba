"""What becomes of invitations: accepted, withdrawn, declined, expired; offered when the person came on file."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction

from accounts.operations.personal import forget_details
from clinics.imports.matching import find_candidates, rank_candidates
from clinics.models import Invitation, RosterEntry
from clinics.operations.imports.inviting import digest_address
from clinics.operations.roster import add_entries
from clinics.operations.roster_checking import NewEntry
from clinics.queries.invitations import OPEN, address_of, told_by
from clinics.queries.people_on_file import find_fits_of, read_people
from clinics.queries.sites import day_at
from credentials.records.faults import Fault, Refusal
from outbox.operations import enqueue

MATCHED = "roster_invitation_matched"
AT_ONCE = 1_000
State = Invitation.State


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: str, at: dt.datetime) -> list[RosterEntry] | Refusal:
    """The clinic finds that who came on file is whom it invited: they are put on the roster where they were to be."""
    held = _hold(invitation)
    if held.state == State.ACCEPTED:
        return []
    if held.state != State.MATCHED or held.practitioner_id is None:
        return _refuse("not_matched", f"It is {held.state}: nobody came on file who fits")
    entries = [
        NewEntry(
            site_id=one.site_id,
            practitioner_id=held.practitioner_id,
            role=one.role,
            patient_groups=one.patient_groups,
            starts_on=one.starts_on or day_at(one.site, at),
            until_on=one.until_on,
        )
        for one in held.entries.select_related("site").order_by("pk")
    ]
    with transaction.atomic():
        added = add_entries(organisation_id=held.organisation_id, entries=entries, by=by)
        faults = [fault for one in added if isinstance(one, Refusal) for fault in one.faults]
        if faults:
            transaction.set_rollback(True)
            return Refusal(tuple(faults))
    _end(held, State.ACCEPTED, by=by, at=at)
    return [one for one in added if isinstance(one, RosterEntry)]


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: str, at: dt.datetime) -> Invitation | Refusal:
    """The clinic takes it back. Withdrawing again changes nothing."""
    held = _hold(invitation)
    if held.state in OPEN:
        _end(held, State.WITHDRAWN, by=by, at=at)
    elif held.state != State.WITHDRAWN:
        return _refuse("ended", f"It is {held.state}")
    return held


@transaction.atomic
def decline_invitation(*, invitation: Invitation, at: dt.datetime) -> Invitation:
    """The person says no: what was told of them goes, and this clinic cannot invite the address again."""
    held = _hold(invitation)
    if held.state in OPEN:
        address = address_of(held)
        held.declined = digest_address(held.organisation_id, address) if address else None
        _end(held, State.DECLINED, by="person", at=at)
    return held


@transaction.atomic
def expire_invitations(*, at: dt.datetime) -> int:
    """End what nobody answered in time; gives how many."""
    late = Invitation.objects.filter(state__in=OPEN, expires_at__lte=at).select_for_update(skip_locked=True)
    rows = list(late.order_by("pk")[:AT_ONCE])
    for one in rows:
        _end(one, State.EXPIRED, by="time", at=at)
    return len(rows)


def match_invitations(*, at: dt.datetime) -> int:
    """Find who among the invited came on file; gives how many invitations are offered to their clinics by it."""
    found, last = 0, 0
    while True:
        waiting = Invitation.objects.filter(state=State.WAITING, pk__gt=last).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return found
        found, last = found + match_these(ids, at=at), ids[-1]


@transaction.atomic
def match_these(invitation_ids: Collection[int], *, at: dt.datetime) -> int:
    """The same for these invitations alone."""
    rows = Invitation.objects.filter(pk__in=invitation_ids, state=State.WAITING).order_by("pk")
    told = told_by(rows.select_for_update(of=("self",)))
    fits = find_fits_of([one for _, one in told])
    people = read_people({one for _, person in told for one in find_candidates(person, fits)})
    count = 0
    for invitation, person in told:
        fitting = rank_candidates(person, find_candidates(person, fits), people)
        if fitting:
            invitation.practitioner_id = fitting[0].practitioner_id
            invitation.state, invitation.matched_at = State.MATCHED, at
            invitation.save(update_fields=["practitioner", "state", "matched_at"])
            _tell_clinic(invitation, at)
            count += 1
    return count


def end_invitations(rows: Sequence[Invitation], *, state: str, by: str, at: dt.datetime) -> None:
    """End these, whose rows are locked, and let go of what was told of the persons."""
    for one in rows:
        _end(one, state, by=by, at=at)


def _end(held: Invitation, state: str, *, by: str, at: dt.datetime) -> None:
    held.state, held.ended_at, held.ended_by = state, at, by
    held.save(update_fields=["state", "ended_at", "ended_by", "declined"])
    forget_details(people=[held.person], at=at)


def _tell_clinic(invitation: Invitation, at: dt.datetime) -> None:
    enqueue(
        kind=MATCHED,
        cause=f"invitation:{invitation.pk}",
        recipient=f"organisation:{invitation.organisation_id}",
        payload={"invitation": invitation.pk},
        at=at,
    )


def _hold(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update().get(pk=invitation.pk)


def _refuse(code: str, detail: str) -> Refusal:
    return Refusal((Fault("", code, detail),))
