"""The leaves on the treatment and on what a human vouches for."""

import pytest

from rulebook.telling import tell_decision
from tests.rulebook.builders import (
    ask,
    band,
    day,
    facts,
    found,
    law_of,
    licence,
    place,
    policy,
    privilege,
    provision,
    requiring,
    told,
)
from tests.rulebook.records import facts_of

ME = {"licences": [licence()]}


def statement(key: str, starts: str = "2020-01-01", until: str | None = None) -> dict:
    return {"key": key, "by": "Myotech", "from": starts, "until": until}


@pytest.mark.parametrize(
    ("minimum", "patient", "finding"),
    [
        pytest.param(12, {"age": 11}, ("patient_age", "unmet"), id="a year too young"),
        pytest.param(12, {"age": 12}, ("patient_age", "met"), id="of the age"),
        pytest.param(18, {"group": "adult"}, ("patient_age", "met"), id="an adult, at the age of majority"),
        pytest.param(12, {"group": "adult"}, ("patient_age", "met"), id="an adult, below it"),
        pytest.param(19, {"group": "adult"}, ("patient_age_at_least_19", "condition"), id="an adult, above it"),
        pytest.param(12, {"group": "child"}, ("patient_age_at_least_12", "condition"), id="a child, below it"),
        pytest.param(17, {"group": "child"}, ("patient_age_at_least_17", "condition"), id="a child, a year below it"),
        pytest.param(18, {"group": "child"}, ("patient_age", "unmet"), id="a child, at the age of majority"),
        pytest.param(
            1, {"group": "child"}, ("patient_age_at_least_1", "condition"), id="a child's group never meets it"
        ),
    ],
)
def test_the_patients_age(minimum: int, patient: dict, finding: tuple) -> None:
    law = requiring({"kind": "patient_age", "minimum": minimum})
    assert told(ask(facts(**ME), law, **patient), "law") == [finding]


def test_the_age_is_not_attestable() -> None:
    law = requiring({"kind": "patient_age", "minimum": 12})
    keys = ("patient_age", "patient_age_at_least_12")
    assert ask(facts(**ME), law, group="child", attested=keys).outcome == "conditional"


def test_a_group_is_weighed_against_the_places_own_age_of_majority() -> None:
    law = law_of(place("XA", provision(requires={"kind": "patient_age", "minimum": 16}), age_of_majority=16))
    outcomes = [ask(facts(**ME), law, group=group).outcome for group in ("adult", "child")]
    assert outcomes == ["permitted", "refused"]


@pytest.mark.parametrize(
    ("region", "finding"),
    [
        ("knee", ("body_region", "met")),
        ("hip", ("body_region", "unmet")),
        (None, ("body_region_limited", "condition")),
    ],
    ids=["in the list", "not in the list", "none given"],
)
def test_the_body_region(region: str | None, finding: tuple) -> None:
    law = requiring({"kind": "body_region", "regions": ["knee", "foot"]})
    decision = ask(facts(**ME), law, body_region=region, attested=("body_region", "body_region_limited"))
    assert told(decision, "law") == [finding]


REFERRAL = {"kind": "attestation", "key": "referral", "says": "a referral"}
SKILL = {"kind": "attestation", "key": "skill_found", "says": "an instructor found the skill", "about": "practitioner"}


@pytest.mark.parametrize(
    ("leaf", "how", "outcome"),
    [
        pytest.param(REFERRAL, {}, "conditional", id="nobody vouches"),
        pytest.param(REFERRAL, {"attested": ("referral",)}, "permitted", id="the asker vouches"),
        pytest.param(REFERRAL, {"attested": ("informed_consent",)}, "conditional", id="for something else"),
        pytest.param(REFERRAL, {"declared": "referral"}, "permitted", id="the site declares it"),
        pytest.param(REFERRAL, {"stated": "referral"}, "conditional", id="a statement is no word on a treatment"),
        pytest.param(SKILL, {}, "conditional", id="of the person: nobody vouches"),
        pytest.param(SKILL, {"attested": ("skill_found",)}, "permitted", id="of the person: the asker vouches"),
        pytest.param(SKILL, {"stated": "skill_found"}, "permitted", id="of the person: a statement on record"),
        pytest.param(SKILL, {"declared": "skill_found"}, "permitted", id="of the person: the site declares it"),
    ],
)
def test_who_may_vouch(leaf: dict, how: dict, outcome: str) -> None:
    held = facts(**ME, statements=[statement(how["stated"])] if "stated" in how else [])
    site = policy(None, how["declared"]) if "declared" in how else None
    assert ask(held, requiring(leaf), site, attested=how.get("attested", ())).outcome == outcome


