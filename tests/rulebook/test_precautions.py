"""Precautions: what each source says, kept side by side with that source's own category."""

from pathlib import Path

import pytest

from rulebook.loading import LawFaults, read_precautions
from rulebook.located import words_in
from rulebook.precautions import Category, Precaution, Precautions

PRECAUTIONS = read_precautions()
# The fifteen of the clinic's page, as that page means them. Its fourth and its last speak of several things.
FIFTEEN = {
    1: {"needle_aversion": Category.PRECAUTION},
    2: {"cognitive_impairment": Category.PRECAUTION},
    3: {"no_communication": Category.PRECAUTION},
    4: {
        "unwilling_patient": Category.PRECAUTION,
        "child_below_twelve": Category.NOT_RECOMMENDED,
        "child": Category.CONDITION,
    },
    5: {"consent_not_given": Category.CONDITION},
    6: {"skin_lesion": Category.AVOID_AREA},
    7: {"infection": Category.CONTRAINDICATED},
    8: {"lymphoedema": Category.NOT_A_CONTRAINDICATION},
    9: {"severe_hyperalgesia": Category.PRECAUTION},
    10: {"metal_allergy": Category.PRECAUTION},
    11: {"bleeding_tendency": Category.PRECAUTION},
    12: {"compromised_immunity": Category.PRECAUTION},
    13: {"pregnancy": Category.PRECAUTION},
    14: {"vascular_disease": Category.CONTRAINDICATED},
    15: {"opened_joint": Category.PRECAUTION, "implanted_device": Category.AVOID_AREA},
}
# The risks and considerations of the article on safety; its entry on illness names three.
RISKS = {
    "untrained_practitioner", "infection_risk", "bleeding_and_bruising", "pain_and_soreness", "broken_needle",
    "bleeding_tendency", "compromised_immunity", "skin_lesion", "metal_allergy", "pregnancy", "medication",
    "psychological_state", "unresolved_cause", "individual_response", "history_not_taken",
}  # fmt: skip


def item(name: str) -> Precaution:
    return PRECAUTIONS.items[name]


def categories(name: str) -> dict[str, Category]:
    return {telling.source.id: telling.category for telling in item(name).told}


@pytest.mark.parametrize("number", FIFTEEN)
def test_each_of_the_fifteen_stands_with_its_source_s_category(number: int) -> None:
    told = {held.id: telling.category for held, telling in PRECAUTIONS.told_by("clinic_page") if telling.item == number}
    assert told == FIFTEEN[number]


def test_the_risks_of_the_article_are_all_there() -> None:
    assert {held.id for held, _ in PRECAUTIONS.told_by("therapy_article")} >= RISKS


def test_a_page_may_know_contraindications_that_another_takes_for_caution() -> None:
    named = {held.id: telling.category for held, telling in PRECAUTIONS.told_by("therapist_finder")}
    assert named["pregnancy"] == named["bleeding_tendency"] == Category.CONTRAINDICATED


@pytest.mark.parametrize(
    ("name", "mildest", "strictest"),
    [
        pytest.param("lymphoedema", Category.NOT_A_CONTRAINDICATION, Category.ABSOLUTE, id="no bar, and absolute"),
        pytest.param("pregnancy", Category.PRECAUTION, Category.ABSOLUTE, id="caution, and absolute"),
        pytest.param("bleeding_tendency", Category.RAISED_RISK, Category.CONTRAINDICATED, id="caution, and barred"),
        pytest.param("needle_aversion", Category.RAISED_RISK, Category.ABSOLUTE, id="may consider it, and absolute"),
        pytest.param("vascular_disease", Category.LISTED, Category.CONTRAINDICATED, id="should not, and relative"),
    ],
)
def test_conflicts_stay_visible_and_the_most_cautious_leads(name: str, mildest: Category, strictest: Category) -> None:
    assert item(name).is_disputed
    assert max(categories(name).values()) == mildest
    assert item(name).most_cautious == strictest


def test_advice_stays_with_the_source_that_gave_it() -> None:
    nickel = {telling.source.id: telling.do for telling in item("metal_allergy").told}
    assert nickel["clinic_page"] == "use needles plated with silver or gold"
    assert nickel["physioman"] is None
    plated = {telling.source.id: telling.equipment for telling in item("metal_allergy").told if telling.equipment}
    assert plated == {"clinic_page": ("plated_needles",)}
    deep = next(telling for telling in item("bleeding_tendency").told if telling.source.id == "clinic_page")
    assert deep.where is not None
    assert "psoas" in deep.where
    assert "head" in deep.regions
    assert deep.deep


def test_what_age_and_region_tell_is_not_asked() -> None:
    told = {name: held.known_from for name, held in PRECAUTIONS.items.items() if held.known_from}
    assert told == {
        "child": "age",
        "child_below_twelve": "age",
        "forbidden_places": "region",
        "infant_scalp": "region",
        "over_the_lung": "region",
        "eye_neck_and_cord": "region",
    }
    assert not any(item(name).is_asked for name in told)


def test_what_binds_others_or_informs_is_not_asked() -> None:
    silent = {name for name, held in PRECAUTIONS.items.items() if not held.is_asked and not held.known_from}
    assert silent >= {"untrained_practitioner", "broken_needle", "aftercare", "unresolved_cause"}
    assert {"pregnancy", "history_not_taken", "metal_allergy"}.isdisjoint(silent)


