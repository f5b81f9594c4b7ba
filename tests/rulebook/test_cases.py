"""Case law: what must be answered under the law files that ship. Each case stands in cases/, as YAML."""

from collections import Counter
from typing import Any

import pytest

from rulebook.decision import Decision
from rulebook.law import Law
from rulebook.loading import PROVISIONS
from rulebook.summary import summarise
from rulebook.telling import tell_decision
from tests.rulebook.case_files import CASES, Case, read_cases


def tell(decision: Decision) -> dict[str, Any]:
    """The answer in the words that a case may expect."""
    told = tell_decision(decision)
    law = decision.inquiry.law
    change, basis = told["next_change"], told["basis"]
    return {
        "outcome": told["outcome"],
        "findings": [(finding["code"], finding["status"]) for finding in told["findings"]],
        "gaps": [gap["code"] for gap in told["gaps"]],
        "conditions": {one["code"]: one["about"] for one in told["conditions_about"]},
        "duties": [duty["kind"] for duty in told["duties"]],
        "provisions": told["law"]["provisions"],
        "basis": basis and f"{basis['kind']} {basis['jurisdiction']} {basis['profession']}",
        "other_bases": {
            f"{one['kind']} {one['jurisdiction']} {one['profession']}": one["outcome"] for one in told["other_bases"]
        },
        "layers": {layer: outcome for layer, outcome in told["layers"].items() if outcome is not None},
        "holds_until": told["holds_until"],
        "next_change": change and {"on": change["on"], "outcome": change["outcome"]},
        "earliest_on": told["earliest_on"],
        "summary": summarise(decision.outcome, law.name_of(decision.question.jurisdiction), decision.gaps, law.name_of),
    }


@pytest.mark.parametrize("case", read_cases(), ids=[f"{case.path}: {case.name}" for case in read_cases()])
def test_case(shipped_law: Law, case: Case) -> None:
    told = tell(case.decide(shipped_law))
    expected = case.expected
    for code, status in expected.pop("findings", {}).items():
        assert (code, status) in told["findings"], f"{code} is not {status} in {told['findings']}"
    assert {name: told[name] for name in expected} == expected


def test_cases_stand_on_the_same_path_as_the_provisions() -> None:
    law = {path.relative_to(PROVISIONS).as_posix() for path in PROVISIONS.glob("*/*.yaml")}
    for path in CASES.glob("*/*.yaml"):
        told = path.relative_to(CASES).as_posix()
        assert told in law, f"{told}: no law file stands on this path"


def test_every_case_has_a_name_of_its_own() -> None:
    twice = [name for name, count in Counter((case.path, case.name) for case in read_cases()).items() if count > 1]
    assert not twice
