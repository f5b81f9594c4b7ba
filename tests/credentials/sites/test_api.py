"""Sites in the calls that decide: one question, many, those kept, those decided again."""

import json

import orjson
import pytest

from credentials.models import SiteDeclaration, SitePolicy, Verification
from rulebook.law import digest_of
from tests.credentials.api.conftest import BASE, problem, question_about
from tests.credentials.api.world import ADA, CARL, certification, put
from tests.credentials.sites.world import (
    DEEDS,
    MET,
    PERMIT,
    SESSIONS,
    clinic,
    close_site,
    declare,
    open_site,
    rule,
    take_back,
)

ENVELOPE = ("id", "decided_at", "receipt")


@pytest.fixture
def birch(make_client):
    return make_client("verify:read", organisation="Birch Clinic")


def errors(response):
    return told_faults(problem(response, 422))


def told_faults(told):
    return [(one["pointer"], one["code"]) for one in told["errors"]]


def test_standing_knows_the_callers_own_sites(site, standing, birch):
    rule(site, SESSIONS)
    told = standing(site=site.code, attested=PERMIT).json()
    assert (told["outcome"], told["question"]["site"]) == ("refused", site.code)
    assert told["policy"] == {"id": site.code, "digest": digest_of(SESSIONS)}
    assert standing(attested=PERMIT).json()["outcome"] == "permitted"
    assert errors(standing(site=site.code, client=birch)) == [("/site", "unknown_site")]
    assert errors(standing(site=site.code, jurisdiction="XB")) == [("/site", "site_elsewhere")]


def test_a_changed_policy_changes_the_tag(site, standing):
    asked = {"site": site.code, "attested": PERMIT}
    tags = [standing(**asked)["ETag"]]
    for change in (lambda: rule(site, MET), lambda: take_back(SitePolicy.objects.all()), lambda: rule(site, DEEDS)):
        change()
        held = standing(**asked, headers={"If-None-Match": tags[-1]})
        assert held.status_code == 200, change
        tags.append(held["ETag"])
    assert tags[0] == tags[2]  # no rules before and after, and nothing else changed
    assert len(set(tags)) == 3
    assert standing(**asked, headers={"If-None-Match": tags[-1]}).status_code == 304
    declare(site, "deeds_shown")
    assert standing(**asked, headers={"If-None-Match": tags[-1]}).status_code == 200


def test_an_answer_is_kept_with_its_policy_and_its_receipt_holds_both(site, verify, asker):
    rule(site, MET)
    declare(site, PERMIT)
    told = verify(site=site.code).json()
    assert (told["outcome"], told["layers"]["policy"]) == ("permitted", "permitted")
    assert asker.get(f"{BASE}/verifications/{told['id']}").json() == told
    stored = orjson.loads(Verification.objects.get().answer)
    assert (stored["question"]["site"], stored["policy"]) == (site.code, told["policy"])


def test_what_was_said_since_changes_no_replay(site, verify, asker):
    rule(site, {"all_of": [MET, DEEDS]})
    declare(site, PERMIT)
    told = verify(site=site.code, attested=["deeds_shown"]).json()
    take_back(SitePolicy.objects.all())
    take_back(SiteDeclaration.objects.all())
    rule(site, SESSIONS)
    replayed = asker.post(f"{BASE}/verifications/{told['id']}/replay").json()
    then = {name: value for name, value in told.items() if name not in ENVELOPE}
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(then)
    assert (told["outcome"], replayed["as_known_now"]["outcome"]) == ("permitted", "refused")
    assert replayed["as_known_now"]["question"]["attested"] == []  # no policy knows it any more
    close_site(site)
    replayed = asker.post(f"{BASE}/verifications/{told['id']}/replay").json()
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(then)
    assert ("/site", "unknown_site") in told_faults(replayed["as_known_now"]["problem"])


def differing(client):
    return [one["id"] for one in client.get(f"{BASE}/verifications", {"differs": "true"}).json()["items"]]


def test_what_a_changed_policy_makes_of_earlier_answers_is_listed_for_the_asker(site, verify, asker, birch):
    here, elsewhere = (verify(site=code, attested=[PERMIT]).json()["id"] for code in (site.code, None))
    verify(client=birch, attested=[PERMIT])
    assert differing(asker) == []
    rule(site, SESSIONS)
    assert differing(asker) == [here]
    take_back(SitePolicy.objects.all())
    assert differing(asker) == []
    close_site(site)
    assert differing(asker) == [here]
    assert elsewhere not in differing(asker)
    assert differing(birch) == []


def test_a_fact_that_changes_is_looked_at_with_the_askers_own_site(site, verify, asker, birch):
    declare(site, PERMIT)
    named = verify(site=site.code).json()
    verify(client=birch)
    put({"registry_number": ADA, "certifications": [certification("C-1", ["child"])]})
    (item,) = asker.get(f"{BASE}/verifications?differs=true").json()["items"]
    assert (item["id"], item["then"]["outcome"], item["now"]["outcome"]) == (named["id"], "permitted", "refused")
    assert PERMIT in item["now"]["codes"]
    assert item["now"]["conditions"] == []


@pytest.mark.parametrize("accept", ["application/json", "application/x-ndjson"])
@pytest.mark.parametrize("record", [False, True], ids=["asked", "kept"])
def test_a_batch_may_name_several_sites(site, batch, verify, birch, accept, record):
    ys = open_site(place="XB", name="Ys")
    strangers = open_site(clinic("Birch Clinic"))
    rule(site, SESSIONS)
    rule(ys, DEEDS)
    asked = [
        question_about(attested=[PERMIT], site=site.code),
        question_about(CARL, jurisdiction="XB", attested=["deeds_shown"], site=ys.code),
        question_about(jurisdiction="XB", site=site.code),
        question_about(site=strangers.code),
        question_about(attested=[PERMIT], site=site.code, known_at=site.created_at.isoformat()),
    ]
    answer = batch(asked, record=record, headers={"Accept": accept})
    if "ndjson" in accept:
        results = [json.loads(line) for line in answer.getvalue().splitlines()]
    else:
        results = answer.json()["results"]
    told = [one["outcome"] if "outcome" in one else one["problem"]["errors"][0]["code"] for one in results]
    assert told[:4] == ["refused", "permitted", "site_elsewhere", "unknown_site"]
    assert told[4] == "permitted"
    assert Verification.objects.count() == (3 if record else 0)


def test_a_site_costs_one_round_trip_more_however_many_are_named(site, count, warm, standing, batch):
    ys = open_site(place="XB", name="Ys")
    asked = [question_about(site=site.code), question_about(jurisdiction="XB", site=ys.code)] * 50
    for work, trips in ((lambda: standing(site=site.code), 2), (lambda: batch(asked), 2), (standing, 1)):
        work()
        assert count(work) == trips
