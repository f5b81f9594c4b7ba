"""The law as compiled: jurisdictions, their provisions and consent bands, in one pack with its own strictness."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rulebook.case import Band
from rulebook.explain import Sentences
from rulebook.findings import Citation
from rulebook.periods import day_after, shift_months
from rulebook.places import Places
from rulebook.question import KEYS_IN_USE, REVIEWED_KEYS
from rulebook.requirements.bedside import Attestation, Fixed
from rulebook.requirements.nodes import Node, Origin, Tree, plant
from rulebook.status import Status
from rulebook.trees import build_node

EVIDENCE = ("memory", "overview", "secondary", "primary")  # weakest first
POSITIONS = ("permitted", "conditional", "prohibited", "silent", "unknown")
CHILD_AGES_END = 18
_POSITION_CODES = {
    "permitted": ("law_permits", Status.MET),
    "prohibited": ("law_prohibits", Status.UNMET),
    "silent": ("law_silent", Status.UNKNOWN),
    "unknown": ("law_unread", Status.UNKNOWN),
}
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """What the law asks besides; told with the answer, changes no status."""

    kind: str
    says: str
    citation: Citation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One profession's law in one place over one period; `until` is the first day no longer in force."""

    id: str
    place: str
    profession: str
    starts: dt.date
    until: dt.date | None
    position: str
    duties: tuple[Duty, ...]
    overdue_from: dt.date | None
    current: Tree
    overdue: Tree
    document: Data

    def is_in_force(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.starts <= day and (self.until is None or day < self.until)

    def node(self, asked_on: dt.date) -> Tree:
        """Its tree for a question asked on that day: one that waits for review says so."""
        is_overdue = self.overdue_from is not None and asked_on >= self.overdue_from
        return self.overdue if is_overdue else self.current


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction:
    """A place with a law file."""

    code: str
    name: str
    time_zone: str | None
    age_of_majority: int | None
    bands: tuple[Band, ...]
    consent: tuple[tuple[Attestation, ...], ...]  # the leaves of each band, in the order of the bands
    provisions: Mapping[str, tuple[Provision, ...]]
    document: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A training standard: requirements for everyone, and besides for children. Guidance, not law."""

    name: str
    digest: str
    for_adults: Tree
    for_children: Tree
    document: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A compiled pack: every place, the evidence floor, the months until a review is due, the standards."""

    digest: str
    evidence_floor: str
    review_months: int
    places: Places
    jurisdictions: Mapping[str, Jurisdiction]
    standards: Mapping[str, Standard]
    keys: frozenset[str]
    statement_keys: frozenset[str]
    names: Mapping[str, str]
    local: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # see local_law, which fills it
    sentences: Sentences = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Its findings are said in its own names of places."""
        object.__setattr__(self, "sentences", Sentences(self.name_of))

    def name_of(self, place: str) -> str:
        """The name that a place's law file gives it, else the world's, else its code."""
        held = self.jurisdictions.get(place)
        return held.name if held else self.names.get(place, place)

    def time_zone_of(self, place: str) -> str:
        """The place's time zone, else its country's, else UTC."""
        held = (self.jurisdictions.get(code) for code in (place, place[:2]))
        return next((one.time_zone for one in held if one and one.time_zone), "UTC")

    def age_of_majority_in(self, place: str) -> int:
        """The age from which one consents as an adult: the place's, else its country's, else 18."""
        held = (self.jurisdictions.get(code) for code in (place, place[:2]))
        return next((one.age_of_majority for one in held if one and one.age_of_majority), CHILD_AGES_END)


def digest_of(content: object) -> str:
    """The digest of plain data: SHA-256 over JSON with sorted keys and no blanks."""
    told = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(told.encode()).hexdigest()


def compile_law(content: Data, parents: Mapping[str, str | None], names: Mapping[str, str] | None = None) -> Law:
    """Compile a pack's plain content: {jurisdictions, standards, evidence_floor, review_months}.

    `parents` and `names` are those of the world's codes of places; names stand in sentences and decide nothing.
    """
    floor, months = content["evidence_floor"], content["review_months"]
    held = {data["jurisdiction"]: compile_jurisdiction(data, floor, months) for data in content["jurisdictions"]}
    standards = {data["name"]: compile_standard(data) for data in content["standards"]}
    attestations = [leaf for node in _trees(held, standards) for leaf in node.leaves() if isinstance(leaf, Attestation)]
    needs = {leaf.key for place in held.values() for leaves in place.consent for leaf in leaves}
    return Law(
        digest=digest_of(content),
        evidence_floor=floor,
        review_months=months,
        places=Places(parents, frozenset(held)),
        jurisdictions=held,
        standards=standards,
        keys=KEYS_IN_USE | needs | {leaf.key for leaf in attestations},
        statement_keys=REVIEWED_KEYS | {leaf.key for leaf in attestations if leaf.about == "practitioner"},
        names=names or {},
    )


def _trees(held: Mapping[str, Jurisdiction], standards: Mapping[str, Standard]) -> list[Tree]:
    provisions = (one for place in held.values() for several in place.provisions.values() for one in several)
    return [*(one.current for one in provisions), *(standard.for_children for standard in standards.values())]


def compile_standard(data: Data) -> Standard:
    """A standard from its plain data."""
    origin = Origin("standard", read_citation(data.get("citation")))
    everyone = build_node(data["requires"], origin, f"{data['name']}/requires")
    children = [build_node(data["children"], origin, f"{data['name']}/children")] if data.get("children") else []
    return Standard(
        name=data["name"],
        digest=digest_of(data),
        for_adults=plant(everyone),
        for_children=plant(everyone, *children),
        document=data,
    )


def compile_jurisdiction(data: Data, floor: str, months: int) -> Jurisdiction:
    """A place from its plain data."""
    provisions: dict[str, list[Provision]] = {}
    for one in data["provisions"]:
        provision = _compile_provision(one, data, floor, months)
        provisions.setdefault(provision.profession, []).append(provision)
    return Jurisdiction(
        code=data["jurisdiction"],
        name=data["name"],
        time_zone=data["time_zone"],
        age_of_majority=data["age_of_majority"],
        bands=tuple(Band(band["from_age"], band["until_age"], tuple(band["needs"])) for band in data["consent"]),
        consent=_compile_consent(data),
        provisions={
            profession: tuple(sorted(several, key=lambda provision: provision.starts))
            for profession, several in provisions.items()
        },
        document=data,
    )


def _compile_consent(data: Data) -> tuple[tuple[Attestation, ...], ...]:
    """What each band needs, as leaves."""
    origins = [Origin("law", read_citation(band.get("citation")), data["jurisdiction"]) for band in data["consent"]]
    return tuple(
        tuple(Attestation(origin=origin, path=f"consent/{key}", key=key) for key in band["needs"])
        for band, origin in zip(data["consent"], origins, strict=True)
    )


def _compile_provision(data: Data, place: Data, floor: str, months: int) -> Provision:
    checked_on = dt.date.fromisoformat(data["checked_on"])
    citation = read_citation(data["citation"], evidence=data["evidence"], checked_on=checked_on)
    origin = Origin("law", citation, place["jurisdiction"])
    children = (_position_node(data, origin), *_weaknesses(data, origin, floor))
    reviewed = shift_months(checked_on, months)
    period = data["in_force"]
    return Provision(
        id=data["id"],
        place=place["jurisdiction"],
        profession=data["profession"],
        starts=dt.date.fromisoformat(period["from"]) if period["from"] else dt.date.min,
        until=dt.date.fromisoformat(period["until"]) if period["until"] else None,
        position=data["position"],
        duties=tuple(Duty(duty["kind"], duty["says"], citation) for duty in data["duties"]),
        overdue_from=day_after(reviewed) if reviewed else None,
        current=plant(*children),
        overdue=plant(*children, _fixed(data, origin, "law_review_overdue")),
        document=data,
    )


def _position_node(data: Data, origin: Origin) -> Node:
    if data["position"] == "conditional":
        return build_node(data["requires"], origin, f"{data['id']}/requires")
    word, status = _POSITION_CODES[data["position"]]
    return _fixed(data, origin, word, status)


def _weaknesses(data: Data, origin: Origin, floor: str) -> list[Node]:
    weak: list[Node] = []
    if not data["complete"]:
        weak.append(_fixed(data, origin, "law_partly_read"))
    if EVIDENCE.index(data["evidence"]) < EVIDENCE.index(floor):
        weak.append(_fixed(data, origin, "law_evidence_too_weak"))
    return weak


def _fixed(data: Data, origin: Origin, word: str, status: Status = Status.UNKNOWN) -> Fixed:
    return Fixed(
        origin=origin,
        path=f"{data['id']}/{word}",
        word=word,
        fixed=status,
        says=data["says"],
        profession=data["profession"],
    )


def read_citation(
    data: Data | None, *, evidence: str | None = None, checked_on: dt.date | None = None
) -> Citation | None:
    """A citation from its plain data."""
    return Citation(data["text"], data.get("url"), evidence, checked_on) if data else None