@pytest.mark.parametrize(
    ("on", "outcome"),
    [
        ("2025-12-31", "conditional"),
        ("2026-01-01", "permitted"),
        ("2026-06-30", "permitted"),
        ("2026-07-01", "conditional"),
    ],
    ids=["the day before", "its first day", "its last", "the day it no longer holds"],
)
def test_a_statement_holds_from_its_day_to_before_its_end(on: str, outcome: str) -> None:
    held = facts(**ME, statements=[statement("skill_found", "2026-01-01", "2026-07-01")])
    assert ask(held, requiring(SKILL), on=on).outcome == outcome


@pytest.mark.parametrize(
    ("leaf", "how", "evidence"),
    [
        pytest.param(SKILL, {"stated": "skill_found"}, ("statements-1",), id="a statement on record"),
        pytest.param(
            SKILL, {"stated": "skill_found", "attested": ("skill_found",)}, ("statements-1",), id="and the asker's word"
        ),
        pytest.param(SKILL, {"attested": ("skill_found",)}, (), id="the asker's word is no fact of the person"),
        pytest.param(SKILL, {"declared": "skill_found"}, (), id="nor is the site's"),
        pytest.param(REFERRAL, {"stated": "referral", "attested": ("referral",)}, (), id="no word on a treatment"),
    ],
)
def test_evidence_names_the_statements_that_vouch(leaf: dict, how: dict, evidence: tuple) -> None:
    held = facts(**ME, statements=[statement(how["stated"])] if "stated" in how else [])
    site = policy(None, how["declared"]) if "declared" in how else None
    finding = found(ask(held, requiring(leaf), site, attested=how.get("attested", ())), leaf["key"])[0]
    assert (finding["status"].word, finding["evidence"]) == ("met", evidence)


def test_evidence_names_every_statement_in_force_and_no_other() -> None:
    said = [
        statement("skill_found", "2010-01-01", "2020-01-01"),
        statement("skill_found", "2020-01-01"),
        statement("skill_found", "2021-01-01") | {"by": "Another school"},
        statement("skill_found", "2030-01-01"),
        statement("prior_practice"),
    ]
    decision = ask(facts(**ME, statements=said), requiring(SKILL))
    assert found(decision, "skill_found")[0]["evidence"] == ("statements-2", "statements-3")
    assert tell_decision(decision)["findings"][-1]["says"].startswith("Confirmed: ")


def test_a_self_stated_statement_counts_for_nothing() -> None:
    held = facts(**ME, statements=[statement("skill_found") | {"assurance": "self_stated"}])
    assert ask(held, requiring(SKILL)).outcome == "conditional"


@pytest.mark.parametrize("key", ["parental_consent", "child_assent", "minor_own_consent"])
def test_what_a_site_can_not_declare(key: str) -> None:
    law = requiring({"kind": "attestation", "key": key, "says": "…"})
    assert ask(facts(**ME), law, policy(None, key)).outcome == "conditional"
    assert ask(facts(**ME), law, attested=(key,)).outcome == "permitted"


def test_a_declaration_holds_in_its_span_only() -> None:
    site = policy(None, "referral", starts=day("2026-06-15"))
    outcomes = [ask(facts(**ME), requiring(REFERRAL), site, on=on).outcome for on in ("2026-06-14", "2026-06-15")]
    assert outcomes == ["conditional", "permitted"]


