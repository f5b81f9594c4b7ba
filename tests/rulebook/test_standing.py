"""Standing of a licence and of a privilege on a day: the day before, the first, the last and the day after."""

import pytest

from rulebook.explain import message_of
from tests.rulebook.builders import (
    ask,
    facts,
    found,
    law_of,
    licence,
    place,
    policy,
    privilege,
    provision,
    requiring,
    restriction,
    status,
    told,
)

PERMITS = law_of(place("XA", provision()))
HOME = licence("XB", "H-1")


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param("2009-12-31", "licence_not_yet_valid", id="the day before it is issued"),
        pytest.param("2010-01-01", "licence_active", id="its first day"),
        pytest.param("2027-05-31", "licence_active", id="its last valid day"),
        pytest.param("2027-06-01", "licence_expired", id="the day after it ends"),
    ],
)
def test_a_licence_is_valid_from_its_first_to_its_last_day(on: str, code: str) -> None:
    decision = ask(facts(licences=[licence(expires_on="2027-05-31")]), PERMITS, on=on)
    assert told(decision, "licence") == [(code, "met" if code == "licence_active" else "unmet")]


def test_a_licence_without_a_last_day_never_expires() -> None:
    assert ask(facts(licences=[licence()]), PERMITS, on="2199-12-31").outcome == "permitted"


@pytest.mark.parametrize(
    ("on", "held"),
    [
        pytest.param("2018-12-31", "licence_active", id="the day before the suspension"),
        pytest.param("2019-01-01", "licence_suspended", id="its first day"),
        pytest.param("2019-02-28", "licence_suspended", id="its last day"),
        pytest.param("2019-03-01", "licence_active", id="the day it no longer holds"),
    ],
)
def test_a_status_holds_until_the_day_before_its_end(on: str, held: str) -> None:
    spans = [status("suspended", "2019-01-01", "2019-03-01")]
    assert told(ask(facts(licences=[licence(statuses=spans)]), PERMITS, on=on), "licence")[0][0] == held


@pytest.mark.parametrize(
    ("kind", "code", "found"),
    [
        ("active", "active", "met"),
        ("probation", "restriction_reviewed", "condition"),
        ("restricted", "restriction_reviewed", "condition"),
        ("suspended", "suspended", "unmet"),
        ("revoked", "revoked", "unmet"),
        ("surrendered", "surrendered", "unmet"),
        ("inactive", "inactive", "unmet"),
    ],
)
def test_each_status_has_its_code(kind: str, code: str, found: str) -> None:
    spans = [status(kind, "2020-01-01")]
    held = facts(licences=[licence(statuses=spans)])
    assert told(ask(held, PERMITS), "licence") == [(f"licence_{code}", found)]
    held = facts(licences=[HOME], privileges=[privilege(statuses=spans)])
    assert told(ask(held, PERMITS), "licence")[0] == (f"privilege_{code}", found)


@pytest.mark.parametrize(
    ("spans", "given", "on", "code"),
    [
        pytest.param(
            [status("revoked", "2009-01-01")], {}, "2009-06-01", "not_yet_valid", id="not begun before revoked"
        ),
        pytest.param(
            [status("suspended", "2020-01-01")],
            {"expires_on": "2021-01-01"},
            "2021-01-02",
            "expired",
            id="expired before suspended",
        ),
        pytest.param(
            [status("suspended", "2019-01-01", "2019-02-01"), status("inactive", "2019-02-01", "2019-03-01")],
            {},
            "2019-02-01",
            "inactive",
            id="two spans that touch",
        ),
        pytest.param(
            [status("suspended", "2019-01-01", "2019-02-01"), status("inactive", "2019-03-01")],
            {},
            "2019-02-15",
            "active",
            id="between two spans it is active",
        ),
    ],
)
def test_the_first_that_applies_is_told(spans: list, given: dict, on: str, code: str) -> None:
    held = facts(licences=[licence(statuses=spans, **given)])
    assert told(ask(held, PERMITS, on=on), "licence")[0][0] == f"licence_{code}"


@pytest.mark.parametrize("kind", ["probation", "restricted"])
def test_a_read_order_lifts_the_condition(kind: str) -> None:
    held = facts(licences=[licence(statuses=[status(kind, "2020-01-01")])])
    assert ask(held, PERMITS).outcome == "conditional"
    assert ask(held, PERMITS, attested=("licence_restriction_reviewed",)).outcome == "permitted"
    assert ask(held, PERMITS, attested=("privilege_restriction_reviewed",)).outcome == "conditional"


def test_a_statement_that_the_order_was_read_counts_while_in_force() -> None:
    spans = [status("probation", "2020-01-01")]
    stated = {"key": "licence_restriction_reviewed", "by": "board", "from": "2026-06-01", "until": "2026-06-15"}
    held = facts(licences=[licence(statuses=spans)], statements=[stated])
    days = {on: ask(held, PERMITS, on=on).outcome for on in ("2026-05-31", "2026-06-01", "2026-06-14", "2026-06-15")}
    assert list(days.values()) == ["conditional", "permitted", "permitted", "conditional"]


READ = {"key": "licence_restriction_reviewed", "by": "board", "from": "2020-01-01", "until": None}


@pytest.mark.parametrize(
    "limited",
    [{"statuses": [status("probation", "2020-01-01")]}, {"restrictions": [restriction("other")]}],
    ids=["a status", "a restriction"],
)
def test_evidence_names_the_statement_that_an_order_was_read(limited: dict) -> None:
    held = {"licences": [licence(**limited)], "statements": [READ, {**READ, "key": "privilege_restriction_reviewed"}]}
    finding = ask(facts(**held), PERMITS).findings[len(limited.get("restrictions", []))]
    assert (finding.code, finding.evidence) == ("licence_restriction_reviewed", ("licences-1", "statements-1"))


