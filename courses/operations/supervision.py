"""Sessions under supervision: logged by the learner or the provider, signed off where the supervisor's standing was."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Sum

from courses.models import Enrolment, SupervisedSession
from courses.operations.awarding import hold_enrolments, reconsider
from courses.operations.standings import Asking, decide_standing
from courses.queries.compiled import ladder_of
from courses.queries.learners import born_on, same_person
from courses.queries.needling import NEVER, may_needle_on_course
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal, shown
from law.queries.compiled import current_law

DAY_HUNDREDTHS = 2400
# Why a supervisor refuses to sign. A closed list: a sentence of one's own would tell of patients sooner or later.
REFUSALS = ("not_my_session", "not_present", "other_day", "other_place", "other_cases", "other_hours", "not_supervised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What a learner did under supervision: how many cases, of which groups and regions; nobody's identity."""

    level_code: str
    on: dt.date
    jurisdiction: str
    cases: int
    hundredths: int
    patient_groups: tuple[str, ...]
    body_regions: tuple[str, ...]
    supervisor: Practitioner


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: `on_paper` is the provider's reference of the sheet that the supervisor signed, else None."""

    by: str
    on_paper: str | None = None


@transaction.atomic
def log_supervised(*, enrolment_id: int, told: Logged, today: dt.date, by: str) -> SupervisedSession | Refusal:
    """Log a session. It counts for nothing before it is signed; a Refusal names every fault."""
    (enrolment,) = (one for one in hold_enrolments([enrolment_id]) if one.pk == enrolment_id)
    faults = tuple(_faults_of(enrolment, told, today))
    if faults:
        return Refusal(faults)
    return SupervisedSession.objects.create(
        enrolment=enrolment,
        level_code=told.level_code,
        on=told.on,
        jurisdiction=told.jurisdiction,
        hundredths=told.hundredths,
        cases=told.cases,
        patient_groups=list(told.patient_groups),
        body_regions=list(told.body_regions),
        supervisor=told.supervisor,
        logged_by=by,
    )


@transaction.atomic
def sign_supervised(
    *, supervised_id: int, signature: Signature, at: dt.datetime, today: dt.date
) -> SupervisedSession | Refusal:
    """Sign a session off, where the supervisor's own standing there on that day was permitted or conditional.

    What the registry answered is kept with the signature. A Refusal leaves the session open: what is on record about
    the supervisor may be mended, and the signature asked for again. Where the law says that learners never needle, the
    learner's own standing must have been enough as well.
    """
    held = _hold(supervised_id)
    refusal = _refuse_decided(held)
    if refusal is not None:
        return refusal
    asking = Asking(
        jurisdiction=held.jurisdiction,
        on=held.on,
        patient_groups=tuple(held.patient_groups),
        body_regions=tuple(held.body_regions),
    )
    standing = decide_standing(practitioner=held.supervisor, asking=asking, now=at)
    if not standing.is_enough:
        detail = f"the supervisor's own standing there on {held.on} was {standing.outcome}"
        return Refusal((Fault("", "supervisor_standing", detail),))
    law = current_law()
    needling = may_needle_on_course(held.jurisdiction, held.enrolment.profession, held.on, law=law, asked_on=today)
    kept = standing.told() | {"learners": needling.answer, "on_paper": signature.on_paper, "learner": None}
    if needling.answer == NEVER:
        own = decide_standing(practitioner=held.enrolment.practitioner, asking=asking, now=at)
        if not own.is_enough:
            return Refusal((Fault("", "learners_never_needle", needling.sentence),))
        kept["learner"] = own.told()
    _decide(held, is_signed=True, by=signature.by, at=at, standing=kept)
    reconsider(enrolment_ids=[held.enrolment_id], on=today, at=at, by=signature.by)
    return held


@transaction.atomic
def refuse_supervised(*, supervised_id: int, because: str, at: dt.datetime, by: str) -> SupervisedSession | Refusal:
    """Refuse to sign, for one of REFUSALS; the learner may log the session again as it was."""
    held = _hold(supervised_id)
    refusal = _refuse_decided(held)
    if refusal is not None:
        return refusal
    held.decided_because = because
    _decide(held, is_signed=False, by=by, at=at, standing=None)
    return held