def test_aftercare_is_told_in_whole_sentences() -> None:
    told = [telling.aftercare for held in PRECAUTIONS.items.values() for telling in held.told if telling.aftercare]
    assert len(told) >= 6
    assert all(text.endswith(".") and len(text) <= 140 for text in told)


def test_caution_has_one_order() -> None:
    ranks = [Category.ABSOLUTE, Category.CONTRAINDICATED, Category.RELATIVE, Category.PRECAUTION]
    assert ranks == sorted(ranks)
    assert max(Category) is Category.NOT_A_CONTRAINDICATION


def test_every_source_is_used_and_named_as_a_public_document() -> None:
    used = {telling.source.id for held in PRECAUTIONS.items.values() for telling in held.told}
    assert used == set(PRECAUTIONS.sources)
    assert not [source.name for source in PRECAUTIONS.sources.values() if "seed" in source.name.lower()]


def test_what_is_said_is_short_and_in_our_own_words() -> None:
    texts = [telling.says for held in PRECAUTIONS.items.values() for telling in held.told]
    for text in words_in(texts):
        assert len(text) <= 140
        assert not text.endswith(".")
        assert '"' not in text


SOURCES = "sources:\n  - {id: a, name: A page, url: null, confidence: whole, notes: None besides}\n"
GOOD = """items:
  - id: pregnancy
    name: Pregnancy
    told:
      - {source: a, category: relative, says: in the list}
"""


def read(folder: Path, *, sources: str = SOURCES, items: str = GOOD) -> Precautions:
    (folder / "sources.yaml").write_text(sources, encoding="utf-8")
    (folder / "group.yaml").write_text(items, encoding="utf-8")
    return read_precautions(folder)


def test_a_small_file_is_read(tmp_path: Path) -> None:
    held = read(tmp_path).items["pregnancy"]
    assert (held.group, held.most_cautious, held.is_disputed) == ("group", Category.RELATIVE, False)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        pytest.param(
            {"items": GOOD + "      - {source: a, category: absolute, says: never}\n"},
            "group.yaml:6: told: the source 'a' stands twice in one item",
            id="a source twice in an item",
        ),
        pytest.param(
            {"items": GOOD.replace("source: a", "source: b")},
            "group.yaml:5: told: unknown source 'b'",
            id="a source unknown",
        ),
        pytest.param(
            {"items": GOOD.replace("relative", "official")},
            "group.yaml:5: told: unknown category 'official'",
            id="a category",
        ),
        pytest.param(
            {"items": GOOD + GOOD.removeprefix("items:\n")},
            "group.yaml:6: the id 'pregnancy' stands twice",
            id="an id twice",
        ),
        pytest.param(
            {"items": GOOD.replace("says: in the list", "regions: [toe], says: x")},
            "group.yaml:5: told: regions must be a list of",
            id="a region that questions do not know",
        ),
        pytest.param(
            {"items": GOOD.replace("relative", "relative, met_by: [a_promise]")},
            "group.yaml:5: told: met_by must be a list of",
            id="a key that no question knows",
        ),
        pytest.param(
            {"items": GOOD.replace("relative", "relative, equipment: [hammer]")},
            "group.yaml:5: told: equipment must be a list of plated_needles",
            id="equipment unknown",
        ),
        pytest.param(
            {"items": GOOD.replace("relative", "relative, only_with: nothing_known")},
            "group.yaml:5: told: only_with names 'nothing_known', which is no other item",
            id="together with what nobody knows",
        ),
        pytest.param(
            {"items": GOOD.replace("relative", "relative, deep: deeply")},
            "group.yaml:5: told: deep must be true or false",
            id="deep",
        ),
        pytest.param(
            {"items": GOOD.replace("name: Pregnancy", "name: Pregnancy\n    known_from: age")},
            "group.yaml:4: item: what the age tells needs below_age",
            id="an age that is not told",
        ),
        pytest.param(
            {"items": GOOD.replace("name: Pregnancy", "name: Pregnancy\n    known_from: region")},
            "group.yaml:4: item: what the region tells needs a telling with regions",
            id="a region that is not told",
        ),
        pytest.param(
            {"items": GOOD.replace("name: Pregnancy", "name: Pregnancy\n    known_from: hearsay")},
            "group.yaml:4: item: known_from must be one of age, region",
            id="known from nowhere",
        ),
        pytest.param(
            {"items": GOOD.replace("name: Pregnancy", "name: Pregnancy\n    below_age: 0")},
            "group.yaml:4: item: below_age must be a whole number above 0",
            id="below nobody's age",
        ),
        pytest.param(
            {"items": "items: []\n"}, "group.yaml:1: items must be a list of mappings and not empty", id="no items"
        ),
        pytest.param(
            {"sources": SOURCES.replace("whole", "hearsay")},
            "sources.yaml:2: source: confidence must be one of",
            id="hearsay",
        ),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, given: dict[str, str], fault: str) -> None:
    with pytest.raises(LawFaults) as caught:
        read(tmp_path, **given)
    assert any(str(one).startswith(fault) for one in caught.value.faults), caught.value
