"""The engine and the naive reference, each written from the same text, agree on every world drawn."""

from random import Random
from typing import Any

import pytest

from rulebook.decision import Decision
from rulebook.findings import Finding
from rulebook.telling import tell_layers
from tests.rulebook.asking import ask_engine, ask_reference
from tests.rulebook.properties import holds_in_worlds
from tests.rulebook.worlds import draw_world

BLOCK = 150


def told_by_engine(decision: Decision) -> dict[str, Any]:
    chosen = decision.judgement.chosen
    gaps = [(gap.code, gap.layer, gap.status.word) for gap in decision.gaps]
    return {
        "outcome": decision.outcome.value,
        "findings": {(one.code, one.layer, one.status.word, stated(one)) for one in decision.findings},
        "basis": chosen and rank(chosen.basis),
        "other_bases": [(rank(one.basis), one.status) for one in decision.judgement.bases if one is not chosen],
        "gaps": comparable(gaps),
        "conditions": {code for code, _ in decision.conditions},
        "layers": {name: outcome for name, outcome in tell_layers(decision).items() if outcome is not None},
    }


def stated(finding: Finding) -> frozenset[str]:
    """The statements that it rests on."""
    return frozenset(id_ for id_ in finding.evidence if id_.startswith("statements-"))


def rank(basis: Any) -> tuple[int, str, str, str]:
    return int(basis.kind == "privilege"), basis.jurisdiction, basis.profession, basis.number


def comparable(gaps: list[tuple[str, str, str]]) -> tuple[list[Any], list[Any]]:
    """Gaps in their order; several tellings of one licence may stand in any."""
    return sorted(gap for gap in gaps if gap[1] == "licence"), [gap for gap in gaps if gap[1] != "licence"]


def told_by_reference(world: dict[str, Any]) -> dict[str, Any]:
    told = ask_reference(world).decide()
    told["gaps"], told["conditions"] = comparable(told["gaps"]), set(told["conditions"])
    told["layers"] = {name: outcome for name, outcome in told["layers"].items() if outcome is not None}
    return told


def compare(world: dict[str, Any]) -> None:
    mine, told = told_by_engine(ask_engine(world)), told_by_reference(world)
    words = {0: "refused", 1: "undetermined", 2: "conditional", 3: "permitted"}
    mine["other_bases"] = [(basis, words[status]) for basis, status in mine["other_bases"]]
    assert mine == told


@pytest.mark.parametrize("start", range(0, 12 * BLOCK, BLOCK))
def test_both_find_the_same_in_worlds_from_seed(start: int) -> None:
    for seed in range(start, start + BLOCK):
        try:
            compare(draw_world(Random(seed)))
        except AssertionError as error:
            error.add_note(f"the world of Random({seed})")
            raise


@holds_in_worlds(100, shrinks=True)
def test_both_find_the_same_in_worlds_that_shrink(world: dict[str, Any], random: Random) -> None:
    compare(world)


def test_the_worlds_show_every_outcome_often() -> None:
    outcomes = [ask_reference(draw_world(Random(seed))).decide()["outcome"] for seed in range(300)]
    seen = {word: outcomes.count(word) for word in ("refused", "undetermined", "conditional", "permitted")}
    assert min(seen.values()) >= 8, seen
