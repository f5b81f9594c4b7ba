"""What waits for another look at its sources."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from rulebook.law import Law, compile_law
from rulebook.review import list_due


def provision(name: str, checked_on: str, *, until: str | None = None) -> Mapping[str, Any]:
    return {
        "id": name,
        "profession": name.split("-")[1].upper(),
        "in_force": {"from": None, "until": until},
        "position": "permitted",
        "authority": "statute",
        "evidence": "primary",
        "complete": True,
        "checked_on": checked_on,
        "citation": {"text": "Act § 1", "url": f"https://example.org/{name}"},
        "says": "Permitted.",
        "requires": None,
        "duties": [],
    }


@pytest.fixture
def law() -> Law:
    provisions = [
        provision("xb-ot-1", "2026-11-22"),
        provision("xb-pt-1", "2026-02-28"),
        provision("xb-dc-1", "2025-11-30", until="2026-01-01"),
    ]
    place = {"jurisdiction": "XB", "name": "B", "time_zone": None, "age_of_majority": None, "consent": []}
    content = {
        "jurisdictions": [{**place, "provisions": provisions}],
        "standards": [],
        "evidence_floor": "secondary",
        "review_months": 12,
    }
    return compile_law(content, {})


@pytest.mark.parametrize(
    ("on", "ids"),
    [
        pytest.param("2026-11-30", [], id="twelve months after the look it is still good"),
        pytest.param("2026-12-01", ["xb-dc-1"], id="the day after it is overdue, closed or not"),
        pytest.param("2027-02-28", ["xb-dc-1"], id="the anniversary itself is good"),
        pytest.param("2027-03-01", ["xb-dc-1", "xb-pt-1"], id="the longest overdue comes first"),
        pytest.param("2027-12-31", ["xb-dc-1", "xb-pt-1", "xb-ot-1"], id="what comes due by a later day"),
    ],
)
def test_what_is_due_by_a_day(law: Law, on: str, ids: list[str]) -> None:
    assert [due.id for due in list_due(law, dt.date.fromisoformat(on))] == ids


def test_a_due_provision_says_where_to_look(law: Law) -> None:
    due = list_due(law, dt.date(2026, 12, 1))[0]
    assert (due.place, due.profession, due.url) == ("XB", "DC", "https://example.org/xb-dc-1")
    assert (due.checked_on, due.overdue_from) == (dt.date(2025, 11, 30), dt.date(2026, 12, 1))
