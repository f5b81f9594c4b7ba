"""Keys come and go; what they signed stays checkable, and the JWKS says with what."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from credentials.models import SigningKey, Verification
from credentials.signing import UnusableKeys, check
from credentials.signing.keys import current_keys, make_private_jwk
from credentials.signing.published import keys_by_kid, remember_key, retire_key
from credentials.signing.receipts import examine_receipt
from tests.credentials.receipts.forging import parts_of

JWKS = "/.well-known/jwks.json"
NEW = make_private_jwk()


def read_jwks(**headers):
    return Client().get(JWKS, headers=headers)


def sign_with(settings, *keys):
    settings.SIGNING_KEYS = json.dumps({"keys": keys})


def test_anyone_reads_the_keys(receipt):
    response = read_jwks()
    assert response.status_code == 200
    assert response["Content-Type"] == "application/jwk-set+json"
    assert response["Cache-Control"] == "public, max-age=300"
    (key,) = response.json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "kid", "use", "alg"}
    assert key["kid"] == parts_of(receipt)[0]["kid"]
    assert check(receipt, {one["kid"]: one for one in response.json()["keys"]})


def test_keys_that_did_not_change_are_not_sent_again(receipt, settings):
    etag = read_jwks()["ETag"]
    unchanged = read_jwks(**{"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", etag)
    sign_with(settings, NEW)
    assert read_jwks(**{"If-None-Match": etag}).status_code == 200


def test_a_parameter_or_an_odd_wish_is_refused(db):
    assert Client().get(f"{JWKS}?kid=1").status_code == 422
    assert read_jwks(Accept="text/html").status_code == 406
    assert read_jwks(Accept="application/json")["Content-Type"] == "application/json"
    assert read_jwks(Accept="text/html,*/*;q=0.1")["Content-Type"] == "application/jwk-set+json"
    assert Client().post(JWKS).status_code == 405


def test_after_a_rotation_both_check(receipt, verify, settings):
    old = parts_of(receipt)[0]["kid"]
    sign_with(settings, NEW)
    anew = verify().json()["receipt"]
    assert parts_of(anew)[0]["kid"] == NEW["kid"] != old
    listed = read_jwks().json()["keys"]
    assert [one["kid"] for one in listed] == [NEW["kid"], old]
    keys = {one["kid"]: one for one in listed}
    assert check(receipt, keys)
    assert check(anew, keys)


def test_a_key_to_come_is_published_before_it_signs(receipt, verify, settings):
    (held,) = json.loads(settings.SIGNING_KEYS)["keys"]
    sign_with(settings, held, NEW)
    assert parts_of(verify().json()["receipt"])[0]["kid"] == current_keys().signer.kid != NEW["kid"]
    assert NEW["kid"] in {one["kid"] for one in read_jwks().json()["keys"]}
    assert not SigningKey.objects.filter(kid=NEW["kid"]).exists()


def test_a_key_is_on_file_before_what_it_signed_can_be_seen(verify):
    assert not SigningKey.objects.exists()
    receipt = verify().json()["receipt"]
    key = SigningKey.objects.get()
    assert key.kid == parts_of(receipt)[0]["kid"]
    assert key.first_used_at == Verification.objects.get().decided_at
    verify()
    assert SigningKey.objects.get() == key


def test_a_retired_key_signs_nothing_any_more(receipt, verify, settings):
    kid = parts_of(receipt)[0]["kid"]
    retired_at = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5)
    retire_key(kid=kid, at=retired_at)
    assert retire_key(kid=kid, at=retired_at + dt.timedelta(days=1)).retired_at == retired_at
    assert verify().status_code == 500
    with pytest.raises(UnusableKeys, match="was retired"):
        remember_key(at=retired_at)
    assert Verification.objects.count() == 1
    assert examine_receipt(receipt, keys_by_kid()).faults == ()
    listed = {one["kid"]: one for one in read_jwks().json()["keys"]}
    assert listed[kid]["exp"] == int(retired_at.timestamp())
    earlier = {kid: {**listed[kid], "exp": 1_000_000_000}}
    assert examine_receipt(receipt, earlier).faults == ("it was signed after its key was retired",)


def test_the_command_retires_a_key(receipt, capsys):
    kid = parts_of(receipt)[0]["kid"]
    call_command("retire_signing_key", kid)
    assert SigningKey.objects.get(kid=kid).retired_at is not None
    assert kid in capsys.readouterr().out
    with pytest.raises(CommandError, match="No key 'x' ever signed here"):
        call_command("retire_signing_key", "x")


CHEATS = {
    "another public part": 'UPDATE credentials_signingkey SET jwk = jwk || \'{"x": "AA"}\'',
    "a first use in the past": "UPDATE credentials_signingkey SET first_used_at = '2020-01-01'",
    "a deletion": "DELETE FROM credentials_signingkey",
    "emptying": "TRUNCATE credentials_signingkey",
    "a private part": """INSERT INTO credentials_signingkey VALUES
        ('k', '{"kty": "OKP", "crv": "Ed25519", "x": "AA", "d": "AA"}', now(), NULL)""",
    "a key of another kind": """INSERT INTO credentials_signingkey VALUES
        ('k', '{"kty": "oct", "k": "AA"}', now(), NULL)""",
}


@pytest.mark.parametrize("statement", CHEATS.values(), ids=CHEATS.keys())
def test_the_database_keeps_public_keys_as_they_were(receipt, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL filiform.truncate = 'no'")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


def test_a_retirement_is_never_taken_back(receipt):
    retire_key(kid=parts_of(receipt)[0]["kid"], at=dt.datetime.now(dt.UTC))
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("UPDATE credentials_signingkey SET retired_at = NULL")


def test_nothing_that_is_told_or_kept_holds_a_private_part(receipt, verify, asker, settings, caplog):
    secrets = [one["d"] for one in json.loads(settings.SIGNING_KEYS)["keys"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT jsonb_agg(k)::text FROM credentials_signingkey k")
        stored = cursor.fetchone()[0]
    told = [
        read_jwks().content.decode(),
        verify().content.decode(),
        stored,
        caplog.text,
        json.dumps(parts_of(receipt)[:2]),
    ]
    assert not any(secret in text or '"d"' in text for secret in secrets for text in told)