def test_evidence_of_a_home_licence_names_the_statement_only_where_an_order_was_read() -> None:
    homes = {"good": licence("XB"), "limited": licence("XB", restrictions=[restriction("other")])}
    code = "home_licence_in_good_standing"
    told_of = {
        name: found(ask(facts(licences=[home], privileges=[privilege()], statements=[READ]), PERMITS), code)[0]
        for name, home in homes.items()
    }
    evidence = {name: finding["evidence"] for name, finding in told_of.items()}
    assert evidence == {"good": ("licences-1",), "limited": ("licences-1", "statements-1")}


def test_no_site_can_declare_that_the_order_was_read() -> None:
    held = facts(licences=[licence(statuses=[status("probation", "2020-01-01")])])
    site = policy(None, "licence_restriction_reviewed", "privilege_restriction_reviewed")
    assert ask(held, PERMITS, site).outcome == "conditional"


@pytest.mark.parametrize(
    ("kind", "patient", "finding"),
    [
        pytest.param(
            "no_invasive_procedures", {"group": "adult"}, ("licence_restricted_from_needling", "unmet"), id="no needles"
        ),
        pytest.param(
            "no_minors", {"group": "child"}, ("licence_restricted_from_minors", "unmet"), id="no minors, a child"
        ),
        pytest.param(
            "no_minors", {"age": 17}, ("licence_restricted_from_minors", "unmet"), id="no minors, the last year"
        ),
        pytest.param("no_minors", {"age": 18}, None, id="no minors, an adult by age"),
        pytest.param("no_minors", {"group": "adult"}, None, id="no minors, an adult"),
        pytest.param(
            "supervised_practice_only", {"age": 40}, ("licence_restriction_reviewed", "condition"), id="supervised"
        ),
        pytest.param("other", {"age": 40}, ("licence_restriction_reviewed", "condition"), id="another order"),
    ],
)
def test_each_restriction_is_a_child_of_its_own(kind: str, patient: dict, finding: tuple | None) -> None:
    held = facts(licences=[licence(restrictions=[restriction(kind)])])
    expected = [("licence_active", "met"), *([finding] if finding else [])]
    assert told(ask(held, PERMITS, **patient), "licence") == expected


def test_restrictions_hold_within_their_span_and_may_overlap() -> None:
    spans = [
        restriction("no_invasive_procedures", "2020-01-01", "2020-07-01"),
        restriction("no_invasive_procedures", "2020-06-01", "2020-08-01"),
        restriction("other", "2020-06-01", "2020-08-01"),
        restriction("supervised_practice_only", "2020-06-01", "2020-08-01"),
    ]
    held = facts(licences=[licence(restrictions=spans)])
    days = ("2019-12-31", "2020-01-01", "2020-06-01", "2020-07-01", "2020-07-31", "2020-08-01")
    assert [len(told(ask(held, PERMITS, on=on), "licence")) for on in days] == [1, 2, 4, 4, 4, 1]


def test_a_restriction_stands_beside_a_status() -> None:
    held = facts(licences=[licence(statuses=[status("suspended", "2020-01-01")], restrictions=[restriction("other")])])
    assert told(ask(held, PERMITS), "licence") == [
        ("licence_suspended", "unmet"),
        ("licence_restriction_reviewed", "condition"),
    ]


def test_minors_are_counted_by_the_law_of_the_place_asked() -> None:
    law = law_of(place("XA", provision(), age_of_majority=16))
    held = facts(licences=[licence(restrictions=[restriction("no_minors")])])
    assert [ask(held, law, age=age).outcome for age in (15, 16)] == ["refused", "permitted"]


def test_a_licence_alone_needs_no_more_than_the_law_asks() -> None:
    assert ask(facts(licences=[licence()]), requiring({"kind": "unread", "says": "…"})).outcome == "undetermined"


@pytest.mark.parametrize(
    ("given", "on", "words"),
    [
        pytest.param({}, "2026-06-15", {"issued_on": "2010-01-01"}, id="never expires"),
        pytest.param(
            {"expires_on": "2020-12-31"},
            "2026-06-15",
            {"issued_on": "2010-01-01", "expires_on": "2020-12-31"},
            id="expired",
        ),
        pytest.param(
            {"statuses": [status("suspended", "2026-01-01", "2027-01-01"), status("inactive", "2028-01-01")]},
            "2026-06-15",
            {"issued_on": "2010-01-01", "until": "2027-01-01"},
            id="the end of the status in force, not of another",
        ),
        pytest.param(
            {"statuses": [status("suspended", "2026-01-01", "2027-01-01")]},
            "2027-01-01",
            {"issued_on": "2010-01-01"},
            id="no end of what is over",
        ),
    ],
)
def test_a_standing_tells_its_days(given: dict, on: str, words: dict) -> None:
    finding = ask(facts(licences=[licence(**given)]), PERMITS, on=on).findings[0]
    _, told = message_of(finding)
    assert {name: told[name] for name, _ in finding.words} == {"profession": "PT", "place": "XA", **words}


@pytest.mark.parametrize(
    ("held", "about"),
    [
        ({"licences": [licence(statuses=[status("probation", "2020-01-01")])]}, "practitioner"),
        ({"licences": [licence(restrictions=[restriction("other")])]}, "practitioner"),
        (
            {"licences": [licence("XB", restrictions=[restriction("other")])], "privileges": [privilege()]},
            "practitioner",
        ),
        ({"licences": [licence()]}, "treatment"),
    ],
)
def test_what_a_read_order_is_about(held: dict, about: str) -> None:
    findings = [one for one in ask(facts(**held), PERMITS).findings if one.layer == "licence"]
    assert findings[-1].about == about
