"""The answer in the shape that the API tells."""

import json

import orjson
import pytest

from rulebook.status import Status, outcome_of
from rulebook.telling import tell_decision
from tests.rulebook.builders import ask, day, facts, law_of, licence, place, privilege, provision, requiring

PERMITS = law_of(place("XA", provision(checked_on="2026-01-01")))


NOTHING = {"required": None, "held": None, "unit": None}
CITATION = {"text": "Act § 1", "url": None, "evidence": "primary", "checked_on": "2026-01-01"}
WHOLE = {
    "outcome": "permitted",
    "may_perform": True,
    "question": {
        "practitioner": {"registry_number": "FN-7K3M-2Q9D"},
        "jurisdiction": "XA",
        "patient": {"age": 40},
        "on": "2026-06-15",
        "known_at": "2026-11-22T10:00:00Z",
        "site": None,
        "attested": ["referral", "informed_consent"],
        "body_region": "knee",
        "name": None,
        "standard": "none",
    },
    "basis": {"kind": "licence", "jurisdiction": "XA", "profession": "PT", "number": "L-1"},
    "other_bases": [],
    "layers": {"identity": None, "licence": "permitted", "law": "permitted", "standard": None, "policy": None},
    "findings": [
        {
            "code": "licence_active",
            "layer": "licence",
            "status": "met",
            "evidence": ["licence-12"],
            "citation": None,
            "path": "bases/0/standing",
            **NOTHING,
        },
        {
            "code": "law_permits",
            "layer": "law",
            "status": "met",
            "evidence": [],
            "citation": CITATION,
            "path": "bases/0/law/p-PT-permitted/law_permits",
            **NOTHING,
        },
    ],
    "conditions": [],
    "conditions_about": [],
    "duties": [],
    "gaps": [],
    "holds_until": "2027-05-31",
    "next_change": {
        "on": "2027-06-01",
        "outcome": "refused",
        "because": ["licence_active", "licence_expired"],
    },
    "earliest_on": None,
    "law": {
        "digest": PERMITS.digest,
        "evidence_floor": "secondary",
        "review_months": 12,
        "provisions": ["p-PT-permitted"],
        "review_due_on": "2027-01-02",
    },
    "standard": None,
    "policy": None,
    "engine": "2",
    "asked_on": "2026-11-22",
    "known_at": "2026-11-22T10:00:00Z",
}


def test_the_whole_answer() -> None:
    held = facts(licences=[licence(expires_on="2027-05-31", id="licence-12")])
    decision = ask(held, PERMITS, age=40, attested=("referral", "informed_consent"), body_region="knee")
    whole = tell_decision(decision)
    says = [finding.pop("says") for finding in whole["findings"]]  # their words have tests of their own
    assert all(isinstance(sentence, str) and sentence for sentence in says)
    assert whole == WHOLE


def test_an_outcome_alone_leaves_out_findings_gaps_and_duties_and_nothing_else() -> None:
    decision = ask(facts(licences=[licence(expires_on="2027-05-31")]), PERMITS)
    whole, short = tell_decision(decision), tell_decision(decision, is_full=False)
    assert whole.keys() - short.keys() == {"findings", "gaps", "duties"}
    assert short == {name: whole[name] for name in short}


@pytest.mark.parametrize(
    ("status", "outcome", "may_perform"),
    [
        (Status.UNMET, "refused", False),
        (Status.UNKNOWN, "undetermined", False),
        (Status.CONDITION, "conditional", False),
        (Status.MET, "permitted", True),
    ],
)
def test_only_permitted_means_that_one_may(status: Status, outcome: str, may_perform: bool) -> None:
    assert outcome_of(status) == outcome
    leaves = {
        Status.UNMET: {"kind": "exam_passed", "form": "written"},
        Status.UNKNOWN: {"kind": "unread", "says": "…"},
        Status.CONDITION: {"kind": "parental_consent"},
        Status.MET: {"kind": "patient_age", "minimum": 1},
    }
    whole = tell_decision(ask(facts(licences=[licence()]), requiring(leaves[status])))
    assert (whole["outcome"], whole["may_perform"]) == (outcome, may_perform)


@pytest.mark.parametrize("patient", [{"age": 0}, {"age": 130}, {"group": "adult"}, {"group": "child"}])
def test_the_patient_is_told_as_asked(patient: dict) -> None:
    assert tell_decision(ask(facts(), PERMITS, **patient))["question"]["patient"] == patient


def test_a_privilege_is_told_with_its_remote_place() -> None:
    decision = ask(facts(licences=[licence("XB")], privileges=[privilege()]), PERMITS)
    assert tell_decision(decision)["basis"] == {
        "kind": "privilege",
        "jurisdiction": "XA",
        "profession": "PT",
        "number": "P-1",
    }


def test_paths_tell_findings_apart() -> None:
    tree = {"all_of": [{"any_of": [{"kind": "unread", "says": "a"}, {"kind": "unread", "says": "b"}]}]}
    law = law_of(place("XA", provision(requires=tree)))
    paths = [one.path for one in ask(facts(licences=[licence(number="1"), licence(number="2")]), law).findings]
    assert len(paths) == len(set(paths)) == 6
    assert paths[1] == "bases/0/law/p-PT-conditional/requires/all_of/0/any_of/0"


def test_everything_told_is_plain_json() -> None:
    whole = tell_decision(ask(facts(licences=[licence()]), PERMITS, on="2199-12-31", asked_on=day("2199-12-31")))
    assert json.loads(json.dumps(whole)) == orjson.loads(orjson.dumps(whole)) == whole


def test_whole_hours_are_told_whole() -> None:
    law = requiring({"kind": "training_hours", "minimum": 50.0}, {"kind": "training_hours", "minimum": 12.25})
    told = [one["required"] for one in tell_decision(ask(facts(licences=[licence()]), law))["findings"][1:]]
    assert json.dumps(told) == "[50, 12.25]"
