"""Reads a site's policy as somebody sends it: `read_policy` gives the clean tree, or every fault with its pointer.

What it gives is plain data as law files write requirement trees, fit to be stored and for `compile_policy_version`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.question import KEYS_IN_USE
from rulebook.reasons import list_reasons
from rulebook.tree_file import FORMS, LeafForm

MOST_DEEP = 20  # joints within joints, as in law files
MOST_LEAVES = 200
LONGEST_TEXT = 500
KINDS = tuple(kind for kind in FORMS if kind != "unread")  # what nobody read is no rule of one's own
_UNSPEAKABLE = re.compile("[\\0\ud800-\udfff]")  # no answer could be stored with them
# Words that answers give another meaning than "somebody vouches for it".
_TAKEN = frozenset(reason.code for reason in list_reasons()) - KEYS_IN_USE
_TAKEN_FORM = re.compile(r"patient_age_at_least_.*")


@dataclass(frozen=True, slots=True)
class TreeFault:
    """One thing wrong with a tree; `pointer` is an RFC 6901 JSON pointer into it, `says` a sentence."""

    pointer: str
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class RefusedTree:
    """Why a tree is no policy: every fault, not the first, in the tree's order."""

    faults: tuple[TreeFault, ...]


def read_policy(data: Any) -> dict[str, Any] | RefusedTree:
    """The requirement tree without what says nothing (nulls), or every fault of it.

    `data` is whatever a caller sent as JSON. `licence_checked` may be asked, `unread` may not. A policy asks for
    something: every joint has children.
    """
    faults = list(_faults_of(data, "", 0))
    if not faults and (leaves := sum(1 for _ in _leaves_of(data))) > MOST_LEAVES:
        faults.append(TreeFault("", "too_many", f"at most {MOST_LEAVES} requirements, not {leaves}"))
    return RefusedTree(tuple(faults)) if faults else _clean(data)


def _faults_of(node: Any, pointer: str, depth: int) -> Iterator[TreeFault]:
    if not isinstance(node, Mapping):
        yield TreeFault(pointer, "wrong_type", "a requirement is an object")
        return
    if "kind" in node:
        yield from _faults_of_leaf(node, pointer)
        return
    if set(node) not in ({"all_of"}, {"any_of"}):
        yield TreeFault(pointer, "not_one_requirement", "a requirement has a kind, or all_of or any_of alone")
        return
    ((joint, children),) = node.items()
    here = f"{pointer}/{joint}"
    if not isinstance(children, list):
        yield TreeFault(here, "wrong_type", f"{joint} is a list of requirements")
    elif not children:
        yield TreeFault(here, "empty", f"{joint} needs at least one requirement")
    elif depth >= MOST_DEEP:
        yield TreeFault(here, "too_deep", f"at most {MOST_DEEP} levels of nesting are kept")
    else:
        for place, child in enumerate(children):
            yield from _faults_of(child, f"{here}/{place}", depth + 1)


def _faults_of_leaf(leaf: Mapping[str, Any], pointer: str) -> Iterator[TreeFault]:
    kind = leaf["kind"]
    if not isinstance(kind, str) or kind not in KINDS:
        yield TreeFault(f"{pointer}/kind", "unknown_value", "one of: " + ", ".join(KINDS))
        return
    form = FORMS[kind]
    for name in form.required:
        if leaf.get(name) is None:
            yield TreeFault(f"{pointer}/{name}", "missing", f"{kind} needs {name}")
    for name, value in leaf.items():
        if name != "kind" and (fault := _fault_of_parameter(form, name, value)):
            yield TreeFault(f"{pointer}/{_escaped(name)}", *fault)


def _fault_of_parameter(form: LeafForm, name: str, value: Any) -> tuple[str, str] | None:
    """(code, sentence) of what is wrong with a parameter; null is as if it were left out."""
    if name != "cite" and name not in form.parameters:
        known = ", ".join((*form.parameters, "cite"))
        return "unknown_field", f"this kind of requirement has only: {known}"
    if value is None:
        return None
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return "too_long", f"at most {LONGEST_TEXT} characters"
    if isinstance(value, str) and _UNSPEAKABLE.search(value):
        return "unprintable", "NUL and half characters are not kept"
    if name == "cite":
        return None if isinstance(value, str) and value.strip() else ("wrong_type", "cite must be a text")
    fits, wish = form.parameters[name]
    if not fits(value):
        return "unknown_value", f"{name} {wish}"
    if name == "key" and (value in _TAKEN or _TAKEN_FORM.fullmatch(value)):
        return "taken", "answers use this word for something that nobody vouches for"
    return None


def _leaves_of(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "kind" in node:
        yield node
        return
    for children in node.values():
        for child in children:
            yield from _leaves_of(child)


def _clean(node: Mapping[str, Any]) -> dict[str, Any]:
    if "kind" in node:
        return {name: value for name, value in node.items() if value is not None}
    return {joint: [_clean(child) for child in children] for joint, children in node.items()}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