BANDS = [band(0, 14, "parental_consent"), band(14, 18, "minor_own_consent")]


@pytest.mark.parametrize(
    ("patient", "bands", "attested", "status"),
    [
        pytest.param({"age": 13}, BANDS, (), "condition", id="in a band of the parents"),
        pytest.param({"age": 13}, BANDS, ("parental_consent",), "met", id="the parents consent"),
        pytest.param({"age": 14}, BANDS, (), "met", id="in the band of the young person's own consent"),
        pytest.param({"age": 17}, BANDS, (), "met", id="its last year"),
        pytest.param({"group": "child"}, BANDS, (), "condition", id="no age, so no band"),
        pytest.param({"age": 14}, [], (), "condition", id="no bands"),
        pytest.param({"age": 14}, [], ("minor_own_consent",), "condition", id="the young person's word in their place"),
    ],
)
def test_a_parents_consent(patient: dict, bands: list, attested: tuple, status: str) -> None:
    law = law_of(place("XA", provision(), consent=bands))
    standard = {"name": "trial", "requires": {"all_of": [{"kind": "parental_consent"}]}}
    decision = ask(facts(**ME), law, standard=standard, attested=attested, **patient)
    assert told(decision, "standard") == [("parental_consent", status)]


def test_no_statement_and_no_declaration_is_a_parents_consent() -> None:
    held = facts(**ME, statements=[statement("parental_consent")])
    decision = ask(held, requiring({"kind": "parental_consent"}), policy(None, "parental_consent"), group="child")
    assert decision.outcome == "conditional"


LOOK = {"kind": "licence_checked", "within_months": 6}


@pytest.mark.parametrize(
    ("checked_on", "outcome"),
    [
        pytest.param(None, "undetermined", id="never"),
        pytest.param("2025-12-15", "undetermined", id="six months ago to the day"),
        pytest.param("2025-12-16", "permitted", id="a day less"),
        pytest.param("2026-06-15", "permitted", id="on the day"),
        pytest.param("2026-06-16", "undetermined", id="after the day"),
    ],
)
def test_a_licence_looked_up_lately(checked_on: str | None, outcome: str) -> None:
    law = law_of(place("XA", provision()))
    held = facts(licences=[licence(checked_on=checked_on)])
    assert ask(held, law, policy(LOOK)).outcome == outcome


def test_only_a_basis_here_is_looked_at() -> None:
    law = law_of(place("XA", provision()))
    elsewhere = licence("XB", checked_on="2026-06-01")
    decision = ask(facts(licences=[licence(), elsewhere]), law, policy(LOOK))
    assert told(decision, "policy") == [("licence_checked", "unknown")]
    looked = privilege(checked_on="2026-06-01")
    assert ask(facts(licences=[elsewhere], privileges=[looked]), law, policy(LOOK)).outcome == "permitted"


def test_what_was_not_read_is_never_met() -> None:
    decision = ask(facts(**ME), requiring({"kind": "unread", "says": "a schedule"}), attested=("unread",))
    assert told(decision, "law") == [("unread", "unknown")]


@pytest.mark.parametrize(
    ("leaf", "code", "about"),
    [
        (REFERRAL, "referral", "treatment"),
        (SKILL, "skill_found", "practitioner"),
        ({"kind": "patient_age", "minimum": 40}, "patient_age_at_least_40", "treatment"),
        ({"kind": "body_region", "regions": ["knee"]}, "body_region_limited", "treatment"),
        ({"kind": "parental_consent"}, "parental_consent", "treatment"),
    ],
)
def test_conditions_say_who_can_settle_them(leaf: dict, code: str, about: str) -> None:
    whole = tell_decision(ask(facts(**ME), requiring(leaf)))
    assert whole["conditions"] == [code]
    assert whole["conditions_about"] == [{"code": code, "about": about}]


def test_records_refuse_what_they_do_not_know() -> None:
    with pytest.raises(KeyError):
        facts_of({"licenses": []})
