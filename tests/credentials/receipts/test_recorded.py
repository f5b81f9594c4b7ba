"""The receipt of an answer that was kept: what it says, and that it is the one on file for ever."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection

from credentials.models import Practitioner, SigningKey, Verification
from credentials.operations.erasure import erase_person
from credentials.queries.receipts import columns_of
from credentials.signing import check
from credentials.signing.published import keys_by_kid
from credentials.signing.row_digests import digest_kept
from tests.credentials.api.conftest import BASE, question_about
from tests.credentials.api.world import ADA, CARL, DORA, licence, put
from tests.credentials.receipts.forging import parts_of

CLAIMS = {
    "iss", "iat", "jti", "sub", "aud", "question", "outcome", "codes", "conditions", "holds_until", "evidence", "law",
    "standard", "policy", "engine", "asked_on", "known_at",
}  # fmt: skip


def test_it_says_what_was_told(verify, settings):
    settings.PUBLIC_URL = "https://filiform.example.org"
    told = verify(attested=["town_permit"], name="Ada Okafor").json()
    claims = check(told["receipt"], keys_by_kid())
    assert claims.keys() == CLAIMS
    for name in CLAIMS & told.keys():
        assert claims[name] == told[name], name
    row = Verification.objects.get()
    assert claims["iss"] == "https://filiform.example.org"
    assert claims["iat"] == int(row.decided_at.timestamp())
    assert claims["jti"] == told["id"]
    assert claims["sub"] == told["question"]["practitioner"]["registry_number"] == ADA
    assert claims["aud"] == f"organisation:{row.organisation_id}"
    assert claims["codes"] == list(dict.fromkeys(finding["code"] for finding in told["findings"]))


def test_its_evidence_are_the_digests_of_the_facts_that_findings_name(verify):
    told = verify(attested=["town_permit"]).json()
    facts = {fact for finding in told["findings"] for fact in finding["evidence"]}
    assert {fact.partition("-")[0] for fact in facts} == {"licence", "training", "certification", "statement"}
    digests = []
    for fact in facts:
        kind, _, row = fact.partition("-")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT encode(digest, 'hex') FROM credentials_{kind} WHERE id = %s", [row])
            digests.append(cursor.fetchone()[0])
    assert check(told["receipt"], keys_by_kid())["evidence"] == sorted(digests)


def test_its_header_names_algorithm_key_and_type(receipt):
    header, payload, signature = parts_of(receipt)
    assert header == {"alg": "EdDSA", "kid": SigningKey.objects.get().kid, "typ": "filiform-receipt"}
    assert list(payload) == sorted(payload)
    assert len(signature) == 64


def test_it_holds_nothing_by_which_a_person_is_known(verify):
    told = verify(
        name="Carl Roe",
        practitioner={"licence": {"jurisdiction": "XB", "profession": "PT", "number": "N-1"}},
        jurisdiction="XB-1",
    ).json()
    said = json.dumps(parts_of(told["receipt"])[:2])
    assert CARL in said
    assert not any(secret in said for secret in ("Carl", "Roe", "N-1", "P-1", "H-1"))


def test_it_is_read_back_as_it_was_given(verify, asker):
    response = verify()
    assert asker.get(response["Location"]).json() == response.json()


def test_each_answer_of_a_batch_has_its_own(batch, asker):
    asked = [question_about(), question_about("FN-0000-0000"), question_about(DORA), question_about()]
    results = batch(asked, record=True).json()["results"]
    assert "problem" in results[1]
    kept = [results[0], results[2], results[3]]
    claims = [check(one["receipt"], keys_by_kid()) for one in kept]
    assert [one["jti"] for one in claims] == [one["id"] for one in kept]
    assert [one["sub"] for one in claims] == [ADA, DORA, ADA]
    assert [one["outcome"] for one in claims] == [one["outcome"] for one in kept]
    for one in kept:
        assert asker.get(f"{BASE}/verifications/{one['id']}").json()["receipt"] == one["receipt"]
    sequence = list(Verification.objects.order_by("sequence").values_list("id", flat=True))
    assert [str(one) for one in sequence] == [one["id"] for one in kept]


def test_what_is_not_recorded_has_none(batch):
    (result,) = batch([question_about()]).json()["results"]
    assert "receipt" not in result


def test_the_law_that_answered_stands_with_the_answer(receipt):
    row = Verification.objects.select_related("pack").get()
    assert row.pack.digest == parts_of(receipt)[1]["law"]["digest"]


OTHER = {
    "id": uuid.UUID(int=1),
    "organisation": 10**9,
    "asked_by_key": None,
    "asked_by_user": 7,
    "practitioner": 10**9,
    "jurisdiction": "XB",
    "on": dt.date(2020, 1, 1),
    "outcome": "refused",
    "asked_on": dt.date(2020, 1, 1),
    "known_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "decided_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "answer": "{}",
    "pack": None,
    "receipt": "a.b.c",
}
NOT_DIGESTED = {"digest", "sequence"}


def test_the_digest_is_over_every_column(receipt):
    """A column that somebody adds to the table has to be put under the digest, or be named here with its reason."""
    columns = columns_of(Verification.objects.get())
    assert columns.keys() == OTHER.keys()
    stored = {field.column for field in Verification._meta.concrete_fields} - NOT_DIGESTED
    assert {name.removesuffix("_id") for name in stored} == set(columns)


@pytest.mark.parametrize("name", OTHER)
def test_a_change_of_any_column_changes_the_digest(receipt, name):
    row = Verification.objects.get()
    columns = columns_of(row)
    assert digest_kept(columns) == bytes(row.digest)
    assert digest_kept({**columns, name: OTHER[name]}) != bytes(row.digest)


def test_an_instant_counts_to_the_microsecond(receipt):
    row = Verification.objects.get()
    columns = columns_of(row)
    later = columns["decided_at"] + dt.timedelta(microseconds=1)
    assert digest_kept({**columns, "decided_at": later}) != bytes(row.digest)


def test_after_an_erasure_it_is_still_checked_and_the_same(verify, asker):
    response = verify(practitioner={"registry_number": CARL}, jurisdiction="XB-1")
    row = Verification.objects.get()
    erase_person(practitioner=Practitioner.objects.get(registry_number=CARL))
    again = asker.get(response["Location"]).json()
    assert again["receipt"] == response.json()["receipt"]
    assert again["basis"]["number"] is None
    assert check(again["receipt"], keys_by_kid())["sub"] == CARL
    assert digest_kept(columns_of(Verification.objects.get())) == bytes(row.digest)


def test_a_correction_leaves_it_as_it_was(verify, asker):
    response = verify()
    put({"registry_number": ADA, "licences": [licence("A-1", expires_on="2026-01-01")]})
    assert asker.get(response["Location"]).json()["receipt"] == response.json()["receipt"]
    anew = verify().json()["receipt"]
    before, after = (parts_of(one)[1]["evidence"] for one in (response.json()["receipt"], anew))
    assert before != after


def test_more_answers_than_go_into_one_statement(people, monkeypatch, batch):
    monkeypatch.setattr("credentials.operations.verifications.AT_ONCE", 2)
    results = batch([question_about()] * 5, record=True).json()["results"]
    assert len({check(one["receipt"], keys_by_kid())["jti"] for one in results}) == 5
    assert Verification.objects.count() == 5
