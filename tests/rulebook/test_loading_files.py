"""Files as a whole: where they lie, how they are encoded, what YAML can do to a reader; and periods that meet."""

import time
from pathlib import Path

import pytest

from rulebook.loading import LawFaults, read_law_folder, read_standards
from tests.rulebook.law_texts import GOOD, edited, faults_of, write


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xa.yaml", "XA"),
        ("xb/xa.yaml", "XA"),
        ("xa/XA.yaml", "XA"),
        ("xa/xa.yml", "XA"),
        ("xa/xa.YAML", "XA"),
        ("xa/deeper/xa.yaml", "XA"),
        ("xa/xa-1.yaml", "XA"),
        ("xa/xa.yaml", "XA-1"),
        ("us/us-ut.yaml", "XA"),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(name: str, code: str, tmp_path: Path) -> None:
    ((path, line, message),) = faults_of(write(tmp_path, GOOD.replace('"XA"', f'"{code}"'), name))
    assert (path, line) == (name, 1)
    assert "must lie at" in message


@pytest.mark.parametrize(
    ("name", "code"), [("xb/xb-1.yaml", "XB-1"), ("us/us-ut.yaml", "US-UT"), ("no/no.yaml", "NO"), ("zz/zz.yaml", "ZZ")]
)
def test_a_file_in_its_place_is_read(name: str, code: str, tmp_path: Path) -> None:
    (data,) = read_law_folder(write(tmp_path, GOOD.replace('"XA"', f'"{code}"'), name))
    assert data["jurisdiction"] == code


def test_an_unquoted_no_is_norway_and_not_a_boolean(tmp_path: Path) -> None:
    (data,) = read_law_folder(write(tmp_path, GOOD.replace('"XA"', "NO"), "no/no.yaml"))
    assert data["jurisdiction"] == "NO"


def test_a_file_that_asks_for_the_older_yaml_is_refused(tmp_path: Path) -> None:
    """There a bare NO is a boolean, and 010 is eight."""
    (fault,) = faults_of(write(tmp_path, "%YAML 1.1\n---\n" + GOOD))
    assert "YAML 1.2" in fault[2]


@pytest.mark.parametrize(("name", "code"), [("pr/pr.yaml", "PR"), ("gu/gu.yaml", "GU")])
def test_a_territory_has_its_file_under_the_united_states(name: str, code: str, tmp_path: Path) -> None:
    """PR is read as US-PR: a file for PR would never be asked."""
    ((_, line, message),) = faults_of(write(tmp_path, GOOD.replace('"XA"', f'"{code}"'), name))
    assert (line, message) == (1, f"{code} is read as US-{code}: the file must be that one's")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(b"", 1, "empty", id="an empty file"),
        pytest.param(b"# only a comment\n", 1, "empty", id="a comment alone"),
        pytest.param(b"- a list\n", 1, "is a mapping", id="a list"),
        pytest.param(b"a text\n", 1, "is a mapping", id="a text"),
        pytest.param(b"jurisdiction: 'XA'\nname: \xff\n", 1, "UTF-8", id="not UTF-8"),
        pytest.param("jurisdiction: 'XA'\n".encode("utf-16"), 1, "UTF-8", id="UTF-16"),
        pytest.param(b"jurisdiction: 'XA'\nname: [\n", 3, "no YAML", id="an open bracket"),
        pytest.param(b"jurisdiction: 'XA'\n\tname: x\n", 2, "no YAML", id="a tab"),
        pytest.param(b"jurisdiction: 'XA'\nname: *nobody\n", 2, "no YAML", id="an alias of nothing"),
        pytest.param(GOOD.encode() + b"---\n" + GOOD.encode(), 39, "no YAML", id="two documents"),
        pytest.param(b"a: \x00\n", 1, "no YAML", id="a null byte"),
        pytest.param(b"[" * 1_000, 1, "", id="a thousand brackets"),
        pytest.param(b"a: " + b"[" * 400 + b"]" * 400, 1, "", id="four hundred lists in lists"),
    ],
)
def test_what_is_no_law_file_is_one_fault_and_never_a_crash(
    text: bytes, line: int, message: str, tmp_path: Path
) -> None:
    found = faults_of(write(tmp_path, text))
    assert found
    assert found[0][:2] == ("xa/xa.yaml", line)
    assert message in found[0][2]


def test_a_folder_without_law_files_is_a_fault(tmp_path: Path) -> None:
    assert [fault[2] for fault in faults_of(tmp_path)] == ["no law file in this folder"]
    write(tmp_path, "not law", "readme.md")
    assert len(faults_of(tmp_path)) == 1


