"""Which licences and privileges bear on a place, which of them the answer follows, and what is told of the rest."""

import pytest

from rulebook.telling import tell_decision
from tests.rulebook.builders import ask, facts, law_of, licence, place, policy, privilege, provision, status, told

LAW = law_of(place("XB", provision()), place("XB-1", provision()), place("XA", provision()))


def told_basis(decision) -> tuple | None:
    basis = tell_decision(decision)["basis"]
    return basis and (basis["kind"], basis["jurisdiction"], basis["profession"], basis["number"])


@pytest.mark.parametrize(
    ("where", "asked", "bears"),
    [
        pytest.param("XB-1", "XB-1", True, id="of the place itself"),
        pytest.param("XB", "XB-1", True, id="a national register, asked about a subdivision"),
        pytest.param("XB", "XB", True, id="of the country, asked about the country"),
        pytest.param("XB-1", "XB", False, id="of a subdivision, asked about the country"),
        pytest.param("XB-2", "XB-1", False, id="of a neighbour"),
        pytest.param("XA", "XB-1", False, id="of another country"),
    ],
)
def test_where_a_licence_bears(where: str, asked: str, bears: bool) -> None:
    decision = ask(facts(licences=[licence(where)]), LAW, jurisdiction=asked)
    assert (told(decision, "licence") != [("no_licence_here", "unmet")]) is bears


@pytest.mark.parametrize(("remote", "bears"), [("XB-1", True), ("XB", False), ("XB-2", False), ("XA", False)])
def test_a_privilege_bears_only_where_it_was_given(remote: str, bears: bool) -> None:
    held = facts(licences=[licence("XC")], privileges=[privilege(remote, "XC")])
    decision = ask(held, LAW, jurisdiction="XB-1")
    assert (decision.outcome == "permitted") is bears


def test_nothing_that_bears_is_refused_and_told_as_one_finding() -> None:
    decision = ask(facts(), LAW)
    told_whole = tell_decision(decision)
    assert told(decision) == [("no_licence_here", "unmet")]
    assert (told_whole["basis"], told_whole["other_bases"]) == (None, [])
    assert told_whole["layers"] == {
        "identity": None,
        "licence": "refused",
        "law": None,
        "standard": None,
        "policy": None,
    }
    assert [gap["code"] for gap in told_whole["gaps"]] == ["no_licence_here"]
    assert told_whole["law"]["provisions"] == []


SUSPENDED = {"statuses": [status("suspended", "2020-01-01")]}


@pytest.mark.parametrize(
    ("record", "chosen"),
    [
        pytest.param(
            {"licences": [licence("XB-1", "1", **SUSPENDED), licence("XB-1", "2")]},
            ("licence", "XB-1", "PT", "2"),
            id="the better status before the lower number",
        ),
        pytest.param(
            {"licences": [licence("XB-1", "2"), licence("XB-1", "10")]},
            ("licence", "XB-1", "PT", "10"),
            id="numbers by code point, not by size",
        ),
        pytest.param(
            {"licences": [licence("XB-1", "a"), licence("XB-1", "B")]},
            ("licence", "XB-1", "PT", "B"),
            id="numbers as written, capitals first",
        ),
        pytest.param(
            {"licences": [licence("XB-1"), licence("XB")]},
            ("licence", "XB", "PT", "L-1"),
            id="the country's code is lower",
        ),
        pytest.param(
            {"licences": [licence("XB-1", profession="PT"), licence("XB-1", "A", profession="PTA")]},
            ("licence", "XB-1", "PT", "L-1"),
            id="profession before number",
        ),
        pytest.param(
            {"licences": [licence("XB-1", "Z"), licence("XC")], "privileges": [privilege("XB-1", "XC", number="A")]},
            ("licence", "XB-1", "PT", "Z"),
            id="licences before privileges",
        ),
        pytest.param(
            {"licences": [licence("XB-1", **SUSPENDED), licence("XC")], "privileges": [privilege("XB-1", "XC")]},
            ("privilege", "XB-1", "PT", "P-1"),
            id="a good privilege before a suspended licence",
        ),
    ],
)
def test_the_basis_that_the_answer_follows(record: dict, chosen: tuple) -> None:
    law = law_of(place("XB", provision(), provision(profession="PTA")), place("XB-1", provision()))
    assert told_basis(ask(facts(**record), law, jurisdiction="XB-1")) == chosen


def test_findings_tell_every_basis_gaps_the_chosen_one_and_the_rest_are_named() -> None:
    suspended = licence("XB-1", "1", **SUSPENDED)
    expired = licence("XB-1", "2", expires_on="2020-01-01", statuses=[status("probation", "2025-01-01")])
    unread = licence("XB-1", "3", profession="OST")
    decision = ask(facts(licences=[unread, expired, suspended]), LAW, jurisdiction="XB-1")
    told_whole = tell_decision(decision)
    assert [one["code"] for one in told_whole["findings"]] == [
        "licence_active",
        "law_not_on_file",
        "licence_suspended",
        "law_permits",
        "law_permits",
        "licence_expired",
        "law_permits",
        "law_permits",
    ]
    assert told_whole["basis"]["profession"] == "OST"
    assert [gap["code"] for gap in told_whole["gaps"]] == ["law_not_on_file"]
    assert [(one["number"], one["outcome"]) for one in told_whole["other_bases"]] == [
        ("1", "refused"),
        ("2", "refused"),
    ]


def test_a_standard_looks_at_the_person_not_at_one_basis() -> None:
    """`This profession` is, in a standard or a policy, any that has a basis here; elsewhere held ones do not help."""
    years = {"kind": "years_licensed", "minimum": 10}
    young = licence("XA", "1", issued_on="2025-01-01")
    law = law_of(place("XA", provision(), provision(profession="AT")))
    other = licence("XA", "2", profession="AT", issued_on="2010-01-01")
    elsewhere = licence("XB", "2", profession="AT", issued_on="2010-01-01")
    suspended = licence("XA", "2", profession="AT", issued_on="2010-01-01", **SUSPENDED)
    outcomes = [
        ask(facts(licences=held), law, policy(years)).outcome
        for held in ([young], [young, other], [young, elsewhere], [young, suspended])
    ]
    assert outcomes == ["refused", "permitted", "refused", "permitted"]


def test_a_law_looks_at_the_profession_of_its_basis() -> None:
    years = {"kind": "years_licensed", "minimum": 10}
    law = law_of(place("XA", provision(requires=years), provision(profession="AT", position="prohibited")))
    held = [licence("XA", "1", issued_on="2025-01-01"), licence("XA", "2", profession="AT", issued_on="2000-01-01")]
    assert ask(facts(licences=held), law).outcome == "refused"


def test_the_top_takes_the_best_basis_even_where_the_standard_refuses() -> None:
    never = {"name": "trial", "requires": {"all_of": [{"kind": "exam_passed", "form": "written"}]}}
    decision = ask(facts(licences=[licence("XA")]), LAW, standard=never)
    assert tell_decision(decision)["layers"] == {
        "identity": None,
        "licence": "permitted",
        "law": "permitted",
        "standard": "refused",
        "policy": None,
    }
    assert decision.outcome == "refused"
