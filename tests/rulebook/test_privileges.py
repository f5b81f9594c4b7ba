"""Standing of a compact privilege: its own, and that of the licence at home on which it rests."""

import pytest

from tests.rulebook.builders import ask, facts, law_of, licence, place, privilege, provision, restriction, status, told

PERMITS = law_of(place("XA", provision()))
HOME = licence("XB", "H-1")


@pytest.mark.parametrize(
    ("homes", "attested", "finding", "outcome"),
    [
        pytest.param([], (), ("home_licence_not_in_good_standing", "unmet"), "refused", id="no home licence"),
        pytest.param([HOME], (), ("home_licence_in_good_standing", "met"), "permitted", id="a good one"),
        pytest.param(
            [licence("XB", "H-1", statuses=[status("probation", "2020-01-01")])],
            (),
            ("licence_restriction_reviewed", "condition"),
            "conditional",
            id="on probation",
        ),
        pytest.param(
            [licence("XB", "H-1", statuses=[status("probation", "2020-01-01")])],
            ("licence_restriction_reviewed",),
            ("home_licence_in_good_standing", "met"),
            "permitted",
            id="on probation, the order was read",
        ),
        pytest.param(
            [licence("XB", "H-1", statuses=[status("suspended", "2020-01-01")])],
            (),
            ("home_licence_not_in_good_standing", "unmet"),
            "refused",
            id="suspended",
        ),
        pytest.param(
            [licence("XB", "H-1", restrictions=[restriction("no_invasive_procedures")])],
            (),
            ("home_licence_not_in_good_standing", "unmet"),
            "refused",
            id="restricted from needling",
        ),
        pytest.param(
            [licence("XB", "H-1", expires_on="2020-01-01"), licence("XB", "H-2")],
            (),
            ("home_licence_in_good_standing", "met"),
            "permitted",
            id="the best of two",
        ),
        pytest.param(
            [licence("XB", "H-1", profession="AT")],
            (),
            ("home_licence_not_in_good_standing", "unmet"),
            "refused",
            id="of another profession",
        ),
        pytest.param(
            [licence("XB-1", "H-1")],
            (),
            ("home_licence_not_in_good_standing", "unmet"),
            "refused",
            id="of a subdivision of home",
        ),
    ],
)
def test_a_privilege_stands_on_its_home_licence(homes: list, attested: tuple, finding: tuple, outcome: str) -> None:
    decision = ask(facts(licences=homes, privileges=[privilege()]), PERMITS, attested=attested)
    assert told(decision, "licence") == [("privilege_active", "met"), finding]
    assert decision.outcome == outcome


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2019-12-31", "privilege_not_yet_valid"),
        ("2020-01-01", "privilege_active"),
        ("2026-12-31", "privilege_active"),
        ("2027-01-01", "privilege_expired"),
    ],
)
def test_a_privilege_has_its_own_first_and_last_day(on: str, code: str) -> None:
    held = facts(licences=[HOME], privileges=[privilege(expires_on="2026-12-31")])
    assert told(ask(held, PERMITS, on=on), "licence")[0][0] == code


def test_a_privilege_on_probation_has_a_key_of_its_own() -> None:
    held = facts(licences=[HOME], privileges=[privilege(statuses=[status("restricted", "2020-01-01")])])
    assert ask(held, PERMITS, attested=("licence_restriction_reviewed",)).outcome == "conditional"
    decision = ask(held, PERMITS)
    assert decision.conditions == [("privilege_restriction_reviewed", "practitioner")]
    assert ask(held, PERMITS, attested=("privilege_restriction_reviewed",)).outcome == "permitted"
