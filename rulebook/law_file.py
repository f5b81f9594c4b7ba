"""Checks one law file and gives its plain data, every optional field filled in.

Accepted is what can be decided by; the style of the files that ship is kept by tests of its own.
"""

import datetime as dt
import functools
import re
import zoneinfo
from typing import Any

from rulebook.facts import PROFESSIONS
from rulebook.law import EVIDENCE, POSITIONS
from rulebook.located import Faults, Map, Seq, day_of, plain
from rulebook.places import is_user_assigned, tell_code
from rulebook.tree_file import check_tree, is_text, is_whole

_TOP = {
    "jurisdiction", "name", "age_of_majority", "time_zone", "compacts", "consent", "notes", "provisions",
}  # fmt: skip
_PROVISION_NEEDED = ("id", "profession", "in_force", "position", "evidence", "complete", "checked_on", "says")
_PROVISION = {*_PROVISION_NEEDED, "authority", "citation", "requires", "duties", "learners", "notes", "disagreements"}
_AUTHORITIES = ("statute", "regulation", "attorney_general", "court", "board", "professional_body", "overview")
_WORD = re.compile(r"[a-z][a-z0-9_]*")


def check_law_file(top: Any, faults: Faults, known_codes: frozenset[str]) -> dict[str, Any] | None:
    """The file's plain data; None when it has a fault."""
    if not isinstance(top, Map):
        faults.add(1, "a law file is a mapping")
        return None
    _only(top, _TOP, "file", faults)
    _check_place(top, faults, known_codes)
    majority = top.get("age_of_majority")
    if majority is not None and not (is_whole(majority) and 0 < majority <= 130):
        faults.add(top.line_of("age_of_majority"), "age_of_majority must be a whole number of years")
    if not isinstance(top.get("consent", Seq()), list):
        faults.add(top.line_of("consent"), "consent must be a list")
    _check_texts(top, ("compacts", "notes"), faults)
    if not isinstance(top.get("provisions"), list):
        faults.add(top.line_of("provisions"), "provisions must be a list")
    _check_consent(_listed(top, "consent"), faults)
    for item in _listed(top, "provisions"):
        _check_provision(item, top, faults)
    _check_overlaps(_listed(top, "provisions"), faults)
    return None if faults.found else _fill_in(top)


