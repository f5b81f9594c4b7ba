"""From a ladder's document to the ladder, or every fault in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from courses.ladders.reading_levels import read_level_with
from courses.ladders.reading_trees import levels_named
from courses.ladders.reading_values import CODES, ReadPlace, items_reader, place_form
from courses.ladders.shapes import Ladder, Level
from credentials.records.faults import Fault, RefusedValue
from credentials.records.objects import Field, read_object

MOST_LEVELS = 50


def read_ladder(document: Any, *, read_place: ReadPlace = place_form) -> Ladder | list[Fault]:
    """The ladder of a document of plain JSON data, or all that is wrong with it, each with a JSON pointer.

    `read_place` gives the canonical code of a place or raises ValueError; without it the form alone is looked at, which
    is enough for a document that was read before.
    """
    levels = items_reader(read_level_with(read_place), lambda level: level.code, most=MOST_LEVELS, least=1)
    try:
        (found,) = read_object(document, (Field("levels", levels),))
    except RefusedValue as refused:
        return list(refused.faults)
    faults = list(_check(found))
    return faults or Ladder(_join(found))


def _check(levels: tuple[Level, ...]) -> Iterator[Fault]:
    """What no level shows by itself: names that lead nowhere, examinations named twice, cycles."""
    codes = {level.code for level in levels}
    examined = {one.code for level in levels for one in level.examinations}
    seen: set[tuple[str, str]] = set()
    for place, level in enumerate(levels):
        for reference in _references(level):
            if reference.code not in (codes if reference.kind == "level" else examined):
                kind = f"unknown_{reference.kind}"
                yield Fault(f"/levels/{place}{reference.pointer}", kind, CODES[kind])
        for at, one in enumerate(level.examinations):
            if (one.code, one.form) in seen:
                yield Fault(f"/levels/{place}/examinations/{at}", "repeated", "once in all levels of a ladder")
            seen.add((one.code, one.form))
        if level.code in _waits_for(level, levels):
            yield Fault(f"/levels/{place}/prerequisites", "cycle", CODES["cycle"])


@dataclass(frozen=True, slots=True)
class _Reference:
    kind: str
    code: str
    pointer: str


def _references(level: Level) -> Iterator[_Reference]:
    for code, pointer in _names(level).items():
        yield _Reference("level", code, f"/prerequisites{pointer}")
    if level.renewal is not None:
        if level.renewal.refresher is not None:
            yield _Reference("level", level.renewal.refresher, "/renewal/refresher/level")
        if level.renewal.re_examination is not None:
            yield _Reference("examination", level.renewal.re_examination, "/renewal/re_examination/examination")


def _names(level: Level) -> Mapping[str, str]:
    return {} if level.prerequisites is None else levels_named(level.prerequisites)


def _waits_for(level: Level, levels: tuple[Level, ...]) -> set[str]:
    """The codes of all levels that must come before, and so on down."""
    names = {one.code: set(_names(one)) for one in levels}
    found: set[str] = set()
    ahead = set(names[level.code])
    while ahead:
        code = ahead.pop()
        if code not in found:
            found.add(code)
            ahead |= names.get(code, set())
    return found


def _join(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """The same levels, each with those that it names; there are no cycles any more."""
    by_code = {level.code: level for level in levels}
    joined: dict[str, Level] = {}

    def join(code: str) -> Level:
        if code not in joined:
            level = by_code[code]
            joined[code] = replace(level, before=tuple(join(name) for name in _names(level)))
        return joined[code]

    return tuple(join(level.code) for level in levels)
