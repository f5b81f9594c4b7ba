"""Checks the files of precautions: every fault with its line."""

import re
from typing import Any

from rulebook.facts import REGIONS
from rulebook.located import Faults, Map
from rulebook.precautions import CATEGORIES, CONFIDENCES
from rulebook.tree_file import is_text, is_whole

_WORD = re.compile(r"[a-z][a-z0-9_]*")
_SOURCE = ("id", "name", "url", "confidence", "notes")
_TELLING = {"source", "category", "says", "item", "do", "where", "regions"}


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
        if set(item) != {"id", "name", "told"}:
            faults.add(item.line, "an item is {id, name, told}")
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
    for name in ("says", "do", "where"):
        if (name == "says" or telling.get(name) is not None) and not is_text(telling.get(name)):
            faults.add(telling.line_of(name), f"told: {name} must be a text")
    number = telling.get("item")
    if number is not None and not (is_whole(number) and number > 0):
        faults.add(telling.line_of("item"), "told: item must be a whole number above 0")
    regions = telling.get("regions")
    if regions is not None and not (isinstance(regions, list) and regions and all(one in REGIONS for one in regions)):
        faults.add(telling.line_of("regions"), "told: regions must be a list of " + " ".join(REGIONS))
