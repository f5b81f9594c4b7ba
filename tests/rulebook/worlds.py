"""Worlds drawn at random: a law of any shape, a person with any record, a question. For the properties.

`draw_world` takes a `random.Random`: a seeded one draws thousands of worlds in a second, and that of
`hypothesis.strategies.randoms` shrinks what it finds. Few places, keys and days, so that things meet.
"""

import datetime as dt
from itertools import pairwise
from random import Random
from typing import Any

from tests.rulebook.builders import ASKED_ON, ON, place, provision
from tests.rulebook.drawn_records import (
    ASSURANCES,
    KEYS,
    PLACES,
    REVIEWED,
    draw_day,
    draw_period,
    draw_record,
    good_record,
    some,
)

Data = dict[str, Any]
NAMES = ("Ada Okafor", "Ada Smith", "Zoë O’Brien-Núñez", "ZOE NUNEZ", "42", "Ada")
REGIONS = (["shoulder", "knee"], ["foot"])


def draw_world(random: Random) -> Data:
    """Two in three are smoothed, for a world of pure chance refuses nearly always."""
    world = _draw_any(random)
    if random.random() < 0.67:
        smooth(random, world)
    return world


def smooth(random: Random, world: Data) -> None:
    """Make most of what stands in the way go away: the law mostly permits, the person mostly has what it asks."""
    for held in (one for document in world["documents"] for one in document["provisions"]):
        if random.random() < 0.9:
            held |= {"complete": True, "evidence": "primary", "checked_on": "2026-11-22"}
        if held["position"] in ("silent", "unknown", "prohibited") and random.random() < 0.8:
            held["position"] = "permitted"
    for kind, items in good_record().items():
        for item in items:
            if random.random() < 0.9:
                world["record"][kind].append(item | {"assurance": "register", "checked_on": "2026-06-01", "order": 100})
    if random.random() < 0.7:
        world["record"]["licences"] = world["record"]["licences"][-3:]
        world["question"]["attested"] = (*KEYS, *REVIEWED, "child_assent")
    if random.random() < 0.9:
        world["question"]["name"] = None


def _draw_any(random: Random) -> Data:
    places = [draw_place(random, code) for code in PLACES if random.random() < 0.8]
    return {
        "documents": places,
        "record": draw_record(random),
        "names": [{"text": one, "assurance": random.choice(ASSURANCES)} for one in some(random, NAMES, 2)],
        "question": draw_question(random),
        "standard": draw_standard(random) if random.random() < 0.5 else None,
        "site": draw_site(random) if random.random() < 0.4 else None,
        "asked_on": (ASKED_ON + dt.timedelta(random.choice((-400, 0, 0, 1)))).isoformat(),
        "floor": random.choice(("memory", "secondary", "secondary", "primary")),
        "months": random.choice((1, 12, 12)),
    }


def draw_question(random: Random) -> Data:
    patient: Data = {"group": random.choice(("adult", "child"))}
    if random.random() < 0.5:
        patient = {"age": random.choice((0, 11, 12, 13, 15, 16, 17, 18, 19, 40))}
    asked: Data = {"jurisdiction": random.choice(("XB-1", "XB-1", "XB", "XA")), "on": ON.isoformat(), **patient}
    asked["attested"] = tuple(some(random, (*KEYS, *REVIEWED, "child_assent"), 5))
    asked["body_region"] = random.choice((None, "knee", "foot"))
    asked["name"] = random.choice((None, None, None, *NAMES, "ada", ""))
    return asked


def draw_place(random: Random, code: str) -> Data:
    """A law file: for each profession a few periods, some of them with a gap after them."""
    held = []
    for profession in ("PT", "AT"):
        turns: list[str | None] = [None, *sorted({draw_day(random) for _ in range(random.choice((0, 0, 1, 2)))}), None]
        for index, (starts, until) in enumerate(pairwise(turns)):
            if random.random() < 0.8:
                identity = f"{code.lower()}-{profession}-{index}"
                held.append(draw_provision(random, profession) | {"id": identity})
                held[-1]["in_force"] = {"from": starts, "until": until}
    majority = random.choice((18, 18, 16, None))
    return place(code, *held, consent=draw_bands(random), age_of_majority=majority)


