"""Asking about watches anew: each about today at its site, for its group, with nothing attested."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import Error as DatabaseFailure

from clinics.queries.due import DueWatch
from credentials.decisions import Answer, Decided, Unanswered, decide_many
from credentials.questions import Asked, Reference
from credentials.records.faults import Refusal
from credentials.telling import tell_decided
from rulebook.question import STANDARD_SHIPPED
from rulebook.status import Outcome
from rulebook.watching import Coming, find_coming, find_next_look, first_instant_of

UNANSWERABLE = Outcome.UNDETERMINED.value
ASK_AGAIN = dt.timedelta(days=1)  # a question that had no answer; whatever changes it makes it due before
RANKS = {"refused": 0, "undetermined": 1, "conditional": 2, "permitted": 3}
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found about a watch. Without `decided` the question had no answer; `gaps` then say why."""

    watch: DueWatch
    outcome: str
    conditions: list[str]
    gaps: list[str]
    professions: list[str]
    due_at: dt.datetime
    holds_until: dt.date | None = None
    next_change: dict[str, Any] | None = None
    coming: Coming | None = None
    decided: Decided | None = None
    told: dict[str, Any] | None = None

    @property
    def rank(self) -> int:
        """The place of the outcome, the worst first."""
        return RANKS[self.outcome]


def decide_watches(watches: Sequence[DueWatch], *, at: dt.datetime) -> list[Found]:
    """Decide them as of `at`, from one snapshot, in their order."""
    asked = [_ask(one, at) for one in watches]
    answers = _answer(asked, at)
    return [_find(*pair, at) for pair in zip(watches, answers, strict=True)]


def _ask(watch: DueWatch, at: dt.datetime) -> Asked:
    return Asked(
        practitioner=Reference("registry_number", watch.registry_number),
        jurisdiction=watch.jurisdiction,
        age=None,
        group=watch.group,
        on=watch.day(at),
        known_at=None,
        site=watch.site_code,
        attested=(),
        body_region=None,
        name=None,
        standard=STANDARD_SHIPPED,
        organisation_id=watch.organisation_id,
    )


def _answer(asked: Sequence[Asked], at: dt.datetime) -> list[Answer]:
    """All from one snapshot. Where one of them brings the engine down, each is asked for itself."""
    try:
        return list(decide_many(asked, now=at))
    except DatabaseFailure:
        raise
    except Exception:  # whatever it is, it must not hold up everybody else's
        _log.exception("deciding rosters")
        return [_answer_one(one, at) for one in asked]


def _answer_one(asked: Asked, at: dt.datetime) -> Answer:
    try:
        return next(decide_many([asked], now=at))
    except DatabaseFailure:
        raise
    except Exception:
        _log.exception("deciding about %s at %s", asked.practitioner.value, asked.site)
        return Unanswered("failed")


def _find(watch: DueWatch, answer: Answer, at: dt.datetime) -> Found:
    if not isinstance(answer, Decided):
        return Found(
            watch=watch,
            outcome=UNANSWERABLE,
            conditions=[],
            gaps=_reasons(answer),
            professions=[],
            due_at=_end(watch, at + ASK_AGAIN),
        )
    decision, horizon = answer.decision, answer.decision.horizon
    change = horizon.next_change
    return Found(
        watch=watch,
        outcome=decision.outcome.value,
        conditions=[code for code, _ in decision.conditions],
        gaps=list(dict.fromkeys(gap.code for gap in decision.gaps)),
        professions=sorted({basis.profession for basis in decision.inquiry.bases}),
        due_at=_end(watch, find_next_look(decision, watch.zone)),
        holds_until=horizon.holds_until,
        next_change=change
        and {"on": change.on.isoformat(), "outcome": change.outcome.value, "because": list(change.because)},
        coming=find_coming(decision) if watch.decided_at is not None else None,
        decided=answer,
        told=tell_decided(answer),
    )


def _end(watch: DueWatch, due_at: dt.datetime) -> dt.datetime:
    """No later than the day from which the entry is over: then its watch is closed."""
    return due_at if watch.until_on is None else min(due_at, first_instant_of(watch.until_on, watch.zone))


def _reasons(answer: Refusal | Unanswered) -> list[str]:
    if isinstance(answer, Unanswered):
        return [answer.reason]
    return list(dict.fromkeys(fault.code for fault in answer.faults))
