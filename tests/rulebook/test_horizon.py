"""Until when an answer holds, what changes it next, and when time alone makes it a yes."""

import datetime as dt

import pytest

from tests.rulebook.builders import (
    ON,
    ask,
    authorization,
    band,
    certification,
    day,
    facts,
    law_of,
    licence,
    place,
    policy,
    privilege,
    provision,
    requiring,
    restriction,
    status,
    training,
)

PERMITS = law_of(place("XA", provision()))


def horizon(held, law=PERMITS, site=None, **asked) -> tuple:
    """(holds_until, outcome after it, because, earliest_on)"""
    found = ask(held, law, site, **asked).horizon
    change = found.next_change
    until = found.holds_until and found.holds_until.isoformat()
    if change:
        assert change.on == found.holds_until + dt.timedelta(days=1)
    earliest = found.earliest_on and found.earliest_on.isoformat()
    return until, change and change.outcome.value, change and list(change.because), earliest


def test_nothing_dated_holds_for_ever() -> None:
    assert horizon(facts(licences=[licence()])) == (None, None, None, None)


@pytest.mark.parametrize(
    ("expires_on", "expected"),
    [
        pytest.param("2026-06-15", ("2026-06-15", "refused"), id="the last valid day is the day asked"),
        pytest.param("2027-05-31", ("2027-05-31", "refused"), id="a year on"),
        pytest.param("2038-06-14", ("2038-06-14", "refused"), id="changed on the day twelve years later"),
        pytest.param("2038-06-15", (None, None), id="the same up to and on the day twelve years later"),
    ],
)
def test_a_licence_ends(expires_on: str, expected: tuple) -> None:
    until, outcome, because, earliest = horizon(facts(licences=[licence(expires_on=expires_on)]))
    assert (until, outcome, earliest) == (*expected, None)
    assert because == (["licence_active", "licence_expired"] if until else None)


def test_a_leap_day_has_its_twelfth_anniversary_in_a_common_year() -> None:
    """2088-02-29 and twelve years is 2100-02-28: the first of March is beyond."""
    held = facts(licences=[licence(expires_on="2100-02-28")])
    assert horizon(held, on="2088-02-29")[0] is None
    held = facts(licences=[licence(expires_on="2100-02-27")])
    assert horizon(held, on="2088-02-29")[0] == "2100-02-27"


