"""What any engine for this question must keep, whatever the law and whoever the person."""

import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from rulebook.law import EVIDENCE, Law
from rulebook.question import UNDECLARABLE_KEYS
from rulebook.status import Status
from tests.rulebook.asking import ask_engine, law_of_world, prepare_engine
from tests.rulebook.builders import ON
from tests.rulebook.drawn_records import KEYS, RESTRICTIONS, REVIEWED, draw_item
from tests.rulebook.properties import holds_in_worlds
from tests.rulebook.reference_nodes import KEYS as ITEM_KEYS
from tests.rulebook.reference_nodes import plain_number
from tests.rulebook.worlds import draw_tree

Data = dict[str, Any]
CLONE = Path(__file__).resolve().parents[2]
REMOVABLE = ("licences", "privileges", "authorizations", "training", "exams", "certifications", "credentials")
LICENCE_KEY = ("jurisdiction", "profession", "number")


def outcome(world: Data, law: Law | None = None) -> Status:
    return prepare_engine(world, law).judge(ON).status


def key_of(kind: str, item: Data) -> tuple[Any, ...]:
    parts = LICENCE_KEY if kind == "licences" else ITEM_KEYS[kind]
    return tuple(plain_number(item[part]) if part == "number" else item[part] for part in parts)


def told_once(world: Data) -> Data:
    """The world with one telling of each thing: the laws on adding and removing speak of those."""
    record = {kind: {key_of(kind, one): one for one in items} for kind, items in world["record"].items()}
    return {**world, "record": {kind: list(items.values()) for kind, items in record.items()}}


def with_list(world: Data, kind: str, items: list[Data]) -> Data:
    return {**world, "record": {**world["record"], kind: items}}


@holds_in_worlds(300)
def test_removing_what_is_held_never_raises_the_outcome(world: Data, random: Random) -> None:
    world, law = told_once(world), law_of_world(world)
    before = outcome(world, law)
    for kind in REMOVABLE:
        items = world["record"][kind]
        for index in range(len(items)):
            assert outcome(with_list(world, kind, items[:index] + items[index + 1 :]), law) <= before, kind


@holds_in_worlds(200)
def test_a_suspension_revocation_or_restriction_never_raises_the_outcome(world: Data, random: Random) -> None:
    world, law = told_once(world), law_of_world(world)
    before = outcome(world, law)
    for kind in ("licences", "privileges", "authorizations", "certifications"):
        items = world["record"][kind]
        for index, item in enumerate(items):
            # For all time, in place of what was there: what overlaps may not be recorded.
            spans = [{"status": random.choice(("suspended", "revoked")), "from": "1900-01-01", "until": None}]
            worse = [item | {"statuses": spans}]
            if kind == "licences":
                added = {"kind": random.choice(RESTRICTIONS), "from": "2026-06-15", "until": "2026-06-16"}
                worse.append(item | {"restrictions": [*item["restrictions"], added]})
            for one in worse:
                assert outcome(with_list(world, kind, [*items[:index], one, *items[index + 1 :]]), law) <= before


@holds_in_worlds(300)
def test_adding_what_may_be_asked_never_lowers_the_outcome(world: Data, random: Random) -> None:
    world, law = told_once(world), law_of_world(world)
    before = outcome(world, law)
    for kind in ("training", "exams", "authorizations", "credentials", "certifications", "continuing_education"):
        items = world["record"][kind]
        item = draw_item(random, kind) | {"assurance": "register", "checked_on": None, "order": 500}
        if key_of(kind, item) not in {key_of(kind, one) for one in items}:
            assert outcome(with_list(world, kind, [*items, item]), law) >= before, kind
    vouched = (*world["question"]["attested"], random.choice((*KEYS, *REVIEWED, "child_assent")))
    assert outcome({**world, "question": {**world["question"], "attested": vouched}}, law) >= before


