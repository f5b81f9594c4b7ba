"""Reading a tree of prerequisites: each requirement is an object named by its first field."""

from collections.abc import Callable, Mapping
from typing import Any

from courses.ladders.reading_values import (
    items_reader,
    positive,
    read_code,
    read_days,
    read_hours,
    read_title,
    read_up_to,
)
from courses.ladders.requirements import (
    AllOf,
    AtLeast,
    CasesLogged,
    EducationHours,
    Holds,
    LevelDone,
    LicensedYears,
    Node,
)
from credentials.records.faults import Fault, RefusedValue, refuse, shown
from credentials.records.objects import Field, read_object
from credentials.records.scalars import read_flag
from credentials.records.values import Reader, optional

MOST_DEEP = 8
_MOST_MONTHS = 600
_read_number = positive(read_up_to(10_000))

_LEVEL = (
    Field("level", read_code),
    Field("gap_days", read_days, 0),
    Field("gap_months", read_up_to(_MOST_MONTHS), 0),
)
_CASES = (Field("cases", _read_number), Field("since", optional(read_code), None), Field("signed", read_flag, True))
_YEARS = (Field("licensed_years", positive(read_up_to(80))),)
_HOURS = (Field("hours", read_hours), Field("subject", read_title))
_OF_ISSUER = (Field("issuer", read_title), Field("title", read_title), Field("level", optional(read_title), None))
_OF_PROGRAMME = (Field("programme", read_code), Field("level", optional(read_code), None))


def read_tree(value: Any) -> Node:
    """The requirement and all below it."""
    return _read(value, 1)


def levels_named(node: Node) -> dict[str, str]:
    """Every level of the same ladder that the tree names, each with a pointer to one place where it does."""
    match node:
        case AllOf(of):
            return _named_below("all", of)
        case AtLeast(_, of, told_as):
            return _named_below(told_as, of)
        case LevelDone(code):
            return {code: "/level"}
        case CasesLogged(_, str(since)):
            return {since: "/since"}
        case _:
            return {}


def _named_below(name: str, of: tuple[Node, ...]) -> dict[str, str]:
    return {
        code: f"/{name}/{place}{pointer}" for place, one in enumerate(of) for code, pointer in levels_named(one).items()
    }


def _read(value: Any, depth: int) -> Node:
    if not isinstance(value, Mapping):
        raise refuse("wrong_type", f"an object is needed, not {shown(value)}")
    if depth > MOST_DEEP:
        raise refuse("too_deep", f"at most {MOST_DEEP} levels of nesting are kept")
    names = [name for name in _KINDS if name in value]
    if len(names) != 1:
        raise refuse("not_one_requirement", f"exactly one of: {', '.join(_KINDS)}")
    return _KINDS[names[0]](dict(value), depth)


def _below(depth: int) -> Reader:
    return items_reader(lambda value: _read(value, depth + 1), least=1)


def _read_all(value: dict[str, Any], depth: int) -> Node:
    return AllOf(*read_object(value, (Field("all", _below(depth)),)))


def _read_any(value: dict[str, Any], depth: int) -> Node:
    (of,) = read_object(value, (Field("any", _below(depth)),))
    return AtLeast(1, of, told_as="any")


def _read_at_least(value: dict[str, Any], depth: int) -> Node:
    count, of = read_object(value, (Field("at_least", _read_number), Field("of", _below(depth))))
    if count > len(of):
        raise RefusedValue((Fault("/at_least", "impossible", f"there are {len(of)} to choose from"),))
    return AtLeast(count, of)


def _read_education(value: dict[str, Any], _: int) -> Node:
    read_both: Reader = lambda told: read_object(told, _HOURS)  # noqa: E731 (a Field takes a reader of one value)
    ((hundredths, subject),) = read_object(value, (Field("education", read_both),))
    return EducationHours(hundredths, subject)


def _read_holds(value: dict[str, Any], _: int) -> Node:
    (held,) = read_object(value, (Field("holds", _read_held),))
    return Holds(**held)


def _read_held(value: Any) -> dict[str, str | None]:
    fields = _OF_PROGRAMME if isinstance(value, Mapping) and "programme" in value else _OF_ISSUER
    told = dict(zip((field.name for field in fields), read_object(value, fields), strict=True))
    return {"issuer": None, "title": None, "programme": None, **told}


_KINDS: dict[str, Callable[[dict[str, Any], int], Node]] = {
    "all": _read_all,
    "any": _read_any,
    "at_least": _read_at_least,
    "level": lambda value, _: LevelDone(*read_object(value, _LEVEL)),
    "cases": lambda value, _: CasesLogged(*read_object(value, _CASES)),
    "licensed_years": lambda value, _: LicensedYears(*read_object(value, _YEARS)),
    "education": _read_education,
    "holds": _read_holds,
}
KINDS = tuple(_KINDS)
