"""A decision made ready to read: sentences, groups and days for the page, from the dict that the API tells."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credentials.web.reasons import Finding, Layer, Reason, group_by_layer, read_reasons
from credentials.web.sentences import describe_codes, describe_question, shorten, summarise
from law.web.provisions import DutyText
from law.web.sources import SourceText, read_day, read_source
from law.web.words import name_key, name_profession

Decision = Mapping[str, Any]
DutiesBySource = tuple[SourceText | None, tuple[DutyText, ...]]
_FROM_FORM = {"body_region_limited": "id_body_region"}
_AGE_FIELD = "id_age"
_WORST_FIRST = ("refused", "undetermined", "conditional", "permitted")


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between this answer and a yes."""

    says: str
    status: str
    required: float | None
    held: float | None
    still: str
    """How much is missing, such as "12 hours"; empty where it is no number."""
    closes_with_time: bool
    is_guidance: bool
    source: SourceText | None


@dataclass(frozen=True, slots=True)
class Condition:
    """A point that a person can settle: by a tick, or by giving what the form asks for (`field_id`)."""

    key: str
    says: str
    is_about_practitioner: bool
    field_id: str = ""


@dataclass(frozen=True, slots=True)
class OtherBasis:
    """Another licence or privilege that bears on the place, with what it would give."""

    title: str
    outcome: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the page tells, in the order in which it tells it."""

    outcome: str
    summary: str
    holds_until: dt.date | None
    changes_on: dt.date | None
    changes_to: str
    changes_because: str
    earliest_on: dt.date | None
    gaps: tuple[Gap, ...]
    conditions: tuple[Condition, ...]
    layers: tuple[Layer, ...]
    duties: tuple[DutiesBySource, ...]
    """Duties by the source that asks for them."""
    basis: str
    other_bases: tuple[OtherBasis, ...]
    asked: tuple[tuple[str, str], ...]
    fine_print: tuple[tuple[str, str], ...]
    provisions: tuple[str, ...]
    jurisdiction: str
    review_due_on: dt.date | None
    standard_is_left_out: bool
    without_standard: str
    """What the answer would be were it not for the standard, where that is another; else empty."""
    labels: Mapping[str, str]
    """What each key that a person vouches for says, by key."""


def read_answer(decision: Decision, *, place: str, who: str) -> Answer:
    """The answer to show. `place` is the name of the place asked about, `who` how the page names the person."""
    change = decision["next_change"] or {}
    prefix = f"bases/{_chosen_index(decision)}/"
    return Answer(
        outcome=decision["outcome"],
        summary=summarise(decision, place=place, who=who),
        holds_until=read_day(decision["holds_until"]),
        changes_on=read_day(change.get("on")),
        changes_to=change.get("outcome", ""),
        changes_because=describe_codes(change.get("because", ())),
        earliest_on=read_day(decision["earliest_on"]),
        gaps=tuple(_read_gap(gap) for gap in decision["gaps"] if gap["status"] != "condition"),
        conditions=_read_conditions(decision),
        layers=group_by_layer(decision, prefix),
        duties=_group_duties(decision["duties"]),
        basis=_name_basis(decision["basis"]) if decision["basis"] else "",
        other_bases=_read_other_bases(decision, prefix),
        asked=describe_question(decision["question"], place=place, who=who),
        fine_print=_read_fine_print(decision),
        provisions=tuple(decision["law"]["provisions"]),
        jurisdiction=decision["question"]["jurisdiction"],
        review_due_on=read_day(decision["law"]["review_due_on"]),
        standard_is_left_out=decision["standard"] is None,
        without_standard=_leave_out_standard(decision),
        labels={one["code"]: shorten(one["says"]) for one in decision["findings"]},
    )


def _leave_out_standard(decision: Decision) -> str:
    """The worst outcome of the other layers, which are joined as the rulebook joins them."""
    others = [outcome for layer, outcome in decision["layers"].items() if layer != "standard" and outcome]
    worst = min(others, key=_WORST_FIRST.index)
    return worst if worst != decision["outcome"] else ""


def _read_gap(gap: Mapping[str, Any]) -> Gap:
    shortfall, unit = gap["shortfall"], gap["unit"] or ""
    # Nobody can make up years that a patient lacks: those are told by the sentence alone.
    is_counted = bool(shortfall) and bool(unit) and not gap["code"].startswith("patient_age")
    return Gap(
        says=gap["says"],
        status=gap["status"],
        required=gap["required"] if is_counted else None,
        held=gap["held"] if is_counted else None,
        still=f"{shortfall} {unit.removesuffix('s') if shortfall == 1 else unit}" if is_counted else "",
        closes_with_time=gap["closes_with_time"],
        is_guidance=gap["layer"] == "standard",
        source=read_source(gap["citation"]),
    )


def _read_conditions(decision: Decision) -> tuple[Condition, ...]:
    says = {gap["code"]: gap["says"] for gap in reversed(decision["gaps"])}
    return tuple(
        Condition(
            key=one["code"],
            says=shorten(says.get(one["code"], one["code"])),
            is_about_practitioner=one["about"] == "practitioner",
            field_id=_AGE_FIELD if one["code"].startswith("patient_age_") else _FROM_FORM.get(one["code"], ""),
        )
        for one in decision["conditions_about"]
    )


def _group_duties(duties: Sequence[Mapping[str, Any]]) -> tuple[DutiesBySource, ...]:
    by_source: dict[SourceText | None, list[DutyText]] = {}
    for duty in duties:
        told = DutyText(name_key(duty["kind"]), duty["says"])
        by_source.setdefault(read_source(duty["citation"]), []).append(told)
    return tuple((source, tuple(told)) for source, told in by_source.items())


def _basis_order(basis: Mapping[str, Any]) -> tuple[bool, str, str, str]:
    return basis["kind"] != "licence", basis["jurisdiction"], basis["profession"], basis["number"] or ""


def _chosen_index(decision: Decision) -> int:
    """Where the chosen basis stands among all: findings of a basis have its place in their path."""
    if decision["basis"] is None:
        return -1
    chosen = _basis_order(decision["basis"])
    return sum(_basis_order(other) < chosen for other in decision["other_bases"])


def _read_other_bases(decision: Decision, chosen: str) -> tuple[OtherBasis, ...]:
    prefixes = [f"bases/{index}/" for index in range(len(decision["other_bases"]) + 1) if f"bases/{index}/" != chosen]
    return tuple(
        OtherBasis(_name_basis(other), other["outcome"], _reasons_below(decision["findings"], prefix))
        for other, prefix in zip(decision["other_bases"], prefixes, strict=False)
    )


def _reasons_below(findings: Sequence[Finding], prefix: str) -> tuple[Reason, ...]:
    found = [finding for finding in findings if finding["path"].startswith(prefix)]
    return read_reasons(found, found)  # gaps are told for the chosen basis alone, so no way here is known to be spare


def _name_basis(basis: Mapping[str, Any]) -> str:
    number = f", number {basis['number']}" if basis["number"] else ""
    return f"{basis['kind'].capitalize()} in {basis['jurisdiction']}: {name_profession(basis['profession'])}{number}"


def _read_fine_print(decision: Decision) -> tuple[tuple[str, str], ...]:
    law, standard, policy = decision["law"], decision["standard"], decision["policy"]
    return (
        (
            "Law",
            f"{law['digest'][:23]}, evidence floor {law['evidence_floor']}, review after {law['review_months']} months",
        ),
        ("Standard", f"{standard['name']} (guidance, not law)" if standard else "left out"),
        ("Clinic policy", str(policy["id"]) if policy else ""),
        ("Engine", str(decision["engine"])),
        ("Asked on", str(decision["asked_on"])),
        ("What the registry knew at", str(decision["known_at"])),
    )
