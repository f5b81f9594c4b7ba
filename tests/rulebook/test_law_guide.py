"""The guide for whoever writes law files names all that a law file may hold, and its examples can be read."""

import re
from pathlib import Path

import pytest

from rulebook.facts import PROFESSIONS
from rulebook.law import EVIDENCE, POSITIONS
from rulebook.located import Faults, read_yaml
from rulebook.tree_file import FORMS
from tests.rulebook.case_files import EXPECTED
from tests.rulebook.test_law_files import DUTIES

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "law-files.md").read_text(encoding="utf-8")
LEAVES = sorted(set(FORMS) - {"licence_checked"})  # a policy's leaf


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("leaf", LEAVES),
        ("position", POSITIONS),
        ("evidence", EVIDENCE),
        ("profession", PROFESSIONS),
        ("duty", sorted(DUTIES)),
        ("expectation of a case", sorted(EXPECTED)),
    ],
)
def test_the_guide_names_every_one(kind: str, words: list[str]) -> None:
    missing = [word for word in words if not re.search(rf"(?<![a-z_]){word}(?![a-z_])", GUIDE)]
    assert not missing, f"docs/law-files.md names no {kind} {missing}"


def test_the_guide_s_examples_can_be_read() -> None:
    examples = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert len(examples) == 4
    for example in examples:
        faults = Faults("docs/law-files.md")
        read_yaml(example.replace("{…}", "null").replace("…", "x"), faults)
        assert not faults.found