def _listed(node: Map, name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _check_texts(node: Map, names: tuple[str, ...], faults: Faults) -> None:
    for name in names:
        value = node.get(name)
        if value is not None and not (isinstance(value, list) and all(is_text(one) for one in value)):
            faults.add(node.line_of(name), f"{name} must be a list of texts")


def _only(node: Map, allowed: set[str], what: str, faults: Faults) -> None:
    for key in node:
        if key not in allowed:
            faults.add(node.line_of(key), f"{what}: unknown key {key!r}")


def _check_place(top: Map, faults: Faults, known_codes: frozenset[str]) -> None:
    code = top.get("jurisdiction")
    if not isinstance(code, str) or not (code in known_codes or is_user_assigned(code)):
        faults.add(top.line_of("jurisdiction"), f"{code!r} is no ISO 3166 code in capitals")
    elif tell_code(code) != code:
        faults.add(top.line_of("jurisdiction"), f"{code} is read as {tell_code(code)}: the file must be that one's")
    if "name" in top and not is_text(top["name"]):
        faults.add(top.line_of("name"), "name must be a text")
    zone = top.get("time_zone")
    if zone is not None and (not isinstance(zone, str) or zone not in _time_zones()):
        faults.add(top.line_of("time_zone"), f"unknown time zone {zone!r}")


@functools.cache
def _time_zones() -> frozenset[str]:
    # Python looks through the disk for them each time, a tenth of a second for every file.
    return frozenset(zoneinfo.available_timezones())


def _check_consent(bands: list[Any], faults: Faults) -> None:
    held: list[tuple[int, int]] = []
    for band in bands:
        if not isinstance(band, Map):
            faults.add(getattr(bands, "line", 1), "a consent band must be a mapping")
            continue
        _only(band, {"from_age", "until_age", "needs", "citation"}, "consent band", faults)
        span, needs = _ages(band), band.get("needs")
        if span is None:
            faults.add(band.line, "a consent band runs upwards, from_age to until_age (the first age not held)")
        elif any(span[0] < other[1] and other[0] < span[1] for other in held):
            faults.add(band.line, "the consent band overlaps with another")
        else:
            held.append(span)
        if not isinstance(needs, list) or not needs or not all(_is_word(key) for key in needs):
            faults.add(band.line_of("needs"), "needs must be a list of attestation keys")
        check_citation(band.get("citation"), band, "citation", faults)


def _ages(band: Map) -> tuple[int, int] | None:
    low, high = band.get("from_age"), band.get("until_age")
    if isinstance(low, int) and isinstance(high, int) and is_whole(low) and is_whole(high) and 0 <= low < high:
        return low, high
    return None


def _is_word(value: object) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def check_citation(value: Any, owner: Map, name: str, faults: Faults) -> None:
    """Note every fault of a citation; none at all is no fault here."""
    if value is None:
        return
    line = owner.line_of(name)
    if not isinstance(value, Map):
        faults.add(line, f"{name} must be a mapping with a text")
        return
    _only(value, {"text", "url", "read"}, name, faults)
    if not is_text(value.get("text")):
        faults.add(line, f"{name} lacks its text")
    if value.get("read") is not None and not is_text(value["read"]):
        faults.add(value.line_of("read"), f"{name}: read tells in words what was read")
    url = value.get("url")
    if url is not None and not (isinstance(url, str) and re.fullmatch(r"https?://\S+", url)):
        faults.add(value.line_of("url"), f"{name}: the url must be null or a web address")


def _check_provision(item: Any, top: Map, faults: Faults) -> None:
    if not isinstance(item, Map):
        faults.add(top.line_of("provisions"), "a provision must be a mapping")
        return
    _only(item, _PROVISION, "provision", faults)
    for name in _PROVISION_NEEDED:
        if item.get(name) is None:
            faults.add(item.line_of(name), f"provision: {name} is missing")
    _check_words(item, faults)
    _check_period(item, faults)
    _check_position(item, faults)
    for name in ("duties", "disagreements"):
        if item.get(name) is not None and not isinstance(item[name], list):
            faults.add(item.line_of(name), f"{name} must be a list")
    _check_texts(item, ("notes",), faults)
    for duty in _listed(item, "duties"):
        if (
            not isinstance(duty, Map)
            or set(duty) != {"kind", "says"}
            or not (_is_word(duty["kind"]) and is_text(duty["says"]))
        ):
            faults.add(getattr(duty, "line", item.line), "a duty is {kind, says}")
    _check_learners(item, faults)
    for other in _listed(item, "disagreements"):
        if not isinstance(other, Map) or not is_text(other.get("says")):
            faults.add(getattr(other, "line", item.line), "a disagreement is {says, citation}")
        else:
            _only(other, {"says", "citation"}, "disagreement", faults)
            check_citation(other.get("citation"), other, "citation", faults)


def _check_words(item: Map, faults: Faults) -> None:
    closed = (("profession", PROFESSIONS), ("position", POSITIONS), ("evidence", EVIDENCE), ("authority", _AUTHORITIES))
    for name, allowed in closed:
        value = item.get(name)
        if value is not None and (not isinstance(value, str) or value not in allowed):
            faults.add(item.line_of(name), f"unknown {name} {value!r}")
    for name in ("id", "says"):
        if item.get(name) is not None and not is_text(item[name]):
            faults.add(item.line_of(name), f"{name} must be a text")
    if item.get("complete") is not None and not isinstance(item["complete"], bool):
        faults.add(item.line_of("complete"), "complete must be true or false")
    if item.get("checked_on") is not None and day_of(item["checked_on"]) is None:
        faults.add(item.line_of("checked_on"), "checked_on must be a day, YYYY-MM-DD")


def _check_period(item: Map, faults: Faults) -> None:
    period = item.get("in_force")
    if period is None:
        return
    if not isinstance(period, Map) or set(period) != {"from", "until"}:
        faults.add(item.line_of("in_force"), "in_force is {from, until}")
        return
    for end in ("from", "until"):
        if period[end] is not None and day_of(period[end]) is None:
            faults.add(period.line_of(end), f"in_force: {end} must be a day or null")
    first, last = day_of(period["from"]), day_of(period["until"])
    if first and last and first >= last:
        faults.add(period.line, "the period is reversed or empty")


def _check_position(item: Map, faults: Faults) -> None:
    position = item.get("position")
    if item.get("citation") is None and position not in ("unknown", "silent"):
        faults.add(item.line_of("citation"), f"a {position} position needs a citation")
    check_citation(item.get("citation"), item, "citation", faults)
    if position != "conditional":
        if item.get("requires") is not None:
            faults.add(item.line_of("requires"), f"a {position} position has no requires")
    elif item.get("requires") is None:
        faults.add(item.line_of("position"), "a conditional position needs requires")
    elif check_tree(item["requires"], item.line_of("requires"), faults) == 0:
        faults.add(item.line_of("requires"), "a conditional position needs at least one leaf")


def _check_learners(item: Map, faults: Faults) -> None:
    learners = item.get("learners")
    if learners is None:
        return
    if not isinstance(learners, Map) or learners.get("may_needle") not in ("never", "supervised"):
        faults.add(item.line_of("learners"), "learners is null or {may_needle: never | supervised, citation}")
        return
    _only(learners, {"may_needle", "citation"}, "learners", faults)
    check_citation(learners.get("citation"), learners, "citation", faults)


def _check_overlaps(items: list[Any], faults: Faults) -> None:
    """Two provisions in force on one day for one profession cannot both be the law."""
    latest: dict[str, tuple[dt.date, str]] = {}
    spans = [span for span in map(_span, items) if span is not None]
    for first, last, profession, item in sorted(spans, key=lambda span: span[:2]):
        held = latest.get(profession)
        if held is not None and first < held[0]:
            faults.add(item.line_of("in_force"), f"overlaps in time with {held[1]!r}")
        if held is None or last > held[0]:
            latest[profession] = (last, str(item.get("id")))


def _span(item: Any) -> tuple[dt.date, dt.date, str, Map] | None:
    period = item.get("in_force") if isinstance(item, Map) else None
    if not isinstance(period, Map):
        return None
    first = day_of(period.get("from")) or dt.date.min
    return first, day_of(period.get("until")) or dt.date.max, str(item.get("profession")), item


def _fill_in(top: Map) -> dict[str, Any]:
    data = plain(top)
    for name, empty in (("compacts", []), ("consent", []), ("notes", []), ("time_zone", None)):
        data[name] = data.get(name) or empty
    data.setdefault("name", data["jurisdiction"])
    data.setdefault("age_of_majority", None)
    for item in data["provisions"]:
        for name in ("duties", "notes", "disagreements"):
            item[name] = item.get(name) or []
        for name in ("citation", "learners", "authority", "requires"):
            item.setdefault(name, None)
    return data  # type: ignore[no-any-return]  # plain() keeps the mapping a mapping
