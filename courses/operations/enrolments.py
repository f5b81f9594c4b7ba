"""Enrolling, transferring to another version, withdrawing: decided, and kept as it was told."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from courses.models import Enrolment, Programme, ProgrammeVersion, Seat, Session
from courses.operations.awarding import reconsider
from courses.operations.eligibility import Entry, Seen, judge_newcomer, judge_transfer
from courses.operations.seating import LIVE, end_seat, fill_seats, lock_enrolment, lock_sessions
from courses.queries.compiled import ladder_of
from courses.queries.learners import born_on, persons_of
from courses.queries.programmes import version_in_force
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal

State = Enrolment.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Who is to be enrolled, from which day. `candidate` is the provider's own number for the learner, never a name."""

    practitioner: Practitioner
    profession: str
    on: dt.date
    candidate: str | None = None


def check_entrant(*, programme: Programme, entrant: Entrant, today: dt.date) -> Entry | Refusal:
    """Decide whether somebody may enrol, and write nothing."""
    faults = tuple(_faults_of(programme, entrant, today))
    if faults:
        return Refusal(faults)
    version = version_in_force(programme.pk, entrant.on)
    if version is None:
        return Refusal((Fault("/programme", "nothing_published", "no version is in force on that day"),))
    return judge_newcomer(
        practitioner=entrant.practitioner,
        programme=programme,
        version=version,
        profession=entrant.profession,
        on=entrant.on,
    )


@transaction.atomic
def enrol(
    *, programme_id: int, entrant: Entrant, today: dt.date, by: str, seen: Seen | None = None
) -> Enrolment | Refusal:
    """Enrol who is eligible. `cannot_tell` needs the provider's word (`seen`), which is kept; a Refusal says why not.

    Two who enrol the same learner at once make one enrolment: the second is refused.
    """
    programme = Programme.objects.select_for_update(no_key=True).get(pk=programme_id)
    faults = tuple(_standing_faults(programme, entrant))
    if faults:
        return Refusal(faults)
    entry = check_entrant(programme=programme, entrant=entrant, today=today)
    if isinstance(entry, Refusal):
        return entry
    refusal = entry.refusal(seen)
    if refusal is not None:
        return refusal
    return Enrolment.objects.create(
        programme=programme,
        version=entry.version,
        practitioner=entrant.practitioner,
        profession=entrant.profession,
        candidate=entrant.candidate,
        enrolled_on=entrant.on,
        decided=entry.told(seen),
        enrolled_by=by,
    )


@transaction.atomic
def withdraw_enrolment(
    *, enrolment_id: int, because: str, at: dt.datetime, on: dt.date, by: str
) -> Enrolment | Refusal:
    """End an enrolment. Its seats go to whoever waits; what was attended, passed and awarded stays."""
    enrolment = lock_enrolment(enrolment_id)
    refusal = _refuse_ended(enrolment, on)
    if refusal is not None:
        return refusal
    _end(enrolment, State.WITHDRAWN, because=because, on=on)
    for seat, session in _hold_seats(enrolment, on):
        end_seat(seat, Seat.State.WITHDRAWN, because="the enrolment was withdrawn", at=at, by=by)
        fill_seats(session=session, at=at, on=on, by=by)
    return enrolment


@transaction.atomic
def transfer_enrolment(
    *, enrolment_id: int, because: str, at: dt.datetime, on: dt.date, by: str, seen: Seen | None = None
) -> Enrolment | Refusal:
    """Let a learner go on under the version in force on the day; gives the enrolment that continues theirs.

    Who came in stays in: a profession that the new version took on the day of the first enrolment will do. What was
    done before counts; seats and places on waiting lists are kept.
    """
    former = lock_enrolment(enrolment_id)
    version = version_in_force(former.programme_id, on)
    if version is None or version.pk == former.version_id:
        return Refusal((Fault("", "same_version", "the learner is under the version in force already"),))
    refusal = _refuse_ended(former, on) or _refuse_lost_seats(former, version, on)
    entry = judge_transfer(enrolment=former, version=version, on=on)
    refusal = refusal or entry.refusal(seen)
    if refusal is not None:
        return refusal
    candidate, former.candidate = former.candidate, None
    _end(former, State.TRANSFERRED, because=because, on=on)
    later = Enrolment.objects.create(
        programme_id=former.programme_id,
        version=version,
        practitioner_id=former.practitioner_id,
        profession=former.profession,
        candidate=candidate,
        enrolled_on=on,
        decided=entry.told(seen),
        enrolled_by=by,
        continues=former,
    )
    for seat, _ in _hold_seats(former, on):
        _pass_on(seat, later, at=at, by=by)
    reconsider(enrolment_ids=[later.pk], on=on, at=at, by=by)
    return later


