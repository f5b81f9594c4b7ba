"""The name on a card against the names on record."""

import pytest

from rulebook.identity import take_apart
from rulebook.telling import tell_decision
from tests.rulebook.builders import ask, facts, law_of, licence, place, provision, told

PERMITS = law_of(place("XA", provision()))


@pytest.mark.parametrize(
    ("given", "recorded", "matches"),
    [
        pytest.param("Ada Okafor", ("Ada Okafor",), True, id="as recorded"),
        pytest.param("okafor, ADA", ("Ada Okafor",), True, id="other order, case and signs"),
        pytest.param("Ada", ("Ada Okafor",), True, id="one word of it"),
        pytest.param("Ada Smith", ("Ada Okafor", "Ada Smith"), True, id="a former name"),
        pytest.param("Okafor Smith", ("Ada Okafor", "Ada Smith"), False, id="words of two names"),
        pytest.param("Ada B Okafor", ("Ada Okafor",), False, id="a word too many"),
        pytest.param("Ad", ("Ada Okafor",), False, id="a part of a word"),
        pytest.param("Zoe Nunez", ("Zoë Núñez",), True, id="marks dropped"),
        pytest.param("Zoë Núñez", ("ZOE NUNEZ",), True, id="marks dropped from what is given"),
        pytest.param("STRASSE", ("Straße",), True, id="sharp s is case-folded"),
        pytest.param("ﬁona", ("Fiona",), True, id="a ligature comes apart"),
        pytest.param("O'Brien", ("Ada O’Brien",), True, id="either apostrophe"),
        pytest.param("OBrien", ("Ada O'Brien",), False, id="split where the apostrophe is"),
        pytest.param("Ada2Okafor", ("Okafor Ada",), True, id="a digit is no letter"),
        pytest.param("中山", ("中山 太郎",), True, id="letters of any script"),
        pytest.param("Αda", ("Ada",), False, id="a Greek capital that looks like an A"),
        pytest.param("", ("Ada",), False, id="nothing given"),
        pytest.param("12 34 .", ("Ada",), False, id="no word left"),
        pytest.param("Ada", (), False, id="nothing recorded"),
        pytest.param("Ada", ("", "42"), False, id="no word recorded"),
    ],
)
def test_names(given: str, recorded: tuple[str, ...], matches: bool) -> None:
    decision = ask(facts(names=recorded, licences=[licence()]), PERMITS, name=given)
    assert told(decision, "identity") == [("name_matches", "met") if matches else ("name_does_not_match", "unknown")]
    whole = tell_decision(decision)
    assert whole["question"]["name"] is matches
    assert whole["layers"]["identity"] == ("permitted" if matches else "undetermined")
    assert decision.outcome == ("permitted" if matches else "undetermined")


def test_a_name_is_never_told_back() -> None:
    decision = ask(facts(names=("Ada Okafor",), licences=[licence()]), PERMITS, name="Okafor")
    assert "Okafor" not in str(tell_decision(decision))


def test_no_name_given_is_no_layer() -> None:
    whole = tell_decision(ask(facts(names=("Ada",), licences=[licence()]), PERMITS))
    assert (whole["layers"]["identity"], whole["question"]["name"]) == (None, None)


def test_identity_comes_first_in_the_tree_and_refuses_nobody_by_itself() -> None:
    decision = ask(facts(), PERMITS, name="Ada")
    assert [code for code, _ in told(decision)] == ["name_does_not_match", "no_licence_here"]
    assert [gap.code for gap in decision.gaps] == ["name_does_not_match", "no_licence_here"]
    assert decision.outcome == "refused"


@pytest.mark.parametrize(
    ("name", "words"),
    [("Jean-Luc d’Aubigné", {"jean", "luc", "d", "aubigne"}), ("İpek", {"ipek"}), ("ﬀ", {"ff"}), ("Å", {"a"})],
)
def test_names_taken_apart(name: str, words: set[str]) -> None:
    assert take_apart(name) == words


@pytest.mark.parametrize("matched", [True, False], ids=["that matched", "that did not match"])
def test_of_a_name_compared_before_the_result_counts(matched: bool) -> None:
    of_then = facts(names=("Ada Okafor",), licences=[licence()])
    now = facts(names=() if matched else ("Ada Okafor",), licences=[licence()])
    then = tell_decision(ask(of_then, PERMITS, name="Ada" if matched else "Eve"))
    assert tell_decision(ask(now, PERMITS, name=matched)) == then
