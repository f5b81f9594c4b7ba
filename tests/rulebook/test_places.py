"""How codes of places are read."""

import pytest

from rulebook.loading import read_iso_codes
from rulebook.places import Places, UnknownPlace

WORLD = Places(read_iso_codes(), frozenset({"XA", "XB-1", "GB-WLS", "US-UT", "FR"}))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("GB", "GB"),
        ("gb", "GB"),
        ("us-ut", "US-UT"),
        ("Us-Ut", "US-UT"),
        ("PR", "US-PR"),
        ("gu", "US-GU"),
        ("VI", "US-VI"),
        ("AS", "US-AS"),
        ("MP", "US-MP"),
        ("UM", "US-UM"),
        ("US-PR", "US-PR"),
        ("XA", "XA"),
        ("xb-1", "XB-1"),
        ("gb-crf", "GB-CRF"),
    ],
)
def test_codes_are_read_in_any_case_and_told_in_capitals(code: str, told: str) -> None:
    assert WORLD.read(code) == told


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("XB", id="user-assigned, without a law file"),
        pytest.param("XB-2", id="user-assigned, beside one that has a law file"),
        pytest.param("QM", id="user-assigned"),
        pytest.param("US-XX", id="no such subdivision"),
        pytest.param("UK", id="reserved, not assigned"),
        pytest.param("EU", id="reserved, not assigned"),
        pytest.param("GBR", id="three letters"),
        pytest.param("826", id="the number"),
        pytest.param("", id="nothing"),
        pytest.param(" GB", id="a blank before"),
        pytest.param("GB\n", id="a line end after"),
        pytest.param("US_UT", id="an underscore"),
        pytest.param("US–UT", id="an en dash"),
        pytest.param("ՍՏ", id="letters of another script"),
        pytest.param("ß", id="a sharp s, which is SS in capitals, and so South Sudan"),
        pytest.param("ı", id="a dotless i"),
        pytest.param("United Kingdom", id="a name"),
        pytest.param(None, id="no text"),
        pytest.param(["GB"], id="a list"),
    ],
)
def test_a_code_that_does_not_exist_is_an_error(code: object) -> None:
    for read in (WORLD.read, WORLD.read_asked):
        with pytest.raises(UnknownPlace):
            read(code)


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        pytest.param("GB-CRF", "GB-WLS", id="Cardiff as Wales"),
        pytest.param("GB-WLS", "GB-WLS", id="Wales as itself"),
        pytest.param("GB-GLG", "GB-GLG", id="Glasgow as itself: Scotland has no law file here"),
        pytest.param("US-UT", "US-UT", id="a place with a law file as itself"),
        pytest.param("FR-IDF", "FR-IDF", id="a country is no parent subdivision"),
        pytest.param("PR", "US-PR", id="a territory"),
        pytest.param("XB-1", "XB-1", id="user-assigned"),
    ],
)
def test_a_subdivision_is_read_as_its_parent_with_a_law_file(code: str, asked: str) -> None:
    assert WORLD.read_asked(code) == asked


def test_records_keep_the_subdivision() -> None:
    assert WORLD.read("gb-crf") == "GB-CRF"


def test_a_place_with_its_own_law_file_is_itself_beside_its_parents() -> None:
    both = Places(read_iso_codes(), frozenset({"GB-WLS", "GB-CRF"}))
    assert both.read_asked("GB-CRF") == "GB-CRF"


def test_no_user_assigned_code_is_taken_from_the_list_of_codes() -> None:
    assert not [code for code in read_iso_codes() if code[:2] in ("XA", "XB", "ZZ", "AA", "QM")]
    with pytest.raises(UnknownPlace):
        Places({"XA": None}).read("XA")
