"""A decision as plain data, in the shape that the API tells."""

import datetime as dt
from typing import Any

from rulebook.bases import Basis
from rulebook.decision import Decision
from rulebook.explain import NameOf, say
from rulebook.findings import Citation, Finding, Number
from rulebook.horizon import NextChange
from rulebook.judged import Gap
from rulebook.question import NO_STANDARD
from rulebook.status import OUTCOME_WORDS, UNMET, Outcome, Status, outcome_of

Data = dict[str, Any]


def tell_decision(decision: Decision, *, is_full: bool = True) -> Data:
    """The whole decision; without findings, gaps and duties when not full. Days are ISO strings."""
    conditions, name_of = decision.conditions, decision.inquiry.law.name_of
    told: Data = {
        "outcome": decision.outcome.value,
        "may_perform": decision.outcome is Outcome.PERMITTED,
        "question": tell_question(decision),
        "basis": tell_basis(decision),
        "other_bases": _tell_other_bases(decision),
        "layers": tell_layers(decision),
        "findings": [tell_finding(finding, name_of) for finding in decision.findings] if is_full else None,
        "conditions": [code for code, _ in conditions],
        "conditions_about": [{"code": code, "about": about} for code, about in conditions],
        "duties": tell_duties(decision) if is_full else None,
        "gaps": [tell_gap(decision, gap) for gap in decision.open_gaps] if is_full else None,
        "holds_until": _day(decision.horizon.holds_until),
        "next_change": _tell_change(decision.horizon.next_change),
        "earliest_on": _day(decision.horizon.earliest_on),
        **_tell_rules(decision),
        "engine": decision.engine,
        "asked_on": decision.inquiry.case.asked_on.isoformat(),
        "known_at": decision.question.known_at,
    }
    return told if is_full else {key: told[key] for key in told if key not in ("findings", "gaps", "duties")}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def tell_question(decision: Decision) -> Data:
    """The question as read. A name is never repeated, only whether it matched."""
    asked = decision.question
    identity = decision.judgement.identity
    return {
        "practitioner": {"registry_number": asked.registry_number},
        "jurisdiction": asked.jurisdiction,
        "patient": {"group": asked.group} if asked.age is None else {"age": asked.age},
        "on": asked.on.isoformat(),
        "known_at": asked.known_at,
        "site": asked.site,
        "attested": list(asked.attested),
        "body_region": asked.body_region,
        "name": None if identity is None else identity.status is Status.MET,
        "standard": asked.standard,
    }


def tell_basis(decision: Decision) -> Data | None:
    """The basis that the answer follows."""
    chosen = decision.judgement.chosen
    return _basis(chosen.basis) if chosen else None


def _basis(basis: Basis) -> Data:
    return {
        "kind": basis.kind,
        "jurisdiction": basis.jurisdiction,
        "profession": basis.profession,
        "number": basis.number,
    }


def _tell_other_bases(decision: Decision) -> list[Data]:
    chosen = decision.judgement.chosen
    return [
        {**_basis(one.basis), "outcome": outcome_of(one.status).value}
        for one in decision.judgement.bases
        if one is not chosen
    ]


def tell_layers(decision: Decision) -> dict[str, str | None]:
    """The outcome of each layer on the chosen basis."""
    judgement = decision.judgement
    chosen = judgement.chosen
    statuses = {
        "identity": judgement.identity and judgement.identity.status,
        "licence": chosen.standing.status if chosen else UNMET,
        "law": chosen.law_status if chosen else None,
        "standard": judgement.standard and judgement.standard.status,
        "policy": judgement.policy and judgement.policy.status,
    }
    return {name: None if status is None else OUTCOME_WORDS[status] for name, status in statuses.items()}


def tell_finding(finding: Finding, name_of: NameOf = str) -> Data:
    """A finding, with its sentence."""
    return {
        "code": finding.code,
        "layer": finding.layer,
        "status": finding.status.word,
        "says": say(finding, name_of),
        "required": finding.required,
        "held": finding.held,
        "unit": finding.unit,
        "evidence": list(finding.evidence),
        "citation": tell_citation(finding.citation),
        "path": finding.path,
    }


def tell_citation(citation: Citation | None) -> Data | None:
    """Where it stands written."""
    if citation is None:
        return None
    return {
        "text": citation.text,
        "url": citation.url,
        "evidence": citation.evidence,
        "checked_on": _day(citation.checked_on),
    }


def tell_gap(decision: Decision, open_gap: Gap) -> Data:
    """What is missing, how much of it, and whether waiting closes it."""
    gap = open_gap.tell()
    return {
        "code": gap.code,
        "layer": gap.layer,
        "status": gap.status.word,
        "says": say(gap, decision.inquiry.law.name_of),
        "required": gap.required,
        "held": gap.held,
        "shortfall": _shortfall(gap.required, gap.held),
        "unit": gap.unit,
        "closes_with_time": decision.closes_with_time(open_gap),
        "citation": tell_citation(gap.citation),
    }


def _shortfall(required: Number | str | None, held: Number | str | None) -> Number | None:
    if not isinstance(required, int | float) or not isinstance(held, int | float):
        return None
    # Hundredths, so that 50 - 12.3 is not told as 37.7000000001.
    missing = round(required * 100) - round(held * 100)
    return missing // 100 if missing % 100 == 0 else missing / 100


def tell_duties(decision: Decision) -> list[Data]:
    """What the law asks besides, on the chosen basis."""
    chosen = decision.judgement.chosen
    duties = (duty for provision in (chosen.provisions if chosen else ()) for duty in provision.duties)
    return [{"kind": duty.kind, "says": duty.says, "citation": tell_citation(duty.citation)} for duty in duties]


def _tell_change(change: NextChange | None) -> Data | None:
    if change is None:
        return None
    return {"on": change.on.isoformat(), "outcome": change.outcome.value, "because": list(change.because)}


def _tell_rules(decision: Decision) -> Data:
    """Under which law, standard and policy it was decided."""
    inquiry = decision.inquiry
    chosen = decision.judgement.chosen
    provisions = chosen.provisions if chosen else ()
    due = [provision.overdue_from for provision in provisions if provision.overdue_from]
    version = inquiry.policy_version(decision.question.on)
    standard = inquiry.standard if decision.question.standard != NO_STANDARD else None
    return {
        "law": {
            "digest": inquiry.law.digest,
            "evidence_floor": inquiry.law.evidence_floor,
            "review_months": inquiry.law.review_months,
            "provisions": [provision.id for provision in provisions],
            "review_due_on": _day(min(due, default=None)),
        },
        "standard": {"name": standard.name, "digest": standard.digest} if standard else None,
        "policy": {"id": inquiry.site.id, "digest": version.digest} if inquiry.site and version else None,
    }
