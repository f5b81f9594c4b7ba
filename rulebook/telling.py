"""A decision as plain data, in the shape that the API tells."""

import datetime as dt
from typing import Any

from rulebook.bases import Basis
from rulebook.decision import Decision
from rulebook.explain import Sentences
from rulebook.findings import Number
from rulebook.judged import Gap, Judged
from rulebook.question import NO_STANDARD
from rulebook.status import MET, OUTCOME_WORDS, STATUS_WORDS, UNMET

Data = dict[str, Any]


def tell_decision(decision: Decision, *, is_full: bool = True) -> Data:
    """The whole decision; without findings, gaps and duties when not full. Days are ISO strings."""
    outcome, conditions = OUTCOME_WORDS[decision.judgement.status], decision.conditions
    told: Data = {
        "outcome": outcome,
        "may_perform": outcome == "permitted",
        "question": tell_question(decision),
        "basis": tell_basis(decision),
        "other_bases": _tell_other_bases(decision),
        "layers": tell_layers(decision),
    }
    by_part = {}
    if is_full:
        by_part = {id(part): tell_findings(part, decision.inquiry.law.sentences) for part in decision.judgement.parts()}
        told["findings"] = [finding for findings in by_part.values() for finding in findings]
    told["conditions"] = [code for code, _ in conditions]
    told["conditions_about"] = [{"code": code, "about": about} for code, about in conditions]
    if is_full:
        told["duties"] = tell_duties(decision)
        told["gaps"] = [tell_gap(decision, gap, by_part[id(gap.part)][gap.at]) for gap in decision.open_gaps]
    _tell_horizon(decision, told)
    _tell_rules(decision, told)
    told["engine"] = decision.engine
    told["asked_on"] = decision.inquiry.case.asked_on.isoformat()
    told["known_at"] = decision.question.known_at
    return told


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
        "name": None if identity is None else identity.status is MET,
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
        {**_basis(one.basis), "outcome": OUTCOME_WORDS[one.status]}
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
        "law": chosen.law.status if chosen else None,
        "standard": judgement.standard and judgement.standard.status,
        "policy": judgement.policy and judgement.policy.status,
    }
    return {name: None if status is None else OUTCOME_WORDS[status] for name, status in statuses.items()}


def tell_findings(part: Judged, sentences: Sentences) -> list[Data]:
    """The findings of a part, each with its sentence."""
    told = []
    for finding in part.findings:
        code, layer, status, path, required, held, unit, evidence, citation, _, _, _ = finding
        told.append(
            {
                "code": code,
                "layer": layer,
                "status": STATUS_WORDS[status],
                "says": sentences.say(finding),
                "required": required,
                "held": held,
                "unit": unit,
                "evidence": list(evidence),
                "citation": None if citation is None else citation.told.copy(),
                "path": path,
            }
        )
    return told


def tell_gap(decision: Decision, gap: Gap, finding: Data) -> Data:
    """What is missing, how much of it, and whether waiting closes it; the rest as its finding tells it."""
    return {
        "code": finding["code"],
        "layer": finding["layer"],
        "status": finding["status"],
        "says": finding["says"],
        "required": finding["required"],
        "held": finding["held"],
        "shortfall": _shortfall(finding["required"], finding["held"]),
        "unit": finding["unit"],
        "closes_with_time": decision.closes_with_time(gap),
        "citation": finding["citation"] and finding["citation"].copy(),
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
    duties = [duty for provision in (chosen.provisions if chosen else ()) for duty in provision.duties]
    return [
        {"kind": one.kind, "says": one.says, "citation": one.citation and one.citation.told.copy()} for one in duties
    ]


def _tell_horizon(decision: Decision, told: Data) -> None:
    """Until when it holds, and what comes after."""
    holds_until, change, earliest_on = decision.horizon
    told["holds_until"] = _day(holds_until)
    told["next_change"] = change and {
        "on": change.on.isoformat(),
        "outcome": change.outcome.value,
        "because": list(change.because),
    }
    told["earliest_on"] = _day(earliest_on)


def _tell_rules(decision: Decision, told: Data) -> None:
    """Under which law, standard and policy it was decided."""
    inquiry, chosen = decision.inquiry, decision.judgement.chosen
    law, provisions = inquiry.law, chosen.provisions if chosen else ()
    version = inquiry.policy_version(decision.question.on)
    standard = inquiry.standard if decision.question.standard != NO_STANDARD else None
    told["law"] = {
        "digest": law.digest,
        "evidence_floor": law.evidence_floor,
        "review_months": law.review_months,
        "provisions": [provision.id for provision in provisions],
        "review_due_on": _day(min([one.overdue_from for one in provisions if one.overdue_from], default=None)),
    }
    told["standard"] = {"name": standard.name, "digest": standard.digest} if standard else None
    told["policy"] = {"id": inquiry.site.id, "digest": version.digest} if inquiry.site and version else None
