"""`POST /verifications/{id}/replay`: what was told then, decided anew, beside what would be told now."""

import copy
import re
import uuid

import orjson
import pytest
from django.db import connection

from credentials.models import Practitioner, Verification
from credentials.operations.erasure import erase_person
from law.operations.releases import release_pack
from tests.credentials.api.conftest import BASE, problem
from tests.credentials.api.world import ADA, PEOPLE, certification, law_content, licence, put

ENVELOPE = ("id", "decided_at", "receipt")
ASPEN, BIRCH = "Aspen Clinic", "Birch Clinic"


def ada(**changed):
    return copy.deepcopy(PEOPLE[0]) | changed


def replay(client, id_):
    return client.post(f"{BASE}/verifications/{id_}/replay")


def decision(told):
    return {name: value for name, value in told.items() if name not in ENVELOPE}


def test_nothing_changed_nothing_differs(verify, asker):
    told = verify(jurisdiction="GB-WLS", name="Ada").json()
    answer = replay(asker, told["id"])
    assert answer.status_code == 200
    replayed = answer.json()
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(decision(told))
    assert (replayed["differs"], replayed["differences"]) == (False, [])
    assert replayed["as_known_now"]["question"] == {
        **told["question"],
        "known_at": replayed["as_known_now"]["known_at"],
    }
    assert set(replayed) == {"as_known_then", "as_known_now", "differs", "differences"}


def test_what_was_corrected_since_is_told_place_by_place(verify, asker):
    told = verify(attested=["town_permit"]).json()
    put(ada(training=[], licences=[licence("A-1", expires_on="2020-12-31"), licence("W 12.34-5", "GB-WLS")]))
    replayed = replay(asker, told["id"]).json()
    assert replayed["as_known_then"] == decision(told)
    assert (told["outcome"], replayed["as_known_now"]["outcome"]) == ("permitted", "refused")
    assert replayed["differs"] is True
    by_path = {one["path"]: (one["then"], one["now"]) for one in replayed["differences"]}
    assert by_path["/outcome"] == ("permitted", "refused")
    assert by_path["/may_perform"] == (True, False)
    assert by_path["/findings/0/code"] == ("licence_active", "licence_expired")
    left_out = ("/known_at", "/asked_on", "/engine", "/question/known_at", "/law/digest", "/standard/digest")
    assert not by_path.keys() & set(left_out)


def test_the_law_the_floor_and_the_review_of_then_hold(verify, asker):
    told = verify(attested=["town_permit"]).json()
    release_pack(content=law_content(review_months=1))
    replayed = replay(asker, told["id"]).json()
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(decision(told))
    assert replayed["as_known_now"]["outcome"] == "undetermined"
    assert replayed["as_known_now"]["law"]["review_months"] == 1


@pytest.mark.parametrize("name", ["Ada Okafor", "Eve"], ids=["matched", "did not match"])
def test_of_a_name_what_the_comparison_gave_is_asked_again(verify, asker, name):
    told = verify(name=name, jurisdiction="GB-WLS").json()
    put(ada(name="Eve Okafor", former_names=[]))
    replayed = replay(asker, told["id"]).json()
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(decision(told))
    assert replayed["as_known_now"]["question"]["name"] is (name == "Ada Okafor")
    assert replayed["differs"] is False


def test_a_question_that_can_no_longer_be_asked(verify, asker):
    told = verify(attested=["town_permit"]).json()
    content = copy.deepcopy(law_content())
    content["jurisdictions"] = [one for one in content["jurisdictions"] if one["jurisdiction"] != "XA"]
    release_pack(content=content)
    replayed = replay(asker, told["id"]).json()
    assert replayed["as_known_then"] == decision(told)
    assert replayed["as_known_now"]["problem"]["errors"][0]["code"] == "unknown_place"
    assert {"path": "/outcome", "then": "permitted", "now": None} in replayed["differences"]


def test_an_attested_key_that_no_law_knows_any_more_is_left_out(verify, asker):
    told = verify(jurisdiction="GB-WLS", attested=["referral", "town_permit"]).json()
    content = copy.deepcopy(law_content())
    content["jurisdictions"] = [one for one in content["jurisdictions"] if one["jurisdiction"] != "XA"]
    release_pack(content=content)
    replayed = replay(asker, told["id"]).json()
    assert replayed["as_known_now"]["question"]["attested"] == ["referral"]
    assert [one["path"] for one in replayed["differences"]] == ["/question/attested/1"]


