"""The training standard that ships, and what a standard must be to be read."""

from pathlib import Path

import pytest

from rulebook.law import Law
from rulebook.loading import LawFaults, read_standards
from rulebook.question import STANDARD_SHIPPED
from tests.rulebook.builders import SHIPPED
from tests.rulebook.case_files import read_cases


def test_the_standard_that_ships_asks_for_a_certification_and_for_children_three_things_more(shipped_law: Law) -> None:
    standard = shipped_law.standards[STANDARD_SHIPPED]
    assert [leaf.code for leaf in standard.for_adults.leaves()] == ["certification"]
    assert [leaf.code for leaf in standard.for_children.leaves()] == [
        "certification", "patient_age", "parental_consent", "child_assent",
    ]  # fmt: skip
    assert standard.document["requires"] == SHIPPED["requires"], "the tests' own copy fell behind"
    assert standard.document["children"] == SHIPPED["children"], "the tests' own copy fell behind"


def test_no_finding_of_a_standard_is_told_as_law(shipped_law: Law) -> None:
    asked = [case for case in read_cases() if case.asked("standard") == STANDARD_SHIPPED]
    assert asked
    for case in asked:
        findings = case.decide(shipped_law).findings
        of_standard = [finding for finding in findings if finding.path.startswith(STANDARD_SHIPPED)]
        assert of_standard
        assert {finding.layer for finding in of_standard} == {"standard"}


GOOD = "name: mine\nsays: Mine.\nrequires:\n  all_of:\n    - {kind: certification}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param(
            GOOD.replace("mine\n", "yours\n"), "mine.yaml:1: the standard's name must be 'mine'", id="another name"
        ),
        pytest.param(GOOD + "colour: red\n", "mine.yaml:6: standard: unknown key 'colour'", id="a key unknown"),
        pytest.param(GOOD.replace("Mine.", "''"), "mine.yaml:2: a standard says what it is", id="nothing said"),
        pytest.param(
            GOOD.replace("certification", "luck"), "mine.yaml:5: unknown kind of leaf 'luck'", id="a leaf unknown"
        ),
        pytest.param(
            GOOD.replace("certification", "licence_checked, within_months: 3"),
            "mine.yaml:5: only a policy may ask for licence_checked",
            id="a leaf for policies",
        ),
        pytest.param(
            "name: mine\nsays: Mine.\n", "mine.yaml:1: a requirement must be a mapping", id="nothing required"
        ),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(LawFaults) as caught:
        read_standards(tmp_path)
    assert any(str(one).startswith(fault) for one in caught.value.faults), caught.value


def test_a_standard_may_be_added(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    assert [standard["name"] for standard in read_standards(tmp_path)] == ["mine"]


def test_no_standard_may_be_called_none(tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text(GOOD.replace("mine\n", "none\n"), encoding="utf-8")
    with pytest.raises(LawFaults, match="none is not a name"):
        read_standards(tmp_path)
