"""Tokens as nobody honest would write them."""

import base64
import json


def parts_of(token):
    """Header and payload as data, and the signature's bytes."""
    header, payload, signature = token.split(".")
    return json.loads(decode(header)), json.loads(decode(payload)), decode(signature)


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(told):
    written = told if isinstance(told, bytes) else json.dumps(told, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def forge(header, payload, sign):
    """A token of these parts; `sign` is handed what is signed."""
    signed = f"{encode(header)}.{encode(payload)}"
    return f"{signed}.{encode(sign(signed.encode()))}"
