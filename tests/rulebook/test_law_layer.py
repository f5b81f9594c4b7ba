"""Law: which provisions count on a day, and what each says."""

import pytest

from rulebook.telling import tell_decision
from tests.rulebook.builders import ask, day, facts, law_of, licence, place, policy, provision, told

ME = {"licences": [licence("XB-1")]}
LEAF = {"kind": "attestation", "key": "referral", "says": "a referral"}


def ask_xb(*places: dict, **asked):
    strictness = {name: asked.pop(name) for name in ("floor", "months") if name in asked}
    return ask(facts(**ME), law_of(*places, **strictness), jurisdiction="XB-1", **asked)


@pytest.mark.parametrize(
    ("position", "finding", "outcome"),
    [
        ("prohibited", ("law_prohibits", "unmet"), "refused"),
        ("silent", ("law_silent", "unknown"), "undetermined"),
        ("unknown", ("law_unread", "unknown"), "undetermined"),
        ("permitted", ("law_permits", "met"), "permitted"),
        ("conditional", ("referral", "condition"), "conditional"),
    ],
)
def test_each_position(position: str, finding: tuple, outcome: str) -> None:
    given = {"requires": LEAF} if position == "conditional" else {"position": position}
    decision = ask_xb(place("XB-1", provision(**given)))
    assert told(decision, "law") == [finding]
    assert decision.outcome == outcome


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param("2020-06-30", "law_prohibits", id="the day before the amendment"),
        pytest.param("2020-07-01", "law_permits", id="its first day"),
        pytest.param("2025-12-31", "law_permits", id="its last day"),
        pytest.param("2026-01-01", "law_not_on_file", id="the day it is no longer in force"),
        pytest.param("1900-01-01", "law_prohibits", id="since before our records"),
    ],
)
def test_the_provision_in_force_on_the_day_counts(on: str, code: str) -> None:
    old = provision("prohibited", id="old", until="2020-07-01")
    new = provision("permitted", id="new", starts="2020-07-01", until="2026-01-01")
    assert told(ask_xb(place("XB-1", old, new), on=on), "law")[0][0] == code


@pytest.mark.parametrize(
    ("here", "country", "codes", "outcome"),
    [
        pytest.param("permitted", None, ["law_permits"], "permitted", id="only the place speaks"),
        pytest.param(None, "permitted", ["law_permits"], "permitted", id="only the country speaks"),
        pytest.param(None, None, ["law_not_on_file"], "undetermined", id="neither"),
        pytest.param("permitted", "prohibited", ["law_permits", "law_prohibits"], "refused", id="the country forbids"),
        pytest.param("prohibited", "permitted", ["law_prohibits", "law_permits"], "refused", id="the place forbids"),
        pytest.param("silent", "permitted", ["law_permits"], "permitted", id="the place is silent"),
        pytest.param("permitted", "silent", ["law_permits"], "permitted", id="the country is silent"),
        pytest.param("silent", "silent", ["law_silent", "law_silent"], "undetermined", id="both are silent"),
        pytest.param("silent", None, ["law_silent"], "undetermined", id="one is silent, the other has none"),
        pytest.param("silent", "unknown", ["law_unread"], "undetermined", id="unread is not silent"),
        pytest.param("unknown", "permitted", ["law_unread", "law_permits"], "undetermined", id="unread and permitted"),
        pytest.param("silent", "prohibited", ["law_prohibits"], "refused", id="silence does not outweigh a ban"),
    ],
)
def test_place_and_country_apply_together(
    here: str | None, country: str | None, codes: list[str], outcome: str
) -> None:
    held = [
        place(code, provision(position, id=f"{code}-pt"))
        for code, position in (("XB", country), ("XB-1", here))
        if position
    ]
    decision = ask_xb(*held)
    assert [code for code, _ in told(decision, "law")] == codes
    assert decision.outcome == outcome


def test_a_silent_provision_that_does_not_count_tells_nothing_of_itself() -> None:
    duty = [{"kind": "no_delegation", "says": "…"}]
    silent = provision("silent", id="xb-pt", complete=False, evidence="memory", checked_on="2000-01-01", duties=duty)
    decision = ask_xb(place("XB", silent), place("XB-1", provision(id="xb-1-pt")))
    assert told(decision, "law") == [("law_permits", "met")]
    whole = tell_decision(decision)
    assert (whole["law"]["provisions"], whole["duties"]) == (["xb-1-pt"], [])


def test_a_neighbours_law_and_another_professions_say_nothing() -> None:
    decision = ask_xb(place("XB-2", provision()), place("XB-1", provision(profession="AT")))
    assert told(decision, "law") == [("law_not_on_file", "unknown")]


def test_a_country_is_not_governed_by_its_subdivision() -> None:
    held = facts(licences=[licence("XB")])
    law = law_of(place("XB-1", provision("permitted")), place("XB"))
    assert told(ask(held, law, jurisdiction="XB"), "law") == [("law_not_on_file", "unknown")]


WEAK = {"complete": False, "evidence": "overview", "checked_on": "2025-11-21"}


def test_what_weakens_a_provision_is_added_in_order() -> None:
    decision = ask_xb(place("XB-1", provision(requires=LEAF, **WEAK)))
    assert told(decision, "law") == [
        ("referral", "condition"),
        ("law_partly_read", "unknown"),
        ("law_evidence_too_weak", "unknown"),
        ("law_review_overdue", "unknown"),
    ]


