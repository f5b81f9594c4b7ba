"""A requirement tree in plain words: what someone must have before they may needle."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from law.web.words import name_key

Leaf = Mapping[str, Any]
_SUBJECTS = {
    "dry_needling": "dry needling training",
    "foundation": "foundation training",
    "any": "training of any subject",
}
_PARTS = {"didactic": "theory", "practical": "practice"}
_DELIVERIES = {
    "in_person": "in person",
    "live_online": "live online",
    "online": "online",
    "live": "live, in person or online",
}


@dataclass(frozen=True, slots=True)
class RequirementText:
    """One node to show: a sentence, and what stands below it where it joins others."""

    says: str
    children: tuple["RequirementText", ...] = ()
    cite: str | None = None
    is_open: bool = False
    """Whether nobody read what this asks, so that it can never be met here."""


def describe_requirements(tree: Leaf) -> RequirementText:
    """A tree of a law file as sentences, in its order."""
    if "all_of" in tree:
        return _describe_join("All of these:", tree["all_of"])
    if "any_of" in tree:
        return _describe_join("One of these:", tree["any_of"])
    kind = str(tree["kind"])
    describe = _KINDS.get(kind)
    says = describe(tree) if describe else name_key(kind)
    return RequirementText(says, cite=tree.get("cite"), is_open=kind == "unread")


def may_be_met(tree: Leaf) -> bool:
    """Whether any way through the tree leads past what nobody read."""
    if "all_of" in tree:
        return all(may_be_met(child) for child in tree["all_of"])
    if "any_of" in tree:
        return any(may_be_met(child) for child in tree["any_of"])
    return bool(tree["kind"] != "unread")


def _describe_join(title: str, children: Sequence[Leaf]) -> RequirementText:
    if len(children) == 1:
        return describe_requirements(children[0])
    return RequirementText(title, tuple(describe_requirements(child) for child in children))


def _describe_hours(leaf: Leaf) -> str:
    subject = _SUBJECTS.get(leaf.get("subject", "dry_needling"), "training")
    filters = [_PARTS.get(leaf.get("part", ""), ""), _DELIVERIES.get(leaf.get("delivery", ""), "")]
    told = ", ".join(word for word in filters if word)
    approved = ", approved by this place's board" if leaf.get("approved_by_jurisdiction") else ""
    return f"{_count(leaf['minimum'], 'hour')} of {subject}{f' ({told})' if told else ''}{approved}"


def _describe_years(leaf: Leaf) -> str:
    where = " in this place" if leaf.get("in_jurisdiction") else ""
    return f"{_count(leaf['minimum'], 'year')} with a licence of the profession{where}"


def _describe_certification(leaf: Leaf) -> str:
    group = leaf.get("patient_group")
    level = f" at the level “{leaf['level']}”" if leaf.get("level") else ""
    cover = {
        "asked": " that covers the patient's group",
        "adult": " that covers adults",
        "child": " that covers children",
    }
    return f"A current certification{level}{cover.get(str(group), '')}"


def _describe_authorization(leaf: Leaf) -> str:
    title = leaf.get("title")
    return f"The board's own permission: {title}" if title else "The board's own permission to needle"


def _describe_attestation(leaf: Leaf) -> str:
    says = str(leaf.get("says") or name_key(str(leaf.get("key", "")))).rstrip(".")
    return f"Someone vouches: {says}"


def _describe_regions(leaf: Leaf) -> str:
    return f"Only these parts of the body: {', '.join(leaf.get('regions', ()))}"


def _count(number: Any, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_KINDS: dict[str, Callable[[Leaf], str]] = {
    "training_hours": _describe_hours,
    "supervised_sessions": lambda leaf: _count(leaf["minimum"], "supervised needling session"),
    "years_licensed": _describe_years,
    "exam_passed": lambda leaf: f"A {leaf['form']} examination passed",
    "certification": _describe_certification,
    "board_authorization": _describe_authorization,
    "board_approved_course": lambda _leaf: "A course that this place's board approved",
    "credential_held": lambda leaf: f"Holds: {leaf['title']}",
    "continuing_education": lambda leaf: (
        f"{_count(leaf['minimum'], 'hour')} of continuing education in the last {_count(leaf['months'], 'month')}"
    ),
    "patient_age": lambda leaf: f"The patient is at least {leaf['minimum']} years old",
    "body_region": _describe_regions,
    "attestation": _describe_attestation,
    "parental_consent": lambda _leaf: "A parent's or guardian's consent",
    "unread": lambda leaf: f"Not read yet: {leaf['says']}",
}
