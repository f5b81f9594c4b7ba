"""The simple rule set as law files decides what the baseline decides, and a difference would be seen."""

from dataclasses import replace

import pytest

from benchmarks.baseline_rules import make_evidence, make_rules
from benchmarks.simple_law import check_agreement, load_simple_law

RULES = {key: versions for key, versions in make_rules().items() if key[0] in ("P0", "P1", "P2", "P3")}
PEOPLE = [one for one in map(make_evidence, range(1500)) if (one.place, one.profession) in RULES]


@pytest.fixture(scope="module")
def law():
    return load_simple_law(RULES)


def test_every_version_is_a_provision_of_its_own(law):
    provisions = [one for place in law.jurisdictions.values() for held in place.provisions.values() for one in held]
    assert len(provisions) == 2 * len(RULES) == 72
    assert len(make_rules()) * 2 == 900


def test_the_engine_finds_what_the_baseline_finds(law):
    assert len(PEOPLE) == 120
    check_agreement(law, RULES, PEOPLE)


@pytest.mark.parametrize(
    "changed",
    [
        {"hours": 1},
        {"in_person": 1_000},
        {"years": 50},
        {"needs_exam": False},
        {"needs_registration": True},
        {"needs_consent": False},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_difference_in_any_part_of_a_rule_is_seen(law, changed):
    other = {key: (older, replace(newer, **changed)) for key, (older, newer) in RULES.items()}
    with pytest.raises(SystemExit, match="does not agree"):
        check_agreement(law, other, PEOPLE)
