"""Signatures of webhooks by the Standard Webhooks specification, version v1: HMAC-SHA256 of id, instant and body."""

import base64
import binascii
import hashlib
import hmac
import secrets as random_secrets
from collections.abc import Iterable
from uuid import UUID

PREFIX = "whsec_"
KEY_BYTES = 32  # the specification allows 24 to 64


def make_secret() -> str:
    """A new secret as its receiver is told it: `whsec_` and the key in base64."""
    return PREFIX + base64.b64encode(random_secrets.token_bytes(KEY_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret. ValueError for what is none; it does not tell the secret."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith(PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError("not a secret of webhooks")
    return key


def name_message(key: UUID) -> str:
    """The `webhook-id`: the same for every try and every replay; without a full stop, which parts what is signed."""
    return f"msg_{key.hex}"


def sign(*, secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The `webhook-signature`: one for each secret, so that a receiver who knows either accepts it."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key_of(secret), signed, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def write_headers(*, secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """All headers of one try at `timestamp`, in seconds since 1970."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Filiform-Webhooks/1",
        "Connection": "close",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secrets=secrets, message_id=message_id, timestamp=timestamp, body=body),
    }
