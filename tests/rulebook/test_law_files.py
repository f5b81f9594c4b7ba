"""The law files as they stand: dated, cited, explained, and written so that a lawyer can read a change to them.

What decides is checked by the loader; here stands what a file must be besides to ship.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rulebook.explain import message_of
from rulebook.findings import Finding
from rulebook.law import Law
from rulebook.loading import PROVISIONS
from rulebook.located import words_in
from rulebook.question import KEYS_IN_USE
from rulebook.requirements.bedside import Attestation
from rulebook.status import Status
from tests.rulebook.shipped import ASKED_ON, read_shipped_law

COMPACTS = {"PT"}
CONSENTS = {"parental_consent", "child_assent", "minor_own_consent"}
DUTIES = {
    "competence", "examination_first", "file_proof", "hygiene", "inform_patient", "insurance", "needle_size",
    "no_delegation", "premises", "proof_on_request", "report_adverse_events", "scope_limited", "single_use_needles",
    "title", "written_records",
}  # fmt: skip
LONGEST_SAYS = 400
LONGEST_QUOTE = 3  # words
QUOTED = (r'"([^"]*)"', r"“([^”]*)”", r"„([^“”]*)[“”]", r"«([^»]*)»", r"‘([^’]*)’(?!\w)", r"(?<!\w)'([^']*)'(?!\w)")
# A key means one thing: whom it is about is the same wherever it is asked. Exceptions would be listed here by key.
ABOUT_BOTH: frozenset[str] = frozenset()

PATHS = sorted(PROVISIONS.rglob("*.yaml"))
PLACES = [place.document for place in read_shipped_law().jurisdictions.values()]
ENTRIES = [provision for place in PLACES for provision in place["provisions"]]
each_file = pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
each_place = pytest.mark.parametrize("place", PLACES, ids=[place["jurisdiction"] for place in PLACES])
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
Data = dict[str, Any]


def test_nothing_but_law_files_lies_among_them() -> None:
    strays = [path.name for path in PROVISIONS.rglob("*") if path.is_file() and path not in PATHS]
    assert not strays
    assert len(PATHS) == len(PLACES)


@each_file
def test_a_file_reads_well_in_a_text_editor(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r'^jurisdiction: "[A-Z]{2}(-[A-Z0-9]{1,3})?"$', text, re.MULTILINE), (
        "the code is quoted: NO is Norway"
    )
    assert "\t" not in text
    assert text.endswith("\n")
    assert not [line for line in text.splitlines() if line != line.rstrip()], "blanks at the end of a line"
    assert not re.search(r"(?<![\w:/.])/(?:work|tmp|home|root|usr|var|mnt|opt|Users)/", text), "a path of a machine"


@each_place
def test_a_place_is_named_and_has_its_time(place: Data) -> None:
    assert place["name"] != place["jurisdiction"]
    assert place["time_zone"], "the day of treatment is a day there"
    assert set(place["compacts"]) <= COMPACTS
    assert len(set(place["compacts"])) == len(place["compacts"])
    assert place["provisions"] or place["notes"], "a file without provisions says in its notes what was read"
    age = place["age_of_majority"]
    assert age is None or 14 <= age <= 21


@each_place
def test_bands_of_consent_hold_every_age_below_majority(place: Data) -> None:
    bands = place["consent"]
    if not bands:
        return
    ages = [band["from_age"] for band in bands] + [bands[-1]["until_age"]]
    assert ages[0] == 0
    assert [band["until_age"] for band in bands] == ages[1:], "an age between two bands would ask for nothing"
    assert ages[-1] == (place["age_of_majority"] or 18)
    for band in bands:
        assert set(band["needs"]) <= CONSENTS
        assert band["citation"]["text"]
        assert band["citation"]["read"]


@each_place
def test_texts_are_in_our_own_words(place: Data) -> None:
    for text in words_in(place):
        assert text == text.strip()
        assert "\n" not in text
        for pattern in QUOTED:
            for quote in re.findall(pattern, text):
                assert len(quote.split()) <= LONGEST_QUOTE, f"a long quotation: {quote}"


@each_entry
def test_a_provision_is_named_dated_and_explained(entry: Data) -> None:
    place = next(place["jurisdiction"] for place in PLACES if entry in place["provisions"])
    assert re.fullmatch(rf"{place.lower()}-{entry['profession'].lower()}-[a-z0-9]+", entry["id"])
    assert entry["says"].endswith(".")
    assert len(entry["says"]) <= LONGEST_SAYS
    assert dt.date.fromisoformat(entry["checked_on"]) <= ASKED_ON, "raise ASKED_ON in shipped.py with a newer look"
    assert entry["authority"]
    assert {duty["kind"] for duty in entry["duties"]} <= DUTIES


@each_entry
def test_a_provision_is_cited(entry: Data) -> None:
    cited = [entry["citation"], *(other["citation"] for other in entry["disagreements"])]
    if entry["citation"] is None:
        assert entry["position"] in ("silent", "unknown")
        cited = cited[1:]
    for citation in cited:
        assert citation["text"].strip()
        assert citation["read"].strip(), "say what was read: the statute, a part of it, a list"
        assert citation["url"] is None or re.fullmatch(r"https?://[^\s/]+\.\S+", citation["url"])


def joints(tree: Data) -> Iterator[tuple[str, list[Data]]]:
    for joint in ("all_of", "any_of"):
        if joint in tree:
            yield joint, tree[joint]
            for child in tree[joint]:
                yield from joints(child)


@each_entry
def test_requirements_are_laid_out_alike(entry: Data) -> None:
    if entry["requires"] is None:
        return
    assert set(entry["requires"]) == {"all_of"}, "requirements begin with all_of"
    inner = list(joints(entry["requires"]))[1:]
    assert all(len(children) > 1 for _, children in inner), "a choice or a bundle has two parts or more"


@each_entry
def test_weak_sources_never_read_as_complete_permissions(entry: Data) -> None:
    if entry["position"] in ("permitted", "conditional") and entry["evidence"] in ("overview", "memory"):
        assert entry["complete"] is False


def attestations(law: Law) -> Iterator[tuple[str, Attestation]]:
    for place in law.jurisdictions.values():
        for provisions in place.provisions.values():
            for provision in provisions:
                yield from (
                    (provision.id, leaf) for leaf in provision.current.leaves() if isinstance(leaf, Attestation)
                )


def test_a_key_is_about_the_same_wherever_it_is_asked(shipped_law: Law) -> None:
    about: dict[str, set[str]] = defaultdict(set)
    for _, leaf in attestations(shipped_law):
        about[leaf.key].add(leaf.about)
    assert {key for key, several in about.items() if len(several) > 1} == ABOUT_BOTH


def test_every_key_has_words(shipped_law: Law) -> None:
    for provision_id, leaf in attestations(shipped_law):
        assert leaf.says, f"{provision_id}: {leaf.key} says nothing"
        assert leaf.key != "parental_consent", f"{provision_id}: use the leaf parental_consent"
    for key in KEYS_IN_USE | CONSENTS:
        message, _ = message_of(Finding(key, "law", Status.CONDITION, ""))
        assert message == key, f"{key} has no text of its own"


def test_an_amendment_closes_what_it_replaces(shipped_law: Law) -> None:
    """Where one provision follows another without a gap, the earlier one is closed by the day the later one begins."""
    for place in shipped_law.jurisdictions.values():
        for provisions in place.provisions.values():
            for earlier, later in pairwise(provisions):
                assert earlier.until is not None
                assert earlier.until <= later.starts, f"{earlier.id} and {later.id} hold together"


def test_law_to_come_is_told_by_a_day_and_not_by_a_note(shipped_law: Law) -> None:
    """Colorado's act for occupational therapists is enacted and not yet in force: known today, counted from its day."""
    provisions = shipped_law.jurisdictions["US-CO"].provisions["OT"]
    assert [one.id for one in provisions if one.starts > ASKED_ON] == ["us-co-ot-2027"]
