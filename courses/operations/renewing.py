"""Renewing an award: a successor that points at its predecessor, which stays on record and can be verified."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from courses.ladders.achieved import last_valid_day
from courses.ladders.findings import Finding
from courses.ladders.record import LearnerRecord
from courses.ladders.renewing import judge_renewal
from courses.ladders.shapes import Ladder, Level
from courses.ladders.timelines import MET
from courses.models import Award
from courses.operations.award_deciding import held_of
from courses.operations.award_items import Term, make_number
from courses.operations.award_statuses import line_of
from courses.operations.award_writing import make_term, tell_awards
from courses.operations.awarding import hold_enrolments
from courses.operations.reminders import tell_awarded
from courses.queries.awards import ACTIVE, AwardRow, read_awards_of
from courses.queries.compiled import ladders_of
from courses.queries.learner_records import read_records
from credentials.records.faults import Fault, Refusal
from rulebook.periods import day_after


@dataclass(frozen=True, slots=True)
class NotRenewed:
    """Why an award is not renewed: every thing asked, met or not."""

    findings: tuple[Finding, ...]


@transaction.atomic
def renew_award(*, award: Award, on: dt.date, at: dt.datetime, by: str) -> Award | NotRenewed | Refusal:
    """The award's successor, where everything asked of a renewal is met on the day; else what is missing.

    The new term runs on from the old last valid day, so that renewing early costs nothing and renewing within the
    grace gains nothing; it begins on the day of renewal. Refused where it was renewed before, is suspended, revoked
    or withdrawn, or where the learner was erased.
    """
    (enrolment,) = [one for one in hold_enrolments([award.enrolment_id]) if one.pk == award.enrolment_id]
    rows = read_awards_of(enrolment_ids=[enrolment.pk])
    row = next(one for one in rows if one.id == award.pk)
    refused = _refuse(row, rows, on, is_erased=enrolment.practitioner.person.erased_at is not None)
    if refused is not None:
        return refused
    ladder = ladders_of([row.version_id])[row.version_id]
    level = level_of(row, ladder)
    record = read_records(enrolment_ids=[enrolment.pk], on=on)[enrolment.pk]
    findings = judge_renewal(level, ladder, held_of(row), record, on)
    if any(one.status is not MET for one in findings):
        return NotRenewed(findings)
    successor = Award.objects.create(
        enrolment=enrolment,
        level_id=award.level_id,
        number=make_number(),
        issuer=row.issuer,
        renews=award,
        awarded_by=by,
    )
    make_term(successor.pk, _next_term(row, level, record, on), by=by).save()
    tell_awards(enrolment_ids=[enrolment.pk], award_ids=[successor.pk], taken={}, by=by, reason="renewed")
    tell_awarded(award_ids=[successor.pk], at=at)
    return successor


def level_of(row: AwardRow, ladder: Ladder) -> Level:
    """The level of an award in the ladder under which it was earned."""
    level = ladder.level(row.level_code)
    if level is None:
        raise ValueError(f"{row.number} is of a level that its version does not have")
    return level


def _next_term(row: AwardRow, level: Level, record: LearnerRecord, on: dt.date) -> Term:
    """The term of the successor; examinations passed again are told as those that led to the award."""
    follows = day_after(row.expires_on) if row.expires_on is not None else None
    expires_on = dt.date.max if follows is None else last_valid_day(follows, level.award.months)
    asked = level.renewal.re_examination if level.renewal else None
    passed = [one for one in record.passed if one.examination == asked and row.awarded_on < one.on <= on]
    first = {one.form: one for one in sorted(passed, key=lambda one: (one.on, one.result_id), reverse=True)}
    exams = [
        {"form": one.form, "of": f"{row.programme_code}/{one.examination}", "passed_on": one.on.isoformat()}
        for one in first.values()
    ]
    grounds = {"renews": row.id, "results": sorted(one.result_id for one in first.values())}
    return Term(on, expires_on, {"training": [], "exams": exams}, grounds)


def _refuse(row: AwardRow, rows: list[AwardRow], on: dt.date, *, is_erased: bool) -> Refusal | None:
    newest = line_of(row, rows)[-1]
    if newest.id != row.id:
        return _refusal("renewed_already", f"it was renewed as {newest.number}")
    if row.is_withdrawn:
        return _refusal("withdrawn", "a correction took its grounds away")
    if row.status_on(on) != ACTIVE:
        return _refusal("not_in_force", f"it is {row.status_on(on)}: it must be reinstated first")
    return _refusal("erased", "the person was erased") if is_erased else None


def _refusal(code: str, detail: str) -> Refusal:
    return Refusal((Fault("", code, detail),))
