"""YAML text as plain data that remembers its lines, so that every fault can name one."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_TAG = "tag:yaml.org,2002:"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INT = re.compile(r"[-+]?\d{1,15}")
_UNSPEAKABLE = re.compile("[\\0\ud800-\udfff]")  # escapes bring them in; no pack could be written with them
_OTHER_YAML = re.compile(r"^%YAML(?! 1\.2\s*$)", re.MULTILINE)
_FLOAT = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a file, and where."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """As compilers tell it."""
        return f"{self.path}:{self.line}: {self.message}"


class Map(dict[str, Any]):
    """A mapping with the line of itself and of each key."""

    line = 1

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def line_of(self, key: str) -> int:
        """The line of a key, or of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


class Seq(list[Any]):
    """A list with its line."""

    line = 1


class Faults:
    """Collects every fault of one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[Fault] = []

    def add(self, line: int, message: str) -> None:
        """Note a fault."""
        self.found.append(Fault(self.path, line, message))


def read_yaml(text: str, faults: Faults) -> Any:
    """The document as located data, or None with a fault. YAML 1.2: NO, on and yes are words."""
    older = _OTHER_YAML.search(text)
    if older is not None:
        faults.add(text.count("\n", 0, older.start()) + 1, "only YAML 1.2 is read: in others NO is a boolean")
        return None
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        faults.add(mark.line + 1 if mark else 1, f"no YAML: {error.problem}")
        return None
    except RecursionError:
        faults.add(1, "nested too deeply")
        return None
    except (YAMLError, ValueError) as error:
        faults.add(1, f"no YAML: {error}")
        return None
    if node is None:
        faults.add(1, "the file is empty")
        return None
    try:
        return _locate(node, faults, set())
    except RecursionError:
        faults.add(1, "nested too deeply")
        return None


def _locate(node: Node, faults: Faults, seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    # A few lines of aliases stand for a thousand million items, and one may hold itself.
    if id(node) in seen:
        faults.add(line, "an alias stands for this: write it out in each place")
        return None
    seen.add(id(node))
    if isinstance(node, ScalarNode):
        return _scalar(node, faults, line)
    if str(node.tag).removeprefix(_TAG) not in ("seq", "map"):
        faults.add(line, f"the tag {node.tag} has no meaning here")
        return None
    if isinstance(node, SequenceNode):
        items = Seq(_locate(child, faults, seen) for child in node.value)
        items.line = line
        return items
    if not isinstance(node, MappingNode):
        faults.add(line, "neither a value, a list nor a mapping")
        return None
    return _mapping(node, faults, seen, line)


def _mapping(node: MappingNode, faults: Faults, seen: set[int], line: int) -> Map:
    told = Map()
    told.line = line
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node, ScalarNode) else None
        if not isinstance(key, str) or key_node.tag != f"{_TAG}str":
            faults.add(key_line, f"the key {key!r} is no word (quote it)")
        elif key in told:
            faults.add(key_line, f"the key {key!r} stands twice")
        else:
            told.lines[key] = key_line
            told[key] = _locate(value_node, faults, seen)
    return told


def _scalar(node: ScalarNode, faults: Faults, line: int) -> Any:
    kind, value = str(node.tag).removeprefix(_TAG), node.value
    if _UNSPEAKABLE.search(value):
        faults.add(line, f"{value!r} holds a character that is no text")
    if kind == "null":
        return None
    if kind == "bool":
        return value.lower() == "true"
    if kind == "int" and _INT.fullmatch(value):
        return int(value)
    if kind == "float" and _FLOAT.fullmatch(value):
        return float(value)
    if kind == "timestamp" and _DAY.fullmatch(value):
        return value
    if kind != "str":
        faults.add(line, f"{value!r} is no value for a law file (a {kind}); quote it if it is text")
    return value


def day_of(value: object) -> dt.date | None:
    """A day written YYYY-MM-DD, or None when it is none."""
    if not isinstance(value, str) or not _DAY.fullmatch(value) or not value.isascii():
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def plain(value: Any) -> Any:
    """Located data without its lines."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def words_in(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)
    elif isinstance(value, str):
        yield value
