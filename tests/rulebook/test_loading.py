"""The loader refuses what can not be decided by, and names every fault with its file and line."""

from pathlib import Path

import pytest

from rulebook.loading import LawFaults, compile_pack, read_law_folder, read_pack
from tests.rulebook.law_faults import FAULTS
from tests.rulebook.law_texts import GOOD, edited, faults_of, marked_lines, write


def test_a_good_file_loads_with_every_optional_field_filled_in(tmp_path: Path) -> None:
    (data,) = read_law_folder(write(tmp_path, GOOD))
    assert data["provisions"][1]["duties"] == data["provisions"][1]["notes"] == []
    assert data["provisions"][1]["citation"] is data["provisions"][1]["requires"] is None
    assert data["provisions"][0]["in_force"] == {"from": "2020-07-01", "until": None}
    law = compile_pack(read_pack(tmp_path))
    assert law.time_zone_of("XA") == "Europe/Paris"
    assert {"prior_practice", "parental_consent", "referral"} <= law.keys
    assert "prior_practice" not in law.statement_keys


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_file_and_line(name: str, tmp_path: Path) -> None:
    old, new, message = FAULTS[name]
    text = edited(old, new)
    found = [fault for fault in faults_of(write(tmp_path, text)) if not fault[2].startswith("the file of ")]
    assert {path for path, _, _ in found} == {"xa/xa.yaml"}
    assert [told for _, _, told in found if message in told], found
    if marked_lines(text):
        assert {line for _, line, _ in found} == set(marked_lines(text))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param("    complete: false\n", "", 31, id="a missing field: the line of its provision"),
        pytest.param(
            '    citation: {text: "Act § 1", url: "https://example.org/act", read: "the act"}\n', "", 11, id="citation"
        ),
        pytest.param(
            "    position: conditional\n", "    position: permitted\n", 21, id="requires too many: their line"
        ),
    ],
)
def test_what_is_missing_is_named_where_it_belongs(old: str, new: str, line: int, tmp_path: Path) -> None:
    ((_, found, _),) = faults_of(write(tmp_path, edited(old, new)))
    assert found == line


def test_every_fault_of_a_file_is_named_in_the_order_of_lines(tmp_path: Path) -> None:
    text = GOOD.replace("age_of_majority: 18", "age_of_majority: old").replace("profession: AT", "profession: XY")
    text = text.replace("kind: supervised_sessions", "kind: sessions").replace("authority: statute", "authority: x")
    assert [line for _, line, _ in faults_of(write(tmp_path, text))] == [3, 15, 25, 32]


def test_faults_of_every_file_are_named_and_read_like_a_compilers(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("profession: AT", "profession: XY"))
    write(tmp_path, GOOD.replace('"XA"', '"XB"'), "xb/xb.yaml")
    with pytest.raises(LawFaults) as caught:
        read_law_folder(tmp_path)
    assert str(caught.value).splitlines() == [
        "xa/xa.yaml:32: unknown profession 'XY'",
        "xb/xb.yaml:11: the id 'xa-pt-2020' stands already at xa/xa.yaml:11",
        "xb/xb.yaml:31: the id 'xa-at' stands already at xa/xa.yaml:31",
    ]