def shuffled(world: Data, random: Random) -> Data:
    """The same world told in another order: facts, provisions, requirements, bands, keys."""

    def turn(value: Any) -> Any:
        if isinstance(value, dict):
            # The regions of a leaf are told as its file has them.
            return {key: inner if key == "regions" else turn(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return random.sample([turn(inner) for inner in value], len(value))
        return value

    return turn(world)


def with_parts(world: Data, **parts: Any) -> Data:
    return {**world, **parts}


def gist(world: Data) -> tuple[Any, ...]:
    decision = ask_engine(world)
    findings = {
        (one.code, one.layer, one.status, one.required, one.held, one.unit, frozenset(one.evidence), one.citation)
        for one in decision.findings
    }
    return decision.outcome, findings, decision.horizon


@holds_in_worlds(300)
def test_order_never_matters(world: Data, random: Random) -> None:
    for kind, items in world["record"].items():
        for index, item in enumerate(items):
            item["id"] = f"{kind}-{index}"
    other = shuffled(world, random)
    assert gist(other) == gist(world)


@holds_in_worlds(300)
def test_more_strictness_never_raises_the_outcome(world: Data, random: Random) -> None:
    before = outcome(world)
    higher = EVIDENCE[EVIDENCE.index(world["floor"]) :]
    assert outcome(with_parts(world, floor=random.choice(higher))) <= before
    assert outcome(with_parts(world, months=random.randint(1, world["months"]))) <= before
    assert outcome(with_parts(world, asked_on="2031-01-01")) <= before


@holds_in_worlds(200)
def test_a_policy_can_only_add_requirements(world: Data, random: Random) -> None:
    if world["site"] is not None:
        lenient = with_parts(world, site={**world["site"], "versions": []})
        assert outcome(world) <= outcome(lenient)


@holds_in_worlds(200)
def test_another_policy_in_force_never_raises_the_outcome(world: Data, random: Random) -> None:
    bare = {"versions": [], "declarations": (world["site"] or {}).get("declarations", [])}
    ruled = {**bare, "versions": [{"from": "1900-01-01", "until": None, "requires": draw_tree(random, is_policy=True)}]}
    assert outcome(with_parts(world, site=ruled)) <= outcome(with_parts(world, site=bare))


@holds_in_worlds(200)
def test_declarations_never_lower_the_outcome(world: Data, random: Random) -> None:
    ruled = world["site"] or {"versions": [], "declarations": []}
    bare = outcome(with_parts(world, site={**ruled, "declarations": []}))
    assert bare <= outcome(with_parts(world, site=ruled))
    keys = sorted({*KEYS, "informed_consent", "referral"})
    declared = [{"key": key, "from": "1900-01-01", "until": None} for key in keys]
    assert bare <= outcome(with_parts(world, site={**ruled, "declarations": declared}))


@holds_in_worlds(200)
def test_what_cannot_be_declared_changes_nothing(world: Data, random: Random) -> None:
    ruled = world["site"] or {"versions": [], "declarations": []}
    more = [{"key": key, "from": "1900-01-01", "until": None} for key in sorted(UNDECLARABLE_KEYS)]
    declared = {**ruled, "declarations": [*ruled["declarations"], *more]}
    assert gist(with_parts(world, site=declared)) == gist(with_parts(world, site=ruled))


@holds_in_worlds(200)
def test_a_place_or_profession_without_law_is_never_permitted(world: Data, random: Random) -> None:
    bare = deepcopy(world)
    bare["documents"] = [
        one for one in bare["documents"] if not world["question"]["jurisdiction"].startswith(one["jurisdiction"][:2])
    ]
    assert outcome(bare) <= Status.UNKNOWN
    other = deepcopy(world)
    for kind in ("licences", "privileges"):
        for item in other["record"][kind]:
            item["profession"] = "OST"
    assert outcome(other) <= Status.UNKNOWN


@holds_in_worlds(200)
def test_self_stated_facts_count_for_nothing(world: Data, random: Random) -> None:
    without = deepcopy(world)
    for kind, items in without["record"].items():
        for index, item in enumerate(items):
            item["id"] = f"{kind}-{index}"
    within = deepcopy(without)
    for kind, items in without["record"].items():
        without["record"][kind] = [item for item in items if item["assurance"] != "self_stated"]
    without["names"] = [name for name in without["names"] if name["assurance"] != "self_stated"]
    assert gist(within) == gist(without)


SCRIPT = """
import hashlib, json, random
from rulebook.telling import tell_decision
from tests.rulebook.asking import ask_engine
from tests.rulebook.worlds import draw_world
told = [tell_decision(ask_engine(draw_world(random.Random(seed)))) for seed in range(60)]
print(hashlib.sha256(json.dumps(told).encode()).hexdigest())
"""


def test_same_inputs_give_the_same_bytes_in_every_process() -> None:
    def run(seed: str) -> bytes:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=CLONE, env=environment, capture_output=True, check=True
        ).stdout

    assert run("1") == run("2")
