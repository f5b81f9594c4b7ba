"""Checks the files of precautions: every fault with its line."""

import re
from collections.abc import Collection
from typing import Any

from rulebook.facts import REGIONS
from rulebook.located import Faults, Map
from rulebook.precautions import CATEGORIES, CONFIDENCES, EQUIPMENT, KNOWN_FROM
from rulebook.question import KEYS_IN_USE
from rulebook.tree_file import is_text, is_whole

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE = ("id", "name", "url", "confidence", "notes")
_ITEM, _ITEM_BESIDES = {"id", "name", "told"}, {"known_from", "below_age"}
_TEXTS = ("says", "do", "where", "aftercare")
_WORDS = {"regions": REGIONS, "met_by": sorted(KEYS_IN_USE), "equipment": EQUIPMENT}
_NUMBERS = ("item", "below_age")
_TELLING = {"source", "category", *_TEXTS, *_WORDS, *_NUMBERS, "deep", "only_with"}


def check_sources(top: Any, faults: Faults) -> frozenset[str]:
    """Note every fault of the file of sources; returns the ids that items may name."""
    ids: set[str] = set()
    for source in _listed(top, "sources", faults):
        if set(source) != set(_SOURCE):
            faults.add(source.line, f"a source is {{{', '.join(_SOURCE)}}}")
        for name in ("name", "notes"):
            if not is_text(source.get(name)):
                faults.add(source.line_of(name), f"source: {name} must be a text")
        url = source.get("url")
        if url is not None and not (isinstance(url, str) and re.fullmatch(r"https?://\S+", url)):
            faults.add(source.line_of("url"), "source: the url must be null or a web address")
        if source.get("confidence") not in CONFIDENCES:
            faults.add(source.line_of("confidence"), f"source: confidence must be one of {', '.join(CONFIDENCES)}")
        _check_id(source, ids, faults)
    return frozenset(ids)


def check_items(top: Any, sources: frozenset[str], ids: set[str], faults: Faults) -> None:
    """Note every fault of a file of items; `ids` are those of the files read before, and grows."""
    for item in _listed(top, "items", faults):
        if not _ITEM <= set(item) <= _ITEM | _ITEM_BESIDES:
            faults.add(item.line, "an item is {id, name, told} and may have known_from and below_age")
        _check_known_from(item, faults)
        if not is_text(item.get("name")):
            faults.add(item.line_of("name"), "item: name must be a text")
        _check_id(item, ids, faults)
        named: set[str] = set()
        for telling in _listed(item, "told", faults, whole=False):
            _check_telling(telling, sources, named, faults)


def _listed(top: Any, name: str, faults: Faults, *, whole: bool = True) -> list[Map]:
    """The mappings of a list that may not be empty; with `whole`, the file holds nothing else."""
    if not isinstance(top, Map) or (whole and set(top) != {name}):
        faults.add(getattr(top, "line", 1), f"a file of precautions holds {name} and nothing else")
        return []
    held = top.get(name)
    if not isinstance(held, list) or not held or not all(isinstance(one, Map) for one in held):
        faults.add(top.line_of(name), f"{name} must be a list of mappings and not empty")
        return []
    return held


def _check_id(node: Map, ids: set[str], faults: Faults) -> None:
    value = node.get("id")
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        faults.add(node.line_of("id"), "the id must be in lower_snake")
    elif value in ids:
        faults.add(node.line_of("id"), f"the id {value!r} stands twice")
    else:
        ids.add(value)


def _check_telling(telling: Map, sources: frozenset[str], named: set[str], faults: Faults) -> None:
    for key in telling:
        if key not in _TELLING:
            faults.add(telling.line_of(key), f"told: unknown key {key!r}")
    source = telling.get("source")
    if source not in sources:
        faults.add(telling.line_of("source"), f"told: unknown source {source!r}")
    elif source in named:
        faults.add(telling.line_of("source"), f"told: the source {source!r} stands twice in one item")
    else:
        named.add(source)
    if telling.get("category") not in CATEGORIES:
        faults.add(telling.line_of("category"), f"told: unknown category {telling.get('category')!r}")
    _check_values(telling, faults)


def _check_values(telling: Map, faults: Faults) -> None:
    for name in _TEXTS:
        if (name == "says" or telling.get(name) is not None) and not is_text(telling.get(name)):
            faults.add(telling.line_of(name), f"told: {name} must be a text")
    for name in _NUMBERS:
        _check_number(telling, name, "told", faults)
    for name, words in _WORDS.items():
        named_words = telling.get(name)
        if named_words is not None and not _are_words(named_words, words):
            faults.add(telling.line_of(name), f"told: {name} must be a list of {' '.join(words)}")
    if not isinstance(telling.get("deep", False), bool):
        faults.add(telling.line_of("deep"), "told: deep must be true or false")


def check_only_with(top: Any, ids: set[str], faults: Faults) -> None:
    """Note what names a precaution that no file has; to be asked once all of them are known."""
    for item in _maps(top, "items"):
        for telling in _maps(item, "told"):
            named = telling.get("only_with")
            if named is not None and (named not in ids or named == item.get("id")):
                faults.add(telling.line_of("only_with"), f"told: only_with names {named!r}, which is no other item")


def _maps(node: Any, name: str) -> list[Map]:
    held = node.get(name) if isinstance(node, Map) else None
    return [one for one in held if isinstance(one, Map)] if isinstance(held, list) else []


def _check_known_from(item: Map, faults: Faults) -> None:
    known_from = item.get("known_from")
    if known_from is not None and known_from not in KNOWN_FROM:
        faults.add(item.line_of("known_from"), f"item: known_from must be one of {', '.join(KNOWN_FROM)}")
    _check_number(item, "below_age", "item", faults)
    if known_from == "age" and item.get("below_age") is None:
        faults.add(item.line_of("known_from"), "item: what the age tells needs below_age")
    told = _maps(item, "told")
    if known_from == "region" and not any(telling.get("regions") for telling in told):
        faults.add(item.line_of("known_from"), "item: what the region tells needs a telling with regions")


def _check_number(node: Map, name: str, what: str, faults: Faults) -> None:
    number = node.get(name)
    if number is not None and not (is_whole(number) and number > 0):
        faults.add(node.line_of(name), f"{what}: {name} must be a whole number above 0")


def _are_words(value: Any, words: Collection[str]) -> bool:
    return isinstance(value, list) and bool(value) and all(one in words for one in value)
