"""The standard and the clinic's own rules."""

import pytest

from rulebook.loading import read_standards
from rulebook.policy import SitePolicy, compile_policy_version
from rulebook.telling import tell_decision
from tests.rulebook.builders import (
    SHIPPED,
    ask,
    certification,
    day,
    facts,
    law_of,
    licence,
    place,
    policy,
    provision,
    told,
)

PERMITS = law_of(place("XA", provision()))
CPR = {"kind": "credential_held", "title": "CPR"}
BOTH = [certification(patient_groups=["adult", "child"])]


def test_the_standard_that_ships_is_the_one_of_these_tests() -> None:
    (shipped,) = read_standards()
    assert {name: shipped[name] for name in SHIPPED} == SHIPPED


@pytest.mark.parametrize(
    ("patient", "attested", "findings"),
    [
        pytest.param({"group": "adult"}, (), [("certification", "met")], id="an adult needs a certification"),
        pytest.param({"age": 18}, (), [("certification", "met")], id="of age"),
        pytest.param(
            {"age": 17}, (),
            [("certification", "met"), ("patient_age", "met"), ("parental_consent", "condition"),
             ("child_assent", "condition")],
            id="a child needs more, in this order",
        ),
        pytest.param(
            {"age": 11}, ("parental_consent", "child_assent"),
            [("certification", "met"), ("patient_age", "unmet"), ("parental_consent", "met"), ("child_assent", "met")],
            id="eleven is too young, whoever consents",
        ),
        pytest.param(
            {"group": "child"}, ("parental_consent", "child_assent"),
            [("certification", "met"), ("patient_age_at_least_12", "condition"), ("parental_consent", "met"),
             ("child_assent", "met")],
            id="a child of unknown age",
        ),
    ],
)  # fmt: skip
def test_the_standard_that_ships(patient: dict, attested: tuple, findings: list) -> None:
    held = facts(licences=[licence()], certifications=BOTH)
    assert told(ask(held, PERMITS, standard=SHIPPED, attested=attested, **patient), "standard") == findings


def test_a_standard_is_guidance_and_never_law() -> None:
    decision = ask(facts(licences=[licence()]), PERMITS, standard=SHIPPED)
    assert {one.code: one.layer for one in decision.findings} == {
        "licence_active": "licence",
        "law_permits": "law",
        "certification": "standard",
    }
    whole = tell_decision(decision)
    assert whole["standard"]["name"] == "filiform-2026"
    assert whole["standard"]["digest"].startswith("sha256:")
    assert whole["findings"][-1]["citation"] is None or whole["findings"][-1]["citation"]["evidence"] is None


def test_an_answer_without_a_standard_says_so() -> None:
    whole = tell_decision(ask(facts(licences=[licence()]), PERMITS))
    assert (whole["question"]["standard"], whole["standard"], whole["layers"]["standard"]) == ("none", None, None)


def test_a_policy_only_adds() -> None:
    decision = ask(facts(licences=[licence()]), PERMITS, policy(CPR))
    assert told(decision, "policy") == [("credential_held", "unmet")]
    whole = tell_decision(decision)
    assert whole["layers"]["policy"] == whole["outcome"] == "refused"
    assert whole["policy"]["id"] == "policy-1"


def test_a_policy_may_name_its_source() -> None:
    site = policy({"all_of": [{**CPR, "cite": "Handbook § 4"}, CPR]})
    whole = tell_decision(ask(facts(licences=[licence()]), PERMITS, site))
    expected = [{"text": "Handbook § 4", "url": None, "evidence": None, "checked_on": None}, None]
    assert [one["citation"] for one in whole["findings"] if one["layer"] == "policy"] == expected


def test_the_policy_in_force_on_the_day_counts() -> None:
    bare = {"kind": "patient_age", "minimum": 1}
    july, august = day("2026-07-01"), day("2026-08-01")
    site = SitePolicy(
        id="policy-1",
        versions=(
            compile_policy_version(CPR, policy_id="policy-1", starts=july, until=august),
            compile_policy_version(bare, policy_id="policy-1", starts=august),
        ),
    )
    held = facts(licences=[licence()])
    days = ("2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01")
    told_whole = [tell_decision(ask(held, PERMITS, site, on=on)) for on in days]
    assert [one["layers"]["policy"] for one in told_whole] == [None, "refused", "refused", "permitted"]
    digests = [one["policy"] and one["policy"]["digest"] for one in told_whole]
    assert digests[0] is None
    assert digests[1] == digests[2] != digests[3]


def test_a_site_without_a_policy_still_declares() -> None:
    leaf = {"kind": "attestation", "key": "informed_consent", "says": "…"}
    law = law_of(place("XA", provision(requires=leaf)))
    whole = tell_decision(ask(facts(licences=[licence()]), law, policy(None, "informed_consent"), site="site-1"))
    assert (whole["outcome"], whole["policy"], whole["question"]["site"]) == ("permitted", None, "site-1")


def test_an_empty_policy_asks_nothing() -> None:
    whole = tell_decision(ask(facts(licences=[licence()]), PERMITS, policy({"all_of": []})))
    assert whole["layers"]["policy"] == "permitted"
