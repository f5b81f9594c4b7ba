"""Questions that name a site: its rules and declarations count, and nobody else's site exists."""

import datetime as dt

import pytest

from credentials.decisions import Decided, decide_many, decide_one
from credentials.models import SiteDeclaration, SitePolicy
from credentials.questions import read_asked
from credentials.telling import tell_decided
from rulebook.law import digest_of
from rulebook.policy import SitePolicy as Policy
from rulebook.policy import compile_policy_version
from tests.credentials.api.world import ADA
from tests.credentials.sites.world import (
    DEEDS,
    MET,
    PERMIT,
    SESSIONS,
    clinic,
    close_site,
    declare,
    just_before,
    open_site,
    rule,
    take_back,
)

NOW = dt.datetime(2040, 1, 15, 12, tzinfo=dt.UTC)


def read(**told):
    question = {"practitioner": {"registry_number": ADA}, "jurisdiction": "XA", "patient": {"group": "adult"}}
    return read_asked(question | {"on": "2026-03-02", "attested": [PERMIT]} | told, now=NOW)


def ask(site=None, asker=None, **told):
    code = {} if site is None else {"site": site.code}
    owner = asker or clinic()
    answer = decide_one(read(**code, **told), now=NOW, organisation_id=owner.pk)
    (alike,) = decide_many([read(**code, **told)], now=NOW, organisation_id=owner.pk)
    if not isinstance(answer, Decided):
        assert alike == answer
        return [(fault.pointer, fault.code) for fault in answer.faults]
    assert tell_decided(answer) == tell_decided(alike)
    return tell_decided(answer)


def test_without_rules_a_site_changes_nothing_but_the_question(site):
    assert ask(site) == {**(plain := ask()), "question": {**plain["question"], "site": site.code}}
    assert plain["outcome"] == "permitted"


def test_a_policy_adds_its_requirements_and_is_named_with_its_digest(site):
    rule(site, SESSIONS)
    told = ask(site)
    assert (told["outcome"], told["layers"]["policy"], told["layers"]["law"]) == ("refused", "refused", "permitted")
    assert told["policy"] == {"id": site.code, "digest": digest_of(SESSIONS)}
    assert [gap["layer"] for gap in told["gaps"]] == ["policy"]
    assert ask()["policy"] is None


def test_a_site_is_named_in_any_case_and_told_in_capitals(site):
    told = tell_decided(decide_one(read(site=site.code.lower()), now=NOW, organisation_id=clinic().pk))
    assert told["question"]["site"] == site.code


def test_a_declaration_vouches_for_its_key(site):
    assert ask(site, attested=[])["conditions"] == [PERMIT]
    declare(site, PERMIT)
    assert ask(site, attested=[])["outcome"] == "permitted"
    assert ask(attested=[])["conditions"] == [PERMIT]


@pytest.mark.parametrize("key", ["parental_consent", "child_assent", "minor_own_consent"])
def test_what_cannot_be_declared_vouches_for_nothing(site, key):
    declare(site, key)
    rule(site, {"kind": "attestation", "key": key})
    assert ask(site)["conditions"] == [key]


def test_a_site_that_nobody_has_or_another_has_is_unknown_alike(site):
    assert ask(site, asker=clinic("Birch Clinic")) == [("/site", "unknown_site")]
    stranger = open_site(clinic("Birch Clinic"))
    assert ask(stranger) == [("/site", "unknown_site")]
    assert ask(site=None, attested=["nobody_asks"]) == [("/attested/0", "unknown_key")]
    for code in ("ST-0000-0000", "nowhere", "§"):
        (refused,) = decide_many([read(site=code)], now=NOW, organisation_id=clinic().pk)
        assert [(fault.pointer, fault.code) for fault in refused.faults] == [("/site", "unknown_site")]


def test_who_asks_for_no_organisation_has_no_site(site):
    assert [fault.code for fault in decide_one(read(site=site.code), now=NOW).faults] == ["unknown_site"]


def test_a_site_vouches_for_nothing_elsewhere(site):
    declare(site, PERMIT)
    assert ask(site, jurisdiction="XB") == [("/site", "site_elsewhere")]
    wales = open_site(place="GB-CRF", name="Cardiff")  # read as Wales, as questions about Cardiff are
    assert ask(wales, jurisdiction="gb-wls")["outcome"] == "permitted"
    assert ask(wales, jurisdiction="GB") == [("/site", "site_elsewhere")]
    assert ask(wales, jurisdiction="nowhere") == [("/jurisdiction", "unknown_place")]


def test_a_key_that_only_the_policy_knows_may_be_attested_at_its_site(site):
    other = open_site(name="High Street")
    rule(site, DEEDS, starts="2030-01-01")  # not yet in force, and known all the same
    assert ask(site, attested=[PERMIT, "deeds_shown"])["outcome"] == "permitted"
    assert ask(other, attested=[PERMIT, "deeds_shown"]) == [("/attested/1", "unknown_key")]


def test_a_question_is_told_all_its_faults_at_once(site):
    told = ask(site, jurisdiction="XB", attested=["nobody_asks"], patient={"age": 900})
    assert told == [("/patient/age", "not_an_age"), ("/attested/0", "unknown_key"), ("/site", "site_elsewhere")]


def test_only_what_was_known_then_counts(site):
    at = rule(site, SESSIONS)
    declared = declare(site, PERMIT)
    before, after = (instant.isoformat() for instant in (just_before(at), at))
    assert ask(site, known_at=before)["policy"] is None
    assert ask(site, known_at=after)["outcome"] == "refused"
    assert ask(site, known_at=after, attested=[])["conditions"] == [PERMIT]
    gone = take_back(SitePolicy.objects.all())
    take_back(SiteDeclaration.objects.all())
    assert ask(site)["outcome"] == "permitted"
    assert ask(site, known_at=gone.isoformat())["policy"] is None
    for instant in (declared, just_before(gone)):
        assert ask(site, known_at=instant.isoformat(), attested=[])["gaps"][0]["layer"] == "policy"


def test_a_site_is_known_from_its_opening_to_before_its_closing(site):
    opened = site.created_at
    assert ask(site, known_at=just_before(opened).isoformat()) == [("/site", "unknown_site")]
    assert ask(site, known_at=opened.isoformat())["outcome"] == "permitted"
    close_site(site)
    site.refresh_from_db()
    assert ask(site) == [("/site", "unknown_site")]
    assert ask(site, known_at=site.closed_at.isoformat()) == [("/site", "unknown_site")]
    assert ask(site, known_at=just_before(site.closed_at).isoformat())["outcome"] == "permitted"


def test_rules_may_be_tried_before_they_are_said(site):
    rule(site, SESSIONS)
    tried = Policy(id=site.code, versions=(compile_policy_version(MET, policy_id=site.code, starts=dt.date.min),))
    asked = [read(site=site.code), read()]
    given = {"now": NOW, "organisation_id": clinic().pk}
    told = [tell_decided(one)["outcome"] for one in decide_many(asked, **given, policies={site.code: tried})]
    assert told == ["permitted", "permitted"]
    stranger = decide_many(asked, now=NOW, organisation_id=clinic("Birch Clinic").pk, policies={site.code: tried})
    assert [type(one) is Decided for one in stranger] == [False, True]