@pytest.mark.parametrize(
    ("record", "law", "expected"),
    [
        pytest.param(
            {"licences": [licence(statuses=[status("suspended", "2026-07-01", "2026-08-01")])]}, PERMITS,
            ("2026-06-30", "refused", ["licence_active", "licence_suspended"], None), id="a suspension to come",
        ),
        pytest.param(
            {"licences": [licence(statuses=[status("suspended", "2026-01-01", "2026-08-01")])]}, PERMITS,
            ("2026-07-31", "permitted", ["licence_active", "licence_suspended"], "2026-08-01"), id="one that ends",
        ),
        pytest.param(
            {"licences": [licence(restrictions=[restriction("other", "2026-07-01", "2026-08-01")])]}, PERMITS,
            ("2026-06-30", "conditional", ["licence_restriction_reviewed"], None), id="a restriction to come",
        ),
        pytest.param(
            {"licences": [licence(issued_on="2026-07-01", expires_on="2026-07-31")]}, PERMITS,
            ("2026-06-30", "permitted", ["licence_active", "licence_not_yet_valid"], "2026-07-01"), id="to begin",
        ),
        pytest.param(
            {"licences": [licence("XB", expires_on="2026-09-30")], "privileges": [privilege(expires_on="2026-12-31")]},
            PERMITS,
            ("2026-09-30", "refused", ["home_licence_in_good_standing", "home_licence_not_in_good_standing"], None),
            id="the home licence ends before the privilege",
        ),
        pytest.param(
            {"licences": [licence("XB")], "privileges": [privilege(expires_on="2026-12-31")]}, PERMITS,
            ("2026-12-31", "refused", ["privilege_active", "privilege_expired"], None), id="the privilege ends",
        ),
        pytest.param(
            {"licences": [licence("XB")], "privileges": [privilege(statuses=[status("suspended", "2026-07-01")])]},
            PERMITS,
            ("2026-06-30", "refused", ["privilege_active", "privilege_suspended"], None),
            id="the privilege is suspended",
        ),
        pytest.param(
            {"licences": [licence(issued_on="2024-02-29")]}, requiring({"kind": "years_licensed", "minimum": 3}),
            ("2027-02-27", "permitted", ["years_licensed"], "2027-02-28"), id="an anniversary of 29 February",
        ),
        pytest.param(
            {"licences": [licence()], "training": [training(50, "2026-09-01")]},
            requiring({"kind": "training_hours", "minimum": 50}),
            ("2026-08-31", "permitted", ["training_hours"], "2026-09-01"), id="a course to come",
        ),
        pytest.param(
            {"licences": [licence()], "certifications": [certification(expires_on="2028-05-31")]},
            requiring({"kind": "certification"}),
            ("2028-05-31", "refused", ["certification"], None), id="a certification ends",
        ),
        pytest.param(
            {"licences": [licence()], "authorizations": [authorization(issued_on="2026-06-16")]},
            requiring({"kind": "board_authorization"}),
            ("2026-06-15", "permitted", ["board_authorization"], "2026-06-16"), id="an authorization tomorrow",
        ),
        pytest.param(
            {"licences": [licence()],
             "continuing_education": [{"hours": 4, "completed_on": "2026-06-15", "subject": "x"}]},
            requiring({"kind": "continuing_education", "minimum": 4, "months": 12}),
            ("2027-06-14", "refused", ["continuing_education"], None), id="education leaves its window",
        ),
        pytest.param(
            {"licences": [licence()],
             "continuing_education": [{"hours": 4, "completed_on": "2025-08-31", "subject": "x"}]},
            requiring({"kind": "continuing_education", "minimum": 4, "months": 18}),
            ("2027-02-28", "refused", ["continuing_education"], None), id="a clamped window holds on 28 February",
        ),
        pytest.param(
            {"licences": [licence()],
             "statements": [{"key": "skill", "by": "x", "from": "2020-01-01", "until": "2026-07-01"}]},
            requiring({"kind": "attestation", "key": "skill", "says": "…", "about": "practitioner"}),
            ("2026-06-30", "conditional", ["skill"], None), id="a statement ends",
        ),
        pytest.param(
            {"licences": [licence(statuses=[status("probation", "2020-01-01")])],
             "statements": [{"key": "licence_restriction_reviewed", "by": "x", "from": "2026-07-01", "until": None}]},
            PERMITS,
            ("2026-06-30", "permitted", ["licence_restriction_reviewed"], "2026-07-01"), id="a reading of the order",
        ),
    ],
)  # fmt: skip
def test_what_changes_next(record: dict, law, expected: tuple) -> None:
    assert horizon(facts(**record), law) == expected


def test_law_that_changes() -> None:
    old = provision(id="old", until="2027-01-01")
    law = law_of(place("XA", old, provision("prohibited", id="new", starts="2027-01-01", until="2029-01-01")))
    assert horizon(facts(licences=[licence()]), law) == (
        "2026-12-31",
        "refused",
        ["law_permits", "law_prohibits"],
        None,
    )
    assert horizon(facts(licences=[licence()]), law, on="2027-06-01") == (
        "2028-12-31",
        "undetermined",
        ["law_not_on_file", "law_prohibits"],
        None,
    )


def test_a_national_law_that_changes_counts_in_its_subdivision() -> None:
    law = law_of(place("XB", provision(id="c", starts="2027-01-01")), place("XB-1", provision("silent", id="p")))
    held = facts(licences=[licence("XB-1")])
    expected = ("2026-12-31", "permitted", ["law_permits", "law_silent"], "2027-01-01")
    assert horizon(held, law, jurisdiction="XB-1") == expected


def test_the_patient_does_not_grow_older_and_the_review_does_not_fall_due() -> None:
    law = law_of(place("XA", provision(requires={"kind": "patient_age", "minimum": 18}, checked_on="2026-11-22")))
    assert horizon(facts(licences=[licence()]), law, age=17) == (None, None, None, None)


def test_a_policy_that_begins_and_a_declaration_that_ends() -> None:
    leaf = {"kind": "attestation", "key": "referral", "says": "…"}
    begins = policy(leaf, starts=day("2026-09-01"))
    assert horizon(facts(licences=[licence()]), PERMITS, begins) == ("2026-08-31", "conditional", ["referral"], None)
    later = policy(None, "referral", starts=day("2026-09-01"))
    expected = ("2026-08-31", "permitted", ["referral"], "2026-09-01")
    assert horizon(facts(licences=[licence()]), requiring(leaf), later) == expected