def test_after_erasure_the_replay_says_so(verify, asker):
    told = verify().json()
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    assert problem(replay(asker, told["id"]), 410)["type"] == "/problems/erased"
    stored = asker.get(f"{BASE}/verifications/{told['id']}").json()
    assert (stored["outcome"], stored["basis"]["number"]) == (told["outcome"], None)


def test_an_engine_that_is_not_kept_is_named(verify, asker):
    told = verify().json()
    _rewrite(told["id"], 'answer = replace(answer, \'"engine":"2"\', \'"engine":"0"\')')
    assert problem(replay(asker, told["id"]), 409)["type"] == "/problems/engine-not-kept"


def test_what_the_first_engine_told_is_led_to_again_and_differs_in_nothing(verify, asker):
    told = verify(attested=["town_permit"]).json()
    assert [fact for one in told["findings"] for fact in one["evidence"] if fact.startswith("statement-")]
    by_first = orjson.loads(re.sub(rb'"statement-\d+"', b"", orjson.dumps(decision(told)))) | {"engine": "1"}
    _rewrite(told["id"], r"""answer = regexp_replace(answer, '"statement-\d+"', '')""")
    _rewrite(told["id"], 'answer = replace(answer, \'"engine":"2"\', \'"engine":"1"\')')
    replayed = replay(asker, told["id"]).json()
    assert orjson.dumps(replayed["as_known_then"]) == orjson.dumps(by_first)
    assert replayed["as_known_now"]["findings"] == told["findings"]
    assert (replayed["as_known_now"]["engine"], replayed["differs"], replayed["differences"]) == ("2", False, [])


def test_an_answer_that_the_record_does_not_lead_to_is_not_passed_off(verify, asker):
    told = verify(attested=["town_permit"]).json()
    _rewrite(told["id"], "answer = replace(answer, 'permitted', 'refused')")
    assert problem(replay(asker, told["id"]), 409)["type"] == "/problems/not-reproduced"


def test_a_body_has_nothing_to_say(verify, asker):
    address = f"{BASE}/verifications/{verify().json()['id']}/replay"
    assert asker.post(address, {}, content_type="application/json").status_code == 200
    told = problem(asker.post(address, {"on": "2026-01-01"}, content_type="application/json"), 422)
    assert [(fault["pointer"], fault["code"]) for fault in told["errors"]] == [("/on", "unknown_field")]


def test_no_shared_cache_keeps_what_one_caller_was_told(verify, asker):
    answer = asker.get(f"{BASE}/verifications/{verify().json()['id']}")
    assert (answer["Cache-Control"], answer["Vary"]) == ("private, no-cache", "Authorization, Cookie")


def test_only_the_organisation_that_asked_may(verify, asker, make_client):
    told = verify().json()
    colleague = make_client("roster:read", organisation=ASPEN)
    assert replay(colleague, told["id"]).status_code == 200
    assert problem(replay(make_client("verify:read", organisation=BIRCH), told["id"]), 404)
    assert problem(replay(asker, uuid.uuid4()), 404)
    assert problem(asker.get(f"{BASE}/verifications/{told['id']}/replay"), 405)


def test_sent_again_under_its_key_it_is_answered_as_before(verify, asker):
    told = verify(jurisdiction="GB-WLS").json()
    path, headers = f"{BASE}/verifications/{told['id']}/replay", {"Idempotency-Key": "once"}
    first = asker.post(path, headers=headers)
    put(ada(certifications=[certification("C-1", ["child"])]))
    assert asker.post(path, headers=headers).content == first.content
    assert asker.post(path).json()["differs"] is True


def test_nothing_is_recorded_by_it(verify, asker):
    told = verify().json()
    replay(asker, told["id"])
    assert Verification.objects.count() == 1


def _rewrite(id_, assignment):
    """What only a superuser can, with the guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"UPDATE credentials_verification SET {assignment} WHERE id = %s", [id_])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
