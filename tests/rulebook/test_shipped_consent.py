"""Every band of consent on file, at its first and its last age, and what holds for a child of unknown age."""

import pytest

from rulebook import decide
from rulebook.facts import Facts, Licence
from rulebook.law import Jurisdiction, Law
from rulebook.question import NO_STANDARD, Question
from tests.rulebook.builders import day
from tests.rulebook.records import HEAD
from tests.rulebook.shipped import ASKED_ON, read_shipped_law

BANDED = [place for place in read_shipped_law().jurisdictions.values() if place.document["consent"]]
# Of no profession that a file speaks of: what is found besides the law's silence is consent alone.
STRANGER = "RMT"


def asked_of(law: Law, place: Jurisdiction, *, age: int | None, attested: tuple[str, ...] = ()) -> dict[str, str]:
    """The consents that the law asks, each with its status."""
    question = Question(
        registry_number="FN-0000-0000",
        jurisdiction=place.code,
        on=ASKED_ON,
        known_at="2026-11-22T00:00:00Z",
        age=age,
        group=None if age is not None else "child",
        attested=attested,
        standard=NO_STANDARD,
    )
    licence = Licence(*HEAD, jurisdiction=place.code, profession=STRANGER, number="1", issued_on=day("2010-01-01"))
    decision = decide(question, Facts(licences=(licence,)), law, None, None, ASKED_ON)
    return {
        finding.code: finding.status.word
        for finding in decision.findings
        if finding.path.startswith("bases/0/law/consent")
    }


def bands() -> list[tuple[Jurisdiction, dict[str, object]]]:
    return [(place, band) for place in BANDED for band in place.document["consent"]]


@pytest.mark.parametrize(
    ("place", "band"), bands(), ids=[f"{place.code} from {band['from_age']}" for place, band in bands()]
)
def test_a_band_asks_for_its_consents_from_its_first_to_its_last_age(
    shipped_law: Law, place: Jurisdiction, band: dict[str, object]
) -> None:
    needs = tuple(band["needs"])
    for age in (band["from_age"], band["until_age"] - 1):
        assert asked_of(shipped_law, place, age=age) == dict.fromkeys(needs, "condition")
        assert asked_of(shipped_law, place, age=age, attested=needs) == dict.fromkeys(needs, "met")


@pytest.mark.parametrize("place", BANDED, ids=[place.code for place in BANDED])
def test_an_adult_is_asked_for_none_and_a_child_of_unknown_age_for_all(shipped_law: Law, place: Jurisdiction) -> None:
    every = {key for band in place.document["consent"] for key in band["needs"]}
    assert asked_of(shipped_law, place, age=shipped_law.age_of_majority_in(place.code)) == {}
    assert set(asked_of(shipped_law, place, age=None)) == every
