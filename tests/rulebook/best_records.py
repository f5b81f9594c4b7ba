"""From a provision's tree as written: the ways of meeting it, and the record that meets a way, or all but one leaf.

Written from the law file's text, not from the engine, so that the two can disagree.
"""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.facts import (
    REGIONS,
    Authorization,
    Certification,
    ContinuingEducation,
    ExamPass,
    Facts,
    HourPart,
    Licence,
    OtherCredential,
    Training,
)
from rulebook.periods import shift_years
from tests.rulebook.records import HEAD

Cell = tuple[str, str, str]  # part, delivery, subject
CELLS: tuple[Cell, ...] = tuple(
    itertools.product(("didactic", "practical"), ("in_person", "live_online", "online"), ("dry_needling", "foundation"))
)
GROUPS = ("adult", "child")


@dataclass(frozen=True)
class PlacedLeaf:
    """A leaf with its path in the tree; `choice` is the path of the outermost any_of above it, if there is one."""

    path: str
    choice: str | None
    data: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.data["kind"])


def ways_of(tree: Mapping[str, Any], path: str, choice: str | None = None) -> Iterator[tuple[PlacedLeaf, ...]]:
    """Every way of meeting a tree: of each any_of one child, of each all_of every child. Unread leaves bar a way."""
    if "kind" in tree:
        if tree["kind"] != "unread":
            yield (PlacedLeaf(path, choice, tree),)
        return
    (joint, children), *_ = tree.items()
    below = choice or (path if joint == "any_of" else None)
    several = [tuple(ways_of(child, f"{path}/{joint}/{i}", below)) for i, child in enumerate(children)]
    if joint == "any_of":
        yield from itertools.chain.from_iterable(several)
        return
    for combination in itertools.product(*several):
        yield tuple(itertools.chain.from_iterable(combination))