def test_what_the_standard_asks_may_end() -> None:
    standard = {"name": "trial", "requires": {"all_of": [{"kind": "certification"}]}}
    held = facts(licences=[licence()], certifications=[certification(expires_on="2026-12-31")])
    assert horizon(held, PERMITS, None, standard=standard) == ("2026-12-31", "refused", ["certification"], None)


def test_a_consent_that_is_missing_stays_missing() -> None:
    law = law_of(place("XA", provision(), consent=[band(0, 18, "parental_consent")]))
    held = facts(licences=[licence(number="1", expires_on="2026-12-31"), licence(number="2", expires_on="2027-12-31")])
    assert horizon(held, law, age=5)[:2] == ("2027-12-31", "refused")


def test_a_look_at_the_licence_grows_old() -> None:
    site = policy({"kind": "licence_checked", "within_months": 6})
    held = facts(licences=[licence(checked_on="2026-08-31")])
    assert horizon(held, PERMITS, site, on="2026-09-15")[:2] == ("2027-02-28", "undetermined")
    assert horizon(held, PERMITS, site)[3] == "2026-08-31"


def test_what_changes_without_changing_the_outcome_does_not_end_it() -> None:
    """One of two licences ends: the other carries the answer on."""
    held = facts(licences=[licence(number="1", expires_on="2026-12-31"), licence(number="2", expires_on="2027-12-31")])
    assert horizon(held) == ("2027-12-31", "refused", ["licence_active", "licence_expired"], None)


def test_because_names_only_what_changed_on_that_day() -> None:
    """The day before is compared with the day, not the day asked about."""
    held = facts(licences=[licence(expires_on="2027-12-31")], certifications=[certification(expires_on="2026-12-31")])
    law = requiring({"any_of": [{"kind": "certification"}, {"kind": "years_licensed", "minimum": 1}]})
    assert horizon(held, law) == ("2027-12-31", "refused", ["licence_active", "licence_expired"], None)


def test_because_looks_at_every_basis() -> None:
    """Two licences end on one day, and only one of them was followed."""
    other = licence(number="2", profession="AT", statuses=[status("suspended", "2027-01-01")])
    held = facts(licences=[licence(number="1", expires_on="2026-12-31"), other])
    assert horizon(held)[2] == ["licence_active", "licence_expired", "licence_suspended"]


def test_the_first_day_that_permits_may_come_after_other_changes() -> None:
    spans = [status("suspended", "2026-01-01", "2026-08-01"), status("probation", "2026-08-01", "2026-10-01")]
    held = facts(licences=[licence(statuses=spans)])
    assert horizon(held) == (
        "2026-07-31",
        "conditional",
        ["licence_restriction_reviewed", "licence_suspended"],
        "2026-10-01",
    )


@pytest.mark.parametrize(("issued_on", "earliest"), [("2038-06-15", "2038-06-15"), ("2038-06-16", None)])
def test_time_is_looked_at_for_twelve_years(issued_on: str, earliest: str | None) -> None:
    assert horizon(facts(licences=[licence(issued_on=issued_on)]))[3] == earliest


def test_days_at_the_end_of_the_calendar_are_no_trouble() -> None:
    held = facts(
        licences=[licence(issued_on="1900-01-01", expires_on="9999-12-31")],
        certifications=[certification(issued_on="9999-12-31", expires_on="9999-12-31")],
        continuing_education=[{"hours": 4, "completed_on": "9999-12-31", "subject": "x"}],
    )
    law = requiring({"kind": "continuing_education", "minimum": 1, "months": 999_999})
    for on in ("1900-01-01", "2199-12-31"):
        assert horizon(held, law, on=on) == (None, None, None, None)


def test_it_looks_from_the_day_asked_about() -> None:
    held = facts(licences=[licence(expires_on="2020-12-31")])
    assert horizon(held, on="2020-12-31")[:2] == ("2020-12-31", "refused")
    assert horizon(held, on="2021-01-01") == (None, None, None, None)
    assert ask(held, PERMITS).question.on == ON
