"""How the house is written: short files, short functions, no clock in the wrong room, no trace of one machine."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.repository import CLONE, tracked_files

APPS = ("outbox", "accounts", "law", "credentials", "courses", "clinics", "rulebook")
EDGES = {"api", "web", "tasks", "admin", "management", "migrations"}
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "fromtimestamp"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Written in two parts, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "/(" + "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot", "tmp/bash" + "_jobs"]) + r")/|\.lib" + "rary/"
)
REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"])
)


def python_files() -> list[Path]:
    """What people wrote: migrations are drawn up by Django."""
    return [path for path in tracked_files() if path.suffix == ".py" and "migrations" not in path.parts]


def place(path: Path) -> str:
    return str(path.relative_to(CLONE))


def test_no_python_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {place(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{place(path)}:{node.lineno} {node.name} has {length} lines")
    assert found == []


def test_tests_are_no_package() -> None:
    assert [place(path) for path in (CLONE / "tests").rglob("__init__.py")] == []


def test_only_the_edges_look_at_the_clock() -> None:
    found = []
    for path in python_files():
        room = path.relative_to(CLONE).parts
        if room[0] not in APPS or EDGES & {part.removesuffix(".py") for part in room}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and named(node.func) in CLOCKS:
                found.append(f"{place(path)}:{node.lineno} calls {named(node.func)}()")
    assert found == []


def named(function: ast.expr) -> str:
    """The last word of what is called: `now` of `timezone.now`."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@pytest.mark.parametrize(
    "trace", [MACHINE, REGISTRIES], ids=["a path of one machine", "the host of a package registry"]
)
def test_no_file_names(trace: re.Pattern[str]) -> None:
    found = []
    for path in tracked_files():
        if path.suffix in {".svg", ".png", ".ico", ".woff2", ".gz", ".zip"}:
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if trace.search(line):
                found.append(f"{place(path)}:{number} {line.strip()[:100]}")
    assert found == []


@pytest.mark.parametrize(
    "word",
    [r"#\s*type:\s*ignore(?!\[[\w, -]+\] +[#(])", r"#\s*noqa(?!: [A-Z0-9, ]+ [#(])"],
    ids=["type: ignore", "noqa"],
)
def test_every_exception_to_a_rule_carries_its_reason(word: str) -> None:
    found = []
    for path in python_files():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if re.search(word, line) and path != Path(__file__):
                found.append(f"{place(path)}:{number} {line.strip()[:100]}")
    assert found == []


def test_only_a_demo_writes_a_history_that_nobody_lived_through() -> None:
    allowed = {"config/start/contents.py", "accounts/operations/clock.py"}
    naming = {place(path) for path in python_files() if "recording_at" in path.read_text()}
    assert {one for one in naming if not one.startswith("tests/") and "/demo/" not in one} <= allowed
