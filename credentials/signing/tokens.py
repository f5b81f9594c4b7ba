"""Compact JWS (RFC 7515): signed over canonical bytes, and read with every fault named."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from credentials.signing.base64url import read_base64url, write_base64url
from credentials.signing.canonical import is_canonical, write_canonical
from credentials.signing.keys import ALGORITHM, current_keys

RECEIPT, AUDIT_HEAD = "filiform-receipt", "filiform-audit-head"
LONGEST = 1_000_000  # characters; a receipt has about two thousand


@dataclass(frozen=True, slots=True)
class Examined:
    """What a token says, as far as it can be read, and what is wrong with it."""

    header: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


class Unsound(Exception):
    """A token that must not be believed; `faults` says why."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def sign(payload: Mapping[str, Any], *, typ: str) -> str:
    """Sign plain data without floats, its keys ASCII, with the active key. Raises UnusableKeys.

    The name of the algorithm is that of RFC 8037, which every verifier knows; RFC 9864 renames it to `Ed25519`.
    """
    signer = current_keys().signer
    signed = _header_of(signer.kid, typ) + b"." + write_base64url(write_canonical(payload))
    return (signed + b"." + write_base64url(signer.private.sign(signed))).decode()


@functools.lru_cache(maxsize=16)
def _header_of(kid: str, typ: str) -> bytes:
    return write_base64url(write_canonical({"alg": ALGORITHM, "kid": kid, "typ": typ}))


def check(compact: str, keys: Mapping[str, Mapping[str, Any]], *, typ: str = RECEIPT) -> dict[str, Any]:
    """The payload of a sound token; `keys` are public JWKs by kid. Raises Unsound with every fault."""
    examined = examine(compact, keys, typ=typ)
    if examined.faults:
        raise Unsound(examined.faults)
    return examined.payload


def examine(compact: str, keys: Mapping[str, Mapping[str, Any]], *, typ: str = RECEIPT) -> Examined:
    """Read a token and look for every fault. What is read of a faulty one is for telling, never for believing.

    The header never chooses how it is checked: the algorithm is ours, and the key comes from `keys` alone, never from
    a `jwk`, `jku` or `x5c` that the token brings along.
    """
    parts = compact.split(".") if len(compact) <= LONGEST else []
    if len(parts) != 3:
        return Examined(faults=("it is no compact JWS: three parts in base64url, parted by dots",))
    try:
        header, payload, signature = (read_base64url(part) for part in parts)
    except ValueError:
        return Examined(faults=("a part is not spelled as base64url without padding spells it",))
    said, told = _read_object(header), _read_object(payload)
    faults = _faults_of_header(said, typ)
    if told is None:
        faults.append("the payload is no JSON object")
    elif not is_canonical(told, payload):
        faults.append("the payload is not spelled as RFC 8785 spells it")
    faults += _faults_of_signature(said or {}, f"{parts[0]}.{parts[1]}".encode(), signature, keys)
    return Examined(said or {}, told or {}, tuple(faults))


def _read_object(written: bytes) -> dict[str, Any] | None:
    try:
        told = orjson.loads(written)
    except orjson.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None


def _faults_of_header(said: dict[str, Any] | None, typ: str) -> list[str]:
    if said is None:
        return ["the header is no JSON object"]
    faults = []
    if said.get("alg") != ALGORITHM:
        faults.append(f"the algorithm (alg) is {said.get('alg')!r:.40}, not {ALGORITHM}")
    if said.get("typ") != typ:
        faults.append(f"the type (typ) is {said.get('typ')!r:.40}, not {typ}")
    strange = sorted(said.keys() - {"alg", "kid", "typ"})
    if strange:
        faults.append(f"the header says more than alg, kid and typ: {', '.join(strange):.80}")
    return faults


def _faults_of_signature(
    said: dict[str, Any], signed: bytes, signature: bytes, keys: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    kid = said.get("kid")
    jwk = keys.get(kid) if isinstance(kid, str) else None
    if jwk is None:
        return [f"the key (kid) {kid!r:.60} is not among the published keys"]
    try:
        public_key_of(str(jwk.get("x", ""))).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return ["the signature does not fit"]
    return []


@functools.lru_cache(maxsize=64)
def public_key_of(x: str) -> Ed25519PublicKey:
    """The public key with this `x`. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(read_base64url(x))
