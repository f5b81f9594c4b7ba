"""Signatures, verified by the library that receivers use and by the example of the specification's own tests."""

import base64
import uuid
from datetime import UTC, datetime

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from clinics.webhooks.signing import key_of, make_secret, name_message, sign, write_headers

NAME = name_message(uuid.UUID(int=7))
BODY = '{"type":"test.ping","timestamp":"2026-03-01T12:00:00Z","data":{"größe":1}}'.encode()


def headers(secrets, at=None, body=BODY):
    seconds = int((at or datetime.now(UTC)).timestamp())
    return write_headers(secrets=secrets, message_id=NAME, timestamp=seconds, body=body)


def test_what_we_sign_receivers_accept():
    secret = make_secret()
    assert Webhook(secret).verify(BODY.decode(), headers([secret]))["data"] == {"größe": 1}


def test_we_sign_as_the_library_does():
    secret, at = make_secret(), datetime(2026, 3, 1, 12, tzinfo=UTC)
    theirs = Webhook(secret).sign(NAME, at, BODY.decode())
    assert sign(secrets=[secret], message_id=NAME, timestamp=int(at.timestamp()), body=BODY) == theirs


def test_either_secret_accepts_while_they_rotate():
    new, old, other = make_secret(), make_secret(), make_secret()
    told = headers([new, old])
    assert len(told["webhook-signature"].split(" ")) == 2
    assert Webhook(new).verify(BODY.decode(), told) == Webhook(old).verify(BODY.decode(), told)
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY.decode(), told)


CHANGES = {
    "another body": lambda told: (told, BODY + b" "),
    "another id": lambda told: (told | {"webhook-id": "msg_other"}, BODY),
    "another instant": lambda told: (told | {"webhook-timestamp": str(int(told["webhook-timestamp"]) + 1)}, BODY),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_receivers_refuse(change):
    secret = make_secret()
    told, body = change(headers([secret]))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.decode(), told)


def test_what_is_old_is_refused():
    secret = make_secret()
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY.decode(), headers([secret], datetime(2026, 3, 1, tzinfo=UTC)))


def test_a_secret_has_the_form_and_the_length_of_the_specification():
    one, other = make_secret(), make_secret()
    assert one != other
    assert one.startswith("whsec_")
    assert len(key_of(one)) == 32


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", base64.b64encode(b"x" * 32).decode(), "whsec_" + base64.b64encode(b"x" * 23).decode(),
     "whsec_" + base64.b64encode(b"x" * 65).decode(), "whsec_no base64!"],
    ids=["nothing", "no key", "no prefix", "too short", "too long", "no base64"],
)  # fmt: skip
def test_what_is_no_secret_signs_nothing(secret):
    with pytest.raises(ValueError, match=r"^not a secret of webhooks$"):
        key_of(secret)


def test_an_id_has_no_full_stop():
    assert NAME == "msg_00000000000000000000000000000007"