@pytest.mark.parametrize(
    ("position", "outcome"),
    [("permitted", "undetermined"), ("prohibited", "refused"), ("silent", "undetermined"), ("unknown", "undetermined")],
)
def test_weaknesses_stand_beside_every_position(position: str, outcome: str) -> None:
    decision = ask_xb(place("XB-1", provision(position, **WEAK)))
    assert len(told(decision, "law")) == 4
    assert decision.outcome == outcome


def test_a_shortfall_in_half_read_law_still_refuses() -> None:
    decision = ask_xb(place("XB-1", provision(requires={"kind": "exam_passed", "form": "written"}, **WEAK)))
    assert decision.outcome == "refused"


def test_each_provision_that_counts_is_weighed_by_itself() -> None:
    decision = ask_xb(place("XB", provision(id="c", complete=False)), place("XB-1", provision(id="p", **WEAK)))
    assert [code for code, _ in told(decision, "law")] == [
        "law_permits",
        "law_partly_read",
        "law_evidence_too_weak",
        "law_review_overdue",
        "law_permits",
        "law_partly_read",
    ]


ORDER = ("memory", "overview", "secondary", "primary")


@pytest.mark.parametrize("floor", ORDER)
@pytest.mark.parametrize("evidence", ORDER)
def test_evidence_below_the_floor_never_permits(evidence: str, floor: str) -> None:
    decision = ask_xb(place("XB-1", provision(evidence=evidence)), floor=floor)
    assert (decision.outcome == "permitted") is (ORDER.index(evidence) >= ORDER.index(floor))


@pytest.mark.parametrize(
    ("checked_on", "months", "asked_on", "overdue"),
    [
        pytest.param("2025-11-22", 12, "2026-11-21", False, id="the day before it is a year"),
        pytest.param("2025-11-22", 12, "2026-11-22", False, id="a year to the day"),
        pytest.param("2025-11-22", 12, "2026-11-23", True, id="the day after"),
        pytest.param("2024-02-29", 12, "2025-02-28", False, id="29 February is clamped to the 28th"),
        pytest.param("2024-02-29", 12, "2025-03-01", True, id="and overdue on 1 March"),
        pytest.param("2026-08-31", 6, "2027-02-28", False, id="31 August and six months"),
        pytest.param("2026-08-31", 6, "2027-03-01", True, id="31 August and six months, the day after"),
    ],
)
def test_a_review_is_overdue_by_the_day_of_asking(checked_on: str, months: int, asked_on: str, overdue: bool) -> None:
    held = place("XB-1", provision(checked_on=checked_on))
    for on in ("1950-01-01", "2190-01-01"):
        decision = ask(
            facts(licences=[licence("XB-1", issued_on="1940-01-01")]),
            law_of(held, months=months),
            jurisdiction="XB-1",
            on=on,
            asked_on=day(asked_on),
        )
        assert (("law_review_overdue", "unknown") in told(decision)) is overdue


def test_the_answer_names_its_law() -> None:
    duty = {"kind": "no_delegation", "says": "not to be delegated"}
    law = law_of(
        place("XB", provision(id="xb-pt", checked_on="2026-03-01")),
        place("XB-1", provision(id="xb-1-pt", checked_on="2026-01-31", duties=[duty])),
    )
    whole = tell_decision(ask(facts(**ME), law, jurisdiction="XB-1"))
    assert whole["law"] == {
        "digest": law.digest,
        "evidence_floor": "secondary",
        "review_months": 12,
        "provisions": ["xb-1-pt", "xb-pt"],
        "review_due_on": "2027-02-01",
    }
    citation = {"text": "Act § 1", "url": None, "evidence": "primary", "checked_on": "2026-01-31"}
    assert whole["duties"] == [{**duty, "citation": citation}]
    assert [one["citation"]["checked_on"] for one in whole["findings"][1:]] == ["2026-01-31", "2026-03-01"]


def test_a_leaf_may_cite_its_own_paragraph() -> None:
    decision = ask_xb(place("XB-1", provision(requires=LEAF | {"cite": "Act § 9"})))
    citation = tell_decision(decision)["findings"][1]["citation"]
    assert citation == {"text": "Act § 9", "url": None, "evidence": "primary", "checked_on": "2026-11-22"}


def test_trees_nest_freely_and_tell_every_leaf_met_or_not() -> None:
    met = {"kind": "patient_age", "minimum": 1}
    unread = {"kind": "unread", "says": "…"}
    exam = {"kind": "exam_passed", "form": "written"}
    tree = {"all_of": [met, {"any_of": [exam, {"all_of": [met, {"any_of": [unread, LEAF]}]}]}, {"all_of": []}]}
    decision = ask_xb(place("XB-1", provision(requires=tree)))
    assert [status for _, status in told(decision, "law")] == ["met", "unmet", "met", "unknown", "condition"]
    assert decision.outcome == "conditional"


def test_a_policy_never_makes_up_for_the_law() -> None:
    law = law_of(place("XB-1", provision("prohibited")))
    site = policy({"kind": "patient_age", "minimum": 1})
    assert ask(facts(**ME), law, site, jurisdiction="XB-1").outcome == "refused"
