"""Checks a requirement tree as written in a law file, a standard or a policy."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rulebook.facts import REGIONS
from rulebook.located import Faults, Map

_KEY = re.compile(r"[a-z][a-z0-9_]*")
Test = Callable[[Any], bool]


def is_whole(value: object) -> bool:
    """A whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def _is_positive(value: Any) -> bool:
    return is_whole(value) and 0 < value < 1_000_000


def _are_hours(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1_000_000:
        return False
    return Decimal(str(value)) * 100 % 1 == 0


def is_text(value: object) -> bool:
    """A text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def _one_of(*words: str) -> tuple[Test, str]:
    return (lambda value: isinstance(value, str) and value in words), "must be one of " + ", ".join(words)


def _are_regions(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(one in REGIONS for one in value)


_POSITIVE = (_is_positive, "must be a whole number above 0")
_HOURS = (_are_hours, "must be a number above 0 with at most two decimals")
_TEXT = (is_text, "must be a text")
_FLAG = (lambda value: isinstance(value, bool), "must be true or false")
_KEYWORD = (lambda value: isinstance(value, str) and _KEY.fullmatch(value) is not None, "must be in lower_snake")


@dataclass(frozen=True, slots=True)
class LeafForm:
    """The parameters of a kind of leaf."""

    required: tuple[str, ...]
    parameters: Mapping[str, tuple[Test, str]]


FORMS: dict[str, LeafForm] = {
    "training_hours": LeafForm(
        ("minimum",),
        {
            "minimum": _HOURS,
            "part": _one_of("didactic", "practical"),
            "delivery": _one_of("in_person", "live", "live_online", "online"),
            "subject": _one_of("dry_needling", "foundation", "any"),
            "approved_by_jurisdiction": _FLAG,
        },
    ),
    "supervised_sessions": LeafForm(("minimum",), {"minimum": _POSITIVE}),
    "years_licensed": LeafForm(("minimum",), {"minimum": _POSITIVE, "in_jurisdiction": _FLAG}),
    "exam_passed": LeafForm(("form",), {"form": _one_of("written", "practical")}),
    "certification": LeafForm((), {"patient_group": _one_of("adult", "child", "asked"), "level": _TEXT}),
    "board_authorization": LeafForm((), {"title": _TEXT}),
    "board_approved_course": LeafForm((), {}),
    "credential_held": LeafForm(("title",), {"title": _TEXT}),
    "continuing_education": LeafForm(("minimum", "months"), {"minimum": _HOURS, "months": _POSITIVE}),
    "patient_age": LeafForm(("minimum",), {"minimum": _POSITIVE}),
    "body_region": LeafForm(
        ("regions",), {"regions": (_are_regions, "must be a list of regions: " + " ".join(REGIONS))}
    ),
    "attestation": LeafForm(("key",), {"key": _KEYWORD, "says": _TEXT, "about": _one_of("treatment", "practitioner")}),
    "parental_consent": LeafForm((), {}),
    "licence_checked": LeafForm(("within_months",), {"within_months": _POSITIVE}),
    "unread": LeafForm((), {"says": _TEXT}),
}


def check_tree(node: Any, line: int, faults: Faults, *, is_policy: bool = False, depth: int = 0) -> int:
    """Note every fault of a tree; returns how many leaves it has."""
    if not isinstance(node, Map):
        faults.add(line, "a requirement must be a mapping")
        return 0
    if "kind" in node:
        _check_leaf(node, faults, is_policy)
        return 1
    if set(node) not in ({"all_of"}, {"any_of"}):
        faults.add(node.line, "a requirement is a leaf with a kind, or all_of or any_of alone")
        return 0
    (joint, children), *_ = node.items()
    if not isinstance(children, list) or (joint == "any_of" and not children):
        faults.add(node.line, f"{joint} must be a list" + ("" if joint == "all_of" else " and not empty"))
        return 0
    if depth > 20:
        faults.add(node.line, "the tree is more than twenty levels deep")
        return 0
    return sum(check_tree(one, node.line, faults, is_policy=is_policy, depth=depth + 1) for one in children)


def _check_leaf(node: Map, faults: Faults, is_policy: bool) -> None:
    kind = node["kind"]
    form = FORMS.get(kind) if isinstance(kind, str) else None
    if form is None or (kind == "licence_checked" and not is_policy):
        wrong = "only a policy may ask for licence_checked" if form else f"unknown kind of leaf {kind!r}"
        faults.add(node.line_of("kind"), wrong)
        return
    for name in form.required:
        if node.get(name) is None:
            faults.add(node.line, f"{kind}: {name} is missing")
    for name, value in node.items():
        if name == "cite":
            if not is_text(value):
                faults.add(node.line_of(name), f"{kind}: cite must be a text")
        elif name != "kind" and name not in form.parameters:
            faults.add(node.line_of(name), f"{kind}: unknown parameter {name!r}")
        elif name != "kind" and value is not None and not form.parameters[name][0](value):
            faults.add(node.line_of(name), f"{kind}: {name} {form.parameters[name][1]}")