def draw_provision(random: Random, profession: str) -> Data:
    position = random.choice(
        ("permitted", "permitted", "conditional", "conditional", "silent", "prohibited", "unknown")
    )
    drawn = provision(position, profession)
    if position == "conditional":
        drawn["requires"] = {"all_of": [draw_leaf(random), *draw_children(random, 0)]}
    drawn["complete"] = random.random() < 0.9
    drawn["evidence"] = random.choice(("primary", "primary", "secondary", "overview", "memory"))
    drawn["checked_on"] = random.choice(("2026-11-22", "2026-11-22", "2025-11-22", "2025-11-21"))
    return drawn


def draw_bands(random: Random) -> list[Data]:
    if random.random() < 0.5:
        return []
    ages = sorted(random.sample((0, 12, 14, 16, 18, 20), 3))
    pairs = list(pairwise(ages))
    needs = ("parental_consent", "child_assent", "minor_own_consent")
    return [
        {"from_age": low, "until_age": high, "needs": some(random, needs, 2) or ["child_assent"]} for low, high in pairs
    ]


def draw_tree(random: Random, depth: int = 0, *, is_policy: bool = False) -> Data:
    if depth < 3 and random.random() < 0.4:
        joint = random.choice(("all_of", "any_of"))
        children = draw_children(random, depth, is_policy=is_policy)
        return {joint: children or [draw_leaf(random)]}
    if is_policy and random.random() < 0.2:
        return {"kind": "licence_checked", "within_months": random.choice((1, 6, 12))}
    return draw_leaf(random)


def draw_children(random: Random, depth: int, *, is_policy: bool = False) -> list[Data]:
    return [draw_tree(random, depth + 1, is_policy=is_policy) for _ in range(random.randint(0, 3))]


def draw_leaf(random: Random) -> Data:
    kind = random.choice(sorted(LEAVES))
    leaf = {"kind": kind} | {name: random.choice(values) for name, values in LEAVES[kind].items()}
    if kind == "attestation":
        leaf["says"] = "vouched for"
    return {name: value for name, value in leaf.items() if value is not None}


LEAVES: dict[str, dict[str, tuple[Any, ...]]] = {
    "training_hours": {
        "minimum": (1, 24.5, 27, 50),
        "part": (None, None, "didactic", "practical"),
        "delivery": (None, None, "in_person", "live", "live_online", "online"),
        "subject": (None, None, "dry_needling", "foundation", "any"),
        "approved_by_jurisdiction": (None, None, True, False),
    },
    "supervised_sessions": {"minimum": (1, 10, 25)},
    "years_licensed": {"minimum": (1, 2, 11), "in_jurisdiction": (None, True, False)},
    "exam_passed": {"form": ("written", "practical")},
    "certification": {"patient_group": (None, "asked", "adult", "child"), "level": (None, None, "advanced")},
    "board_authorization": {"title": (None, None, "permit")},
    "board_approved_course": {},
    "credential_held": {"title": ("CPR", "DPT")},
    "continuing_education": {"minimum": (1, 4, 7.5), "months": (1, 6, 12, 24)},
    "patient_age": {"minimum": (12, 16, 18, 21)},
    "body_region": {"regions": REGIONS},
    "attestation": {"key": KEYS, "about": (None, "treatment", "practitioner")},
    "parental_consent": {},
    "unread": {"says": ("a rule that was not read",)},
}


def draw_standard(random: Random) -> Data:
    children = {"all_of": draw_children(random, 1)} if random.random() < 0.7 else None
    told = {"name": "trial", "requires": {"all_of": draw_children(random, 1)}, "children": children}
    return {key: value for key, value in told.items() if value is not None}


def draw_site(random: Random) -> Data:
    turns: list[str | None] = ["1900-01-01", *sorted({draw_day(random) for _ in range(random.choice((0, 1)))}), None]
    versions = [
        {"from": starts, "until": until, "requires": draw_tree(random, is_policy=True)}
        for starts, until in pairwise(turns)
        if random.random() < 0.8
    ]
    declared = [
        {"key": key, **draw_period(random)}
        for key in some(random, (*KEYS, *REVIEWED, "child_assent"), 3)
    ]  # fmt: skip
    return {"versions": versions, "declarations": declared}
