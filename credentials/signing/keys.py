"""Keys that sign: read from a JWK set, the first of it active. Private parts never leave this module."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from credentials.signing.base64url import read_base64url, write_base64url

CURVE = "Ed25519"
ALGORITHM = "EdDSA"


class UnusableKeys(ImproperlyConfigured):
    """Why a key set cannot be used, in one sentence that repeats nothing secret."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs. `kid` is its RFC 7638 thumbprint."""

    kid: str
    private: Ed25519PrivateKey = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeySet:
    """The key that signs, and the public JWK of every key of the set, the active one first."""

    signer: Signer
    public: tuple[dict[str, str], ...]


def current_keys() -> KeySet:
    """The keys of this process, parsed once. Raises UnusableKeys."""
    return read_key_set(settings.SIGNING_KEYS)


@functools.lru_cache(maxsize=4)
def read_key_set(text: str) -> KeySet:
    """Read a JWK set (RFC 7517) of Ed25519 keys; the first must be private, it signs. Raises UnusableKeys."""
    if not text:
        raise UnusableKeys("Nothing can be signed: neither SIGNING_KEYS nor SIGNING_KEY_FILE is set.")
    listed = _read_list(text)
    public = tuple(_read_public(one, place) for place, one in enumerate(listed, 1))
    if len({one["kid"] for one in public}) < len(public):
        raise UnusableKeys("The signing keys hold the same key twice.")
    if "d" not in listed[0]:
        raise UnusableKeys("The first signing key has no private part (d), so nothing can be signed with it.")
    return KeySet(Signer(public[0]["kid"], _read_private(listed[0]["d"])), public)


def _read_list(text: str) -> list[dict[str, Any]]:
    try:
        told = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise UnusableKeys("The signing keys are no JSON.") from None  # the cause would quote what stands there
    listed = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise UnusableKeys('The signing keys must be a JWK set: {"keys": [{"kty": "OKP", …}]}.')
    return listed


def _read_public(told: Mapping[str, Any], place: int) -> dict[str, str]:
    """The public JWK with its thumbprint; a private part must belong to it, or what it signs would never check."""
    if told.get("kty") != "OKP" or told.get("crv") != CURVE:
        raise UnusableKeys(f"Signing key {place} is not of the kind OKP on the curve {CURVE}.")
    try:
        x = write_base64url(read_base64url(told["x"])).decode()
        kid = _thumbprint_of(x)
        is_own = "d" not in told or _derive_public(_read_private(told["d"])) == x
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        raise UnusableKeys(f"Signing key {place} cannot be read as an {CURVE} key.") from None
    if not is_own:
        raise UnusableKeys(f"Signing key {place} has a private part (d) that does not belong to its public part (x).")
    if told.get("kid", kid) != kid:
        raise UnusableKeys(f"Signing key {place} has a kid that is not its RFC 7638 thumbprint.")
    return tell_public(x, kid)


def tell_public(x: str, kid: str) -> dict[str, str]:
    """A public key as it is published."""
    return {"kty": "OKP", "crv": CURVE, "x": x, "kid": kid, "use": "sig", "alg": ALGORITHM}


def _thumbprint_of(x: str) -> str:
    """The RFC 7638 thumbprint of a public key."""
    return OKPKey.import_key({"kty": "OKP", "crv": CURVE, "x": x}).thumbprint()


def _read_private(d: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(read_base64url(d))


def _derive_public(private: Ed25519PrivateKey) -> str:
    return write_base64url(private.public_key().public_bytes_raw()).decode()


def make_private_jwk() -> dict[str, str]:
    """A new private key as a JWK with its thumbprint. Keep it to yourself."""
    private = Ed25519PrivateKey.generate()
    x, d = _derive_public(private), write_base64url(private.private_bytes_raw()).decode()
    return {"kty": "OKP", "crv": CURVE, "kid": _thumbprint_of(x), "x": x, "d": d}


def make_key_set() -> str:
    """A new key set of one new key, as the text that `read_key_set` reads."""
    return write_key_set([make_private_jwk()])


def write_key_set(keys: list[dict[str, str]]) -> str:
    """The text of a key set in one line, private parts and all."""
    return orjson.dumps({"keys": keys}, option=orjson.OPT_APPEND_NEWLINE).decode()
