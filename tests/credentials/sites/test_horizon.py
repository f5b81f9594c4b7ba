"""How long an answer with a site holds: rules and declarations begin and end on their days."""

import datetime as dt

import pytest

from credentials.decisions import decide_one
from credentials.models import SitePolicy
from credentials.questions import read_asked
from credentials.telling import tell_decided
from tests.credentials.api.world import ADA
from tests.credentials.sites.world import DEEDS, MET, PERMIT, SESSIONS, declare, rule, take_back

NOW = dt.datetime(2040, 1, 15, 12, tzinfo=dt.UTC)
SHORT = {"kind": "years_licensed", "minimum": 12}  # Ada's first licence is of 1 January 2015


def ask(site, **told):
    question = {"practitioner": {"registry_number": ADA}, "jurisdiction": "XA", "patient": {"group": "adult"}}
    asked = read_asked({**question, "on": "2026-03-02", "site": site.code, **told}, now=NOW)
    whole = tell_decided(decide_one(asked, now=NOW, organisation_id=site.organisation_id))
    change = whole["next_change"] or {"outcome": None, "because": None}
    return whole["outcome"], whole["holds_until"], change["outcome"], change["because"], whole["earliest_on"]


LAST = "2030-12-31"  # Ada's licence ends
RULED = {
    "one that begins": ([(SESSIONS, "2026-09-01", None)],
                        ("permitted", "2026-08-31", "refused", ["supervised_sessions"], None)),
    "one that ends": ([(SESSIONS, "2026-01-01", "2026-09-01")],
                      ("refused", "2026-08-31", "permitted", ["supervised_sessions"], "2026-09-01")),
    "one that another follows at once": ([(SESSIONS, "2026-01-01", "2026-06-01"), (DEEDS, "2026-06-01", None)],
                                         ("refused", "2026-05-31", "conditional",
                                          ["deeds_shown", "supervised_sessions"], None)),
    "one that asks for the same as the one before": ([(MET, "2026-01-01", "2026-06-01"), (MET, "2026-06-01", None)],
                                                     ("permitted", LAST, "refused", None, None)),
    "one that was over by then": ([(SESSIONS, "2020-01-01", "2026-03-02")],
                                  ("permitted", LAST, "refused", None, None)),
    "one that time meets": ([(SHORT, "2026-01-01", None)],
                            ("refused", "2026-12-31", "permitted", ["years_licensed"], "2027-01-01")),
    "one that begins, asking for what time meets before": ([(SHORT, "2027-02-01", None)],
                                                           ("permitted", LAST, "refused", None, None)),
}  # fmt: skip


@pytest.mark.parametrize(("versions", "expected"), RULED.values(), ids=RULED.keys())
def test_rules_turn_on_their_days(site, versions, expected):
    for requires, starts, until in versions:
        rule(site, requires, starts=starts, until=until)
    told = ask(site, attested=[PERMIT])
    assert told[:3] == expected[:3]
    if expected[3] is not None:
        assert told[3:] == expected[3:]


def test_declarations_hold_for_their_days(site):
    declare(site, PERMIT, starts="2026-01-01", until="2026-07-01")
    assert ask(site) == ("permitted", "2026-06-30", "conditional", [PERMIT], None)
    declare(site, PERMIT, starts="2026-07-01", until="2026-10-01")
    assert ask(site)[:2] == ("permitted", "2026-09-30")
    assert ask(site, on="2026-11-01")[:2] == ("conditional", LAST)
    declare(site, PERMIT, starts="2027-01-01")
    assert ask(site, on="2026-11-01") == ("conditional", "2026-12-31", "permitted", [PERMIT], "2027-01-01")


def test_a_declaration_counts_for_the_rules_of_the_same_site(site):
    rule(site, DEEDS, starts="2026-06-01")
    declare(site, "deeds_shown", starts="2026-01-01", until="2026-12-01")
    assert ask(site, attested=[PERMIT])[:4] == ("permitted", "2026-11-30", "conditional", ["deeds_shown"])


def test_the_instant_asked_about_decides_which_days_are_known(site):
    at = rule(site, SESSIONS, starts="2026-09-01").isoformat()
    take_back(SitePolicy.objects.all())
    rule(site, SESSIONS, starts="2026-05-01")
    assert ask(site, attested=[PERMIT])[1] == "2026-04-30"
    assert ask(site, attested=[PERMIT], known_at=at)[1] == "2026-08-31"