def test_an_alias_that_holds_itself_is_a_fault(tmp_path: Path) -> None:
    text = edited("compacts: []", "compacts: &all [*all]")
    assert any(fault[1] == 5 for fault in faults_of(write(tmp_path, text)))


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path: Path) -> None:
    """Nine lists of nine: a few lines of text that would be a thousand million items."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * 9) + "]")
    write(tmp_path, "\n".join(lines) + "\n" + GOOD)
    started = time.perf_counter()
    assert faults_of(tmp_path)
    assert time.perf_counter() - started < 2


def test_a_tree_of_more_than_twenty_levels_is_refused(tmp_path: Path) -> None:
    def nested(levels: int) -> str:
        leaf = "{kind: parental_consent}"
        tree = "{all_of: [" * levels + leaf + "]}" * levels
        return edited("        - {kind: training_hours, minimum: 50, delivery: in_person}\n", f"        - {tree}\n")

    assert faults_of(write(tmp_path, nested(19))) == []
    ((_, line, message),) = faults_of(write(tmp_path, nested(30)))
    assert (line, message) == (23, "the tree is more than twenty levels deep")


PERIODS = "    in_force: {from: null, until: null}\n"


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        pytest.param((None, "2020-07-01"), ("2020-07-01", None), False, id="one ends as the next begins"),
        pytest.param((None, "2020-07-02"), ("2020-07-01", None), True, id="one day in both"),
        pytest.param(("2020-07-01", None), (None, "2020-07-01"), False, id="in any order"),
        pytest.param((None, None), ("2020-07-01", "2020-08-01"), True, id="one within the other"),
        pytest.param(("2020-07-01", None), ("2021-07-01", None), True, id="both open"),
        pytest.param(("2020-01-01", "2020-02-01"), ("2020-03-01", "2020-04-01"), False, id="a gap between"),
        pytest.param(("9999-12-31", None), ("2020-01-01", "9999-12-31"), False, id="at the end of the calendar"),
    ],
)
def test_two_provisions_in_force_on_one_day(first: tuple, second: tuple, overlap: bool, tmp_path: Path) -> None:
    spoken = GOOD[GOOD.index("  - id: xa-at") :]
    text = GOOD[: GOOD.index("  - id: xa-at")]
    for number, (starts, until) in enumerate((first, second)):
        period = PERIODS.replace("null", "A", 1).replace("null", "B")
        period = period.replace("A", starts or "null").replace("B", until or "null")
        text += spoken.replace(PERIODS, period).replace("xa-at", f"xa-at-{number}")
    found = faults_of(write(tmp_path, text))
    assert bool(found) is overlap
    if overlap:
        assert all("overlaps in time" in fault[2] for fault in found)


def test_other_professions_and_other_places_may_hold_on_the_same_day(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    other = GOOD.replace('"XA"', '"XB"').replace("xa-", "xb-")
    assert faults_of(write(tmp_path, other, "xb/xb.yaml")) == []


STANDARD = "name: trial\nsays: A trial.\nrequires:\n  all_of: []\n"


@pytest.mark.parametrize(
    ("text", "name", "line"),
    [
        pytest.param(STANDARD.replace("trial\n", "other\n", 1), "trial.yaml", 1, id="another name than its file's"),
        pytest.param(STANDARD.replace("trial\n", "none\n", 1), "none.yaml", 1, id="none is no name"),
        pytest.param(STANDARD.replace("says: A trial.\n", ""), "trial.yaml", 1, id="no word on what it is"),
        pytest.param(STANDARD + "extra: 1\n", "trial.yaml", 5, id="an unknown key"),
        pytest.param(STANDARD.replace("all_of: []", "kind: nothing"), "trial.yaml", 4, id="an unknown leaf"),
        pytest.param(STANDARD.replace("requires", "require"), "trial.yaml", 3, id="no requires"),
        pytest.param(STANDARD + "children: [x]\n", "trial.yaml", 5, id="children that are no tree"),
        pytest.param(STANDARD + "citation: a book\n", "trial.yaml", 5, id="a citation that is a text"),
        pytest.param("- a\n", "trial.yaml", 1, id="a list"),
    ],
)
def test_a_standard_is_checked_like_law(text: str, name: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(LawFaults) as caught:
        read_standards(write(tmp_path, text, name))
    assert line in [fault.line for fault in caught.value.faults]


def test_a_good_standard_is_read(tmp_path: Path) -> None:
    (standard,) = read_standards(write(tmp_path, STANDARD, "trial.yaml"))
    assert standard["name"] == "trial"