def leaves_of(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every leaf as written."""
    if "kind" in tree:
        yield tree
        return
    for children in tree.values():
        for child in children:
            yield from leaves_of(child)


@dataclass(frozen=True)
class Best:
    """A record with what is vouched for and the region needled."""

    facts: Facts
    attested: tuple[str, ...]
    body_region: str
    age: int


def best_for(
    leaves: tuple[PlacedLeaf, ...], *, place: str, profession: str, day: dt.date, short_of: PlacedLeaf | None = None
) -> Best:
    """What meets every leaf on the day, just so; `short_of` names one that is missed, by as little as can be."""
    kept = [leaf.data for leaf in leaves if leaf is not short_of]
    missed = short_of.data if short_of else {"kind": "none"}
    facts = Facts(
        licences=_licences(kept, missed, place, profession, day),
        authorizations=tuple(
            Authorization(
                *HEAD, jurisdiction=place, profession=profession, title=leaf.get("title", "permit"), issued_on=day
            )
            for leaf in _of_kind(kept, "board_authorization")
        ),
        training=_training(kept, missed, place, day),
        exams=tuple(
            ExamPass(*HEAD, form=leaf["form"], of="DN", passed_on=day) for leaf in _of_kind(kept, "exam_passed")
        ),
        certifications=tuple(
            Certification(
                *HEAD,
                issuer="I",
                title="T",
                number=str(i),
                issued_on=day,
                level=leaf.get("level"),
                patient_groups=GROUPS,
            )
            for i, leaf in enumerate(_of_kind(kept, "certification"))
        ),
        credentials=tuple(
            OtherCredential(*HEAD, title=leaf["title"], issued_on=day) for leaf in _of_kind(kept, "credential_held")
        ),
        education=tuple(
            ContinuingEducation(*HEAD, hundredths=round(leaf["minimum"] * 100), completed_on=day, subject=f"S{i}")
            for i, leaf in enumerate(_of_kind(kept, "continuing_education"))
        ),
    )
    return Best(facts, _attested(kept), _region(kept, missed), _age(missed))


def _attested(kept: list[Mapping[str, Any]]) -> tuple[str, ...]:
    keys = [leaf["key"] for leaf in _of_kind(kept, "attestation")]
    return (*keys, *("parental_consent" for _ in _of_kind(kept, "parental_consent")))


def _of_kind(leaves: list[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [leaf for leaf in leaves if leaf["kind"] == kind]


def _licences(
    kept: list[Mapping[str, Any]], missed: Mapping[str, Any], place: str, profession: str, day: dt.date
) -> tuple[Licence, ...]:
    """The licence here, as young as the law allows; a second one elsewhere where only the years here are missed."""
    years = max((leaf["minimum"] for leaf in _of_kind(kept, "years_licensed")), default=0)
    is_short = missed["kind"] == "years_licensed"
    asked = missed["minimum"] if is_short else years
    # The day after, that many years ago: its anniversary comes one day too late.
    issued_on = shift_years(day + dt.timedelta(days=is_short), -asked)
    licences = [
        Licence("licence-1", *HEAD[1:], jurisdiction=place, profession=profession, number="1", issued_on=issued_on)
    ]
    if is_short and missed.get("in_jurisdiction") and years:
        earlier = shift_years(day, -years)
        licences.append(Licence(*HEAD, jurisdiction="XX", profession=profession, number="2", issued_on=earlier))
    return tuple(licences)


def _matches(leaf: Mapping[str, Any], cell: Cell) -> bool:
    part, delivery, subject = cell
    asked = leaf.get("delivery")
    return (
        leaf.get("part") in (None, part)
        and leaf.get("subject", "dry_needling") in ("any", subject)
        and (asked in (None, delivery) or (asked == "live" and delivery != "online"))
    )


def _plan_hours(kept: list[Mapping[str, Any]], missed: Mapping[str, Any]) -> dict[Cell, int]:
    """Hundredths of hours by cell: every leaf kept is met; the one missed lacks a hundredth."""
    plan = dict.fromkeys(CELLS, 0)
    is_short = missed["kind"] == "training_hours"
    for leaf in sorted(_of_kind(kept, "training_hours"), key=lambda leaf: sum(_matches(leaf, cell) for cell in CELLS)):
        cells = [cell for cell in CELLS if _matches(leaf, cell)]
        lacking = round(leaf["minimum"] * 100) - sum(plan[cell] for cell in cells)
        outside = [cell for cell in cells if is_short and not _matches(missed, cell)]
        plan[(outside or cells)[0]] += max(lacking, 0)
    if is_short:
        cells = [cell for cell in CELLS if _matches(missed, cell)]
        excess = sum(plan[cell] for cell in cells) - (round(missed["minimum"] * 100) - 1)
        for cell in cells:
            taken = min(excess, plan[cell])
            plan[cell] -= taken
            excess -= taken
    return plan


def _training(
    kept: list[Mapping[str, Any]], missed: Mapping[str, Any], place: str, day: dt.date
) -> tuple[Training, ...]:
    hours = tuple(
        HourPart(hundredths=hundredths, part=part, delivery=delivery, subject=subject)
        for (part, delivery, subject), hundredths in _plan_hours(kept, missed).items()
        if hundredths
    )
    sessions = max((leaf["minimum"] for leaf in _of_kind(kept, "supervised_sessions")), default=0)
    if missed["kind"] == "supervised_sessions":
        sessions = missed["minimum"] - 1
    needs_approval = _of_kind(kept, "board_approved_course") or any(
        leaf.get("approved_by_jurisdiction") for leaf in kept
    )
    return (
        Training(
            *HEAD,
            provider="P",
            course="DN",
            completed_on=day,
            hours=hours,
            supervised_sessions=sessions,
            approved_by=(place,) if needs_approval else (),
        ),
    )


def _region(kept: list[Mapping[str, Any]], missed: Mapping[str, Any]) -> str:
    allowed = [set(leaf["regions"]) for leaf in _of_kind(kept, "body_region")]
    if missed["kind"] == "body_region":
        allowed.append(set(REGIONS) - set(missed["regions"]))
    return sorted(set(REGIONS).intersection(*allowed))[0]


def _age(missed: Mapping[str, Any]) -> int:
    return missed["minimum"] - 1 if missed["kind"] == "patient_age" else 40