def _hold(supervised_id: int) -> SupervisedSession:
    enrolment_id = SupervisedSession.objects.values_list("enrolment_id", flat=True).get(pk=supervised_id)
    hold_enrolments([enrolment_id])
    logged = SupervisedSession.objects.select_related("supervisor", "enrolment__practitioner")
    return logged.select_for_update(of=("self",)).get(pk=supervised_id)


def _refuse_decided(held: SupervisedSession) -> Refusal | None:
    if held.signed is not None:
        word = "signed" if held.signed else "refused"
        return Refusal((Fault("", f"{word}_already", f"the session was {word} before"),))
    # Two records may have been found to be one person since it was logged.
    if same_person(held.supervisor, held.enrolment.practitioner):
        return Refusal((Fault("/supervisor", "own_supervisor", "nobody supervises themselves"),))
    return None


def _decide(
    held: SupervisedSession, *, is_signed: bool, by: str, at: dt.datetime, standing: dict[str, object] | None
) -> None:
    held.signed, held.decided_by, held.decided_at, held.standing = is_signed, by, at, standing
    held.save(update_fields=["signed", "decided_by", "decided_at", "decided_because", "standing"])


def _faults_of(enrolment: Enrolment, told: Logged, today: dt.date) -> Iterator[Fault]:
    if enrolment.state != Enrolment.State.ACTIVE:
        yield Fault("", f"enrolment_{enrolment.state}", f"the enrolment is {enrolment.state}")
    yield from _faults_of_day(enrolment, told, today)
    yield from _faults_of_level(enrolment, told)
    if same_person(told.supervisor, enrolment.practitioner):
        yield Fault("/supervisor", "own_supervisor", "nobody supervises themselves")
    if _is_logged(enrolment, told):
        yield Fault("", "logged_already", "the same session was logged before")


def _faults_of_day(enrolment: Enrolment, told: Logged, today: dt.date) -> Iterator[Fault]:
    if told.on > today:
        yield Fault("/on", "in_the_future", f"{told.on} is yet to come")
    for name, practitioner in (("learner", enrolment.practitioner), ("supervisor", told.supervisor)):
        birth = born_on(practitioner)
        if birth is not None and told.on < birth:
            yield Fault("/on", "before_birth", f"that day is before the {name}'s birth")
    if enrolment.continues_id is None and told.on < enrolment.enrolled_on:
        yield Fault("/on", "before_enrolment", f"the learner enrolled on {enrolment.enrolled_on}")
    others = SupervisedSession.objects.filter(enrolment__practitioner=enrolment.practitioner, on=told.on)
    before = others.exclude(signed=False).aggregate(sum=Sum("hundredths"))["sum"] or 0
    if before + told.hundredths > DAY_HUNDREDTHS:
        yield Fault("/hours", "more_than_a_day", f"{before / 100:g} hours are logged for that day already")


def _faults_of_level(enrolment: Enrolment, told: Logged) -> Iterator[Fault]:
    level = ladder_of(enrolment.version).level(told.level_code)
    if level is None:
        detail = f"this learner's version has no level {shown(told.level_code)}"
        yield Fault("/level", "unknown_level", detail)
        return
    for name, given, taught in (
        ("patient_groups", told.patient_groups, level.patient_groups),
        ("body_regions", told.body_regions, level.body_regions),
    ):
        for place, one in enumerate(given):
            if taught and one not in taught:
                yield Fault(f"/{name}/{place}", "not_taught", f"the level does not teach {shown(one)}")


def _is_logged(enrolment: Enrolment, told: Logged) -> bool:
    same = SupervisedSession.objects.filter(
        enrolment=enrolment,
        level_code=told.level_code,
        on=told.on,
        jurisdiction=told.jurisdiction,
        supervisor=told.supervisor,
        cases=told.cases,
        hundredths=told.hundredths,
        patient_groups=list(told.patient_groups),
        body_regions=list(told.body_regions),
    )
    return same.filter(Q(signed__isnull=True) | Q(signed=True)).exists()
