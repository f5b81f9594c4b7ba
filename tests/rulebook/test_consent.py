"""The consents that a place's law asks for a child."""

import pytest

from tests.rulebook.builders import ask, band, facts, law_of, licence, place, provision, told

ME = {"licences": [licence("XB-1")]}
BANDS = [
    band(0, 12, "parental_consent"),
    band(12, 16, "parental_consent", "child_assent"),
    band(16, 18, "minor_own_consent"),
]


def consents(law, **patient) -> list[str]:
    findings = told(ask(facts(**ME), law, jurisdiction="XB-1", **patient), "law")
    return [code for code, _ in findings if code not in ("law_permits", "law_not_on_file", "law_prohibits")]


@pytest.mark.parametrize(
    ("patient", "codes"),
    [
        pytest.param({"age": 0}, ["parental_consent"], id="the first band's first year"),
        pytest.param({"age": 11}, ["parental_consent"], id="its last year"),
        pytest.param({"age": 12}, ["parental_consent", "child_assent"], id="the second band's first year"),
        pytest.param({"age": 15}, ["parental_consent", "child_assent"], id="its last year"),
        pytest.param({"age": 16}, ["minor_own_consent"], id="the young person's own"),
        pytest.param({"age": 17}, ["minor_own_consent"], id="the year before majority"),
        pytest.param({"age": 18}, [], id="of age"),
        pytest.param({"group": "adult"}, [], id="an adult"),
        pytest.param(
            {"group": "child"},
            ["parental_consent", "child_assent", "minor_own_consent"],
            id="a child of unknown age: of every band, each key once",
        ),
    ],
)
def test_the_band_that_holds_the_age(patient: dict, codes: list[str]) -> None:
    assert consents(law_of(place("XB-1", provision(), consent=BANDS)), **patient) == codes


@pytest.mark.parametrize(
    ("here", "country", "age", "codes"),
    [
        pytest.param([], BANDS, 5, ["parental_consent"], id="the country's, where the place has none"),
        pytest.param([band(0, 18, "child_assent")], BANDS, 5, ["child_assent"], id="the place's alone, where it has"),
        pytest.param([band(12, 18, "child_assent")], BANDS, 5, [], id="not the country's for an age left open"),
        pytest.param([], [], 5, [], id="nowhere any"),
    ],
)
def test_whose_bands_count(here: list, country: list, age: int, codes: list[str]) -> None:
    law = law_of(place("XB", consent=country), place("XB-1", provision(), consent=here))
    assert consents(law, age=age) == codes


def test_bands_end_with_the_childhood_of_the_place() -> None:
    law = law_of(place("XB-1", provision(), consent=[band(0, 21, "parental_consent")], age_of_majority=16))
    assert [consents(law, age=age) for age in (15, 16)] == [["parental_consent"], []]


@pytest.mark.parametrize(
    ("majorities", "group"),
    [
        pytest.param({"XB-1": 16, "XB": 18}, "adult", id="the place's own"),
        pytest.param({"XB-1": None, "XB": 16}, "adult", id="else its country's"),
        pytest.param({"XB": 16}, "adult", id="the country's where the place has no file"),
        pytest.param({"XB-1": None, "XB": None}, "child", id="else eighteen"),
        pytest.param({"XA": 16}, "child", id="not another country's"),
    ],
)
def test_whose_age_of_majority_counts(majorities: dict, group: str) -> None:
    law = law_of(*(place(code, age_of_majority=age) for code, age in majorities.items()))
    assert ask(facts(**ME), law, jurisdiction="XB-1", age=16).inquiry.case.patient_group == group


def test_consent_is_asked_on_every_basis_and_after_the_law() -> None:
    law = law_of(place("XB-1", provision("prohibited"), consent=[band(0, 18, "child_assent")]))
    held = facts(licences=[licence("XB-1", "1"), licence("XB-1", "2", profession="AT")])
    decision = ask(held, law, jurisdiction="XB-1", age=5)
    assert told(decision, "law") == [
        ("law_not_on_file", "unknown"),
        ("child_assent", "condition"),
        ("law_prohibits", "unmet"),
        ("child_assent", "condition"),
    ]


def test_attested_consent_is_met_and_a_statement_is_none() -> None:
    law = law_of(place("XB-1", provision(), consent=[band(0, 18, "parental_consent")]))
    stated = {"key": "parental_consent", "by": "a parent", "from": "2020-01-01", "until": None}
    held = facts(**ME, statements=[stated])
    assert ask(held, law, jurisdiction="XB-1", age=5).outcome == "conditional"
    attested = ("parental_consent",)
    assert ask(held, law, jurisdiction="XB-1", age=5, attested=attested).outcome == "permitted"


def test_a_minors_own_consent_asked_by_law_is_attested_like_any() -> None:
    law = law_of(place("XB-1", provision(), consent=BANDS))
    assert ask(facts(**ME), law, jurisdiction="XB-1", age=16).conditions == [("minor_own_consent", "treatment")]
