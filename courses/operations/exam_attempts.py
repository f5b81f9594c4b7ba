"""Attempts at examinations, and the answers of written ones."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from courses.models import Attempt, Enrolment, Paper, Result, Session
from courses.operations.awarding import hold_enrolments
from courses.operations.exam_drafting import draft_if_scored, read_stated
from courses.queries.learners import born_on
from courses.queries.papers import scored_paper, voided_items
from courses.queries.sitting import examination_of, find_objections
from courses.scoring.papers import PracticalPaper
from courses.scoring.written import score_written
from credentials.records.faults import Fault, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What is told of an attempt. `answers` belong to a written paper, `result` to an attempt without a paper."""

    examination: str
    form: str
    sat_on: dt.date
    paper: Paper | None = None
    session: Session | None = None
    answers: Any = None
    result: Any = None


@transaction.atomic
def open_attempt(*, enrolment: Enrolment, sitting: Sitting, by: str, today: dt.date) -> Attempt | Refusal:
    """Record that a learner sat an examination; with answers or a stated result it is drafted at once.

    Always a new attempt with a new number: whatever earlier ones came to stays. Refused with every rule that it breaks.
    """
    held = next(one for one in hold_enrolments([enrolment.pk]) if one.pk == enrolment.pk)
    faults = _judge(held, sitting, today)
    stated = read_stated(sitting.result) if sitting.result is not None else None
    if isinstance(stated, list):
        faults += [fault.under("result") for fault in stated]
    if sitting.answers is not None:
        faults += _judge_answers(sitting.paper, sitting.answers)
    if faults:
        return Refusal(tuple(faults))
    others = Attempt.objects.filter(enrolment=held, examination=sitting.examination, form=sitting.form)
    attempt = Attempt.objects.create(
        enrolment=held,
        examination=sitting.examination,
        form=sitting.form,
        number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
        sat_on=sitting.sat_on,
        paper=sitting.paper,
        session=sitting.session,
        answers=sitting.answers,
        entered_by=by,
    )
    if isinstance(stated, dict):
        Result.objects.create(attempt=attempt, drafted_by=by, **stated)
    elif sitting.answers is not None:
        draft_if_scored(attempt=attempt, by=by)
    return attempt


@transaction.atomic
def record_answers(*, attempt: Attempt, answers: Any, by: str) -> Attempt | Refusal:
    """Enter the answers of a written attempt, once; the result is drafted. Later changes are corrections."""
    held = hold_attempt(attempt.pk)
    faults = _judge_answers(held.paper, answers)
    if held.answers is not None:
        faults.append(Fault("", "already_answered", "The answers are in: a mistake in them is a correction"))
    if faults:
        return Refusal(tuple(faults))
    held.answers = answers
    held.save(update_fields=["answers"])
    draft_if_scored(attempt=held, by=by)
    return held


def hold_attempt(attempt_id: int) -> Attempt:
    """The attempt, locked until the transaction ends: two examiners who hand in together come one after the other."""
    Attempt.objects.select_for_update(no_key=True).get(pk=attempt_id)
    related = ("paper", "session", "enrolment__practitioner", "enrolment__programme")
    return Attempt.objects.select_related(*related).get(pk=attempt_id)


def _judge(enrolment: Enrolment, sitting: Sitting, today: dt.date) -> list[Fault]:
    faults = []
    if sitting.sat_on > today:
        faults.append(Fault("/sat_on", "in_the_future", "What was not sat yet has no result"))
    if enrolment.ended_on is not None and enrolment.state != "completed" and sitting.sat_on >= enrolment.ended_on:
        faults.append(Fault("/sat_on", "enrolment_ended", f"The enrolment ended on {enrolment.ended_on}"))
    born = born_on(enrolment.practitioner)
    if born is not None and sitting.sat_on <= born:
        faults.append(Fault("/sat_on", "before_birth", "The learner was not born then"))
    rules = examination_of(enrolment, sitting.examination, sitting.form)
    if rules is None:
        detail = "The ladder under which the learner is enrolled has no such examination"
        faults.append(Fault("/examination", "unknown_examination", detail))
    else:
        objections = find_objections(enrolment, rules, sitting.sat_on)
        faults += [Fault("/sat_on", one.code, _dated(one.detail, one.when)) for one in objections]
    return faults + _judge_paper(enrolment, sitting) + _judge_session(enrolment, sitting)


def _dated(detail: str, when: dt.date | None) -> str:
    return detail if when is None else f"{detail}; possible from {when}"


def _judge_paper(enrolment: Enrolment, sitting: Sitting) -> list[Fault]:
    paper = sitting.paper
    if paper is None:
        if sitting.result is None:
            return [Fault("/paper", "missing", "Without a paper the result itself is told")]
        return []
    faults = []
    if sitting.result is not None:
        faults.append(Fault("/result", "contradicts", "With a paper the result comes from answers or sheets"))
    told = (paper.programme_id, paper.examination, paper.form)
    if told != (enrolment.programme_id, sitting.examination, sitting.form):
        faults.append(Fault("/paper", "other_examination", "The paper is of another examination"))
    elif paper.published_at is None:
        faults.append(Fault("/paper", "not_published", "The paper is a draft"))
    elif paper.form == "practical" and sitting.session is None:
        faults.append(Fault("/session", "missing", "A practical paper is marked by the examiners of a session"))
    return faults


def _judge_session(enrolment: Enrolment, sitting: Sitting) -> list[Fault]:
    session = sitting.session
    if session is None:
        return []
    if session.programme_id != enrolment.programme_id:
        return [Fault("/session", "other_programme", "The session is of another programme")]
    if session.cancelled_at is not None:
        return [Fault("/session", "cancelled", "The session was cancelled")]
    if not session.starts_on <= sitting.sat_on <= session.ends_on:
        return [Fault("/sat_on", "outside_session", f"The session ran from {session.starts_on} to {session.ends_on}")]
    if sitting.examination not in session.examinations:
        return [Fault("/session", "not_examined_there", "The session does not examine this")]
    return []


def _judge_answers(paper: Paper | None, answers: Any) -> list[Fault]:
    scored = scored_paper(paper) if paper is not None else None
    if paper is None or scored is None or isinstance(scored, PracticalPaper):
        return [Fault("/answers", "no_written_paper", "Only a written paper has answers")]
    # Faults are looked for without the voided items: a blank at an item that counts for nobody is no fault.
    found = score_written(scored, answers, voided_items(paper.pk))
    return [fault.under("answers") for fault in found] if isinstance(found, list) else []