def _faults_of(programme: Programme, entrant: Entrant, today: dt.date) -> Iterator[Fault]:
    """What makes the question itself impossible."""
    if entrant.on > today:
        yield Fault("/on", "in_the_future", f"{entrant.on} is yet to come")
    if programme.closed_on is not None and entrant.on >= programme.closed_on:
        yield Fault("/programme", "programme_closed", f"the programme takes nobody new since {programme.closed_on}")
    birth = born_on(entrant.practitioner)
    if birth is not None and entrant.on < birth:
        yield Fault("/on", "before_birth", "that day is before the learner's birth")


def _standing_faults(programme: Programme, entrant: Entrant) -> Iterator[Fault]:
    """What enrolments on file stand in the way. The programme's lock is held, so nobody comes between."""
    standing = Enrolment.objects.filter(programme=programme)
    people = persons_of(entrant.practitioner)
    if standing.filter(practitioner__person_id__in=people, state=State.ACTIVE).exists():
        yield Fault("/practitioner", "enrolled", "the learner is enrolled in this programme already")
    if entrant.candidate is not None and standing.filter(candidate=entrant.candidate).exists():
        yield Fault("/candidate", "candidate_taken", "another enrolment of this programme has that number")


def _refuse_ended(enrolment: Enrolment, on: dt.date) -> Refusal | None:
    if enrolment.state != State.ACTIVE:
        return Refusal((Fault("", f"enrolment_{enrolment.state}", f"the enrolment is {enrolment.state}"),))
    if on < enrolment.enrolled_on:
        return Refusal((Fault("/on", "before_enrolment", f"the learner enrolled on {enrolment.enrolled_on}"),))
    return None


def _refuse_lost_seats(enrolment: Enrolment, version: ProgrammeVersion, on: dt.date) -> Refusal | None:
    """A seat at a level that the other version does not have would be lost without a word."""
    ladder = ladder_of(version)
    held = Seat.objects.filter(enrolment=enrolment, state__in=LIVE, session__ends_on__gte=on)
    codes = set(held.values_list("session__level_code", flat=True))
    lost = sorted(code for code in codes if ladder.level(code) is None)
    if not lost:
        return None
    return Refusal((Fault("", "level_not_in_version", f"a seat is held at {', '.join(lost)}: give it up first"),))


def _end(enrolment: Enrolment, state: Enrolment.State, *, because: str, on: dt.date) -> None:
    enrolment.state, enrolment.ended_on, enrolment.ended_because = state, on, because
    enrolment.save(update_fields=["state", "ended_on", "ended_because", "candidate"])


def _hold_seats(enrolment: Enrolment, on: dt.date) -> list[tuple[Seat, Session]]:
    """The seats and places on waiting lists at sessions that are not over, with these sessions, which are locked."""
    held = Seat.objects.filter(enrolment=enrolment, state__in=LIVE, session__ends_on__gte=on).order_by("pk")
    sessions = lock_sessions(set(held.values_list("session_id", flat=True)))
    # Read again behind the locks: meanwhile a seat may have become free for somebody who waited.
    return [(seat, sessions[seat.session_id]) for seat in held.all()]


def _pass_on(seat: Seat, later: Enrolment, *, at: dt.datetime, by: str) -> None:
    """The same place, in the same order of asking, under the enrolment that continues."""
    kept = Seat.objects.create(
        session_id=seat.session_id,
        enrolment=later,
        state=seat.state,
        asked_at=seat.asked_at,
        changed_at=at,
        changed_by=by,
        decided=seat.decided,
    )
    seat.moved_to = kept
    end_seat(seat, Seat.State.MOVED, because="the enrolment was transferred", at=at, by=by)
