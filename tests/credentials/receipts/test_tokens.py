"""Tokens: what others make of ours, and what we make of those that were tampered with."""

import hashlib
import hmac
import json
import string
import warnings

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from joserfc import jws
from joserfc.jwk import OKPKey

from credentials.signing import Unsound, check, examine, sign
from credentials.signing.keys import current_keys, make_private_jwk
from credentials.signing.tokens import AUDIT_HEAD, RECEIPT
from tests.credentials.receipts.forging import decode, encode, forge, parts_of

PUBLIC = current_keys().public[0]
KID = PUBLIC["kid"]
KEYS = {KID: PUBLIC}
CLAIMS = {"sub": "FN-7K3M-2Q9D", "outcome": "permitted", "n": 3, "none": None}


def sign_with_ours(signed):
    (key,) = json.loads(settings.SIGNING_KEYS)["keys"]
    return Ed25519PrivateKey.from_private_bytes(decode(key["d"])).sign(signed)


def sign_with_another(signed):
    return Ed25519PrivateKey.generate().sign(signed)


def sign_as_if_the_key_were_a_secret(signed):
    return hmac.new(decode(PUBLIC["x"]), signed, hashlib.sha256).digest()


def sign_with_nothing(_):
    return b""


HEADER = {"alg": "EdDSA", "kid": KID, "typ": RECEIPT}
OURS = {name: CLAIMS[name] for name in sorted(CLAIMS)}


def test_another_library_reads_it():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it prefers the newer name of the algorithm
        read = jws.deserialize_compact(sign(CLAIMS, typ=RECEIPT), OKPKey.import_key(PUBLIC), algorithms=["EdDSA"])
    assert json.loads(read.payload) == CLAIMS
    assert read.headers() == HEADER


def test_what_was_signed_is_read_back():
    assert check(sign(CLAIMS, typ=RECEIPT), KEYS) == CLAIMS
    assert check(sign(CLAIMS, typ=AUDIT_HEAD), KEYS, typ=AUDIT_HEAD) == CLAIMS


def test_the_forger_of_these_tests_can_make_a_sound_one():
    """Else the tests below would show nothing."""
    assert check(forge(HEADER, OURS, sign_with_ours), KEYS) == CLAIMS


FORGED = {
    "another key": (HEADER, OURS, sign_with_another, "the signature does not fit"),
    "no signature": (HEADER, OURS, sign_with_nothing, "the signature does not fit"),
    "alg none": ({**HEADER, "alg": "none"}, OURS, sign_with_nothing, "the algorithm (alg) is 'none', not EdDSA"),
    "alg none, but signed": ({**HEADER, "alg": "none"}, OURS, sign_with_ours,
                             "the algorithm (alg) is 'none', not EdDSA"),
    "the public key as a secret": (
        {**HEADER, "alg": "HS256"}, OURS, sign_as_if_the_key_were_a_secret,
        "the algorithm (alg) is 'HS256', not EdDSA"),
    "no algorithm": ({"kid": KID, "typ": RECEIPT}, OURS, sign_with_ours, "the algorithm (alg) is None, not EdDSA"),
    "an algorithm that is a list": ({**HEADER, "alg": ["EdDSA"]}, OURS, sign_with_ours,
                                    "the algorithm (alg) is ['EdDSA'], not EdDSA"),
    "an unknown key": ({**HEADER, "kid": "k"}, OURS, sign_with_ours,
                       "the key (kid) 'k' is not among the published keys"),
    "no key": ({"alg": "EdDSA", "typ": RECEIPT}, OURS, sign_with_ours,
               "the key (kid) None is not among the published keys"),
    "a key that is an object": ({**HEADER, "kid": {}}, OURS, sign_with_ours,
                                "the key (kid) {} is not among the published keys"),
    "a key brought along": ({**HEADER, "jwk": PUBLIC}, OURS, sign_with_ours,
                            "the header says more than alg, kid and typ: jwk"),
    "an extension that must be understood": ({**HEADER, "crit": ["b64"], "b64": False}, OURS, sign_with_ours,
                                             "the header says more than alg, kid and typ: b64, crit"),
    "another type": ({**HEADER, "typ": AUDIT_HEAD}, OURS, sign_with_ours,
                     f"the type (typ) is '{AUDIT_HEAD}', not {RECEIPT}"),
    "keys out of order": (HEADER, dict(reversed(OURS.items())), sign_with_ours,
                          "the payload is not spelled as RFC 8785 spells it"),
    "blanks": (HEADER, b'{"a": 1}', sign_with_ours, "the payload is not spelled as RFC 8785 spells it"),
    "a key twice": (HEADER, b'{"a":1,"a":1}', sign_with_ours, "the payload is not spelled as RFC 8785 spells it"),
    "a list": (HEADER, b"[]", sign_with_ours, "the payload is no JSON object"),
    "no JSON": (HEADER, b"{", sign_with_ours, "the payload is no JSON object"),
    "not a number": (HEADER, b'{"a":NaN}', sign_with_ours, "the payload is no JSON object"),
    "deep lists": (HEADER, b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}", sign_with_ours,
                   "the payload is no JSON object"),
    "a header that is a list": ([], OURS, sign_with_ours, "the header is no JSON object"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "payload", "sign_it", "fault"), FORGED.values(), ids=FORGED.keys())
def test_a_forged_one_is_not_believed(header, payload, sign_it, fault):
    with pytest.raises(Unsound) as refused:
        check(forge(header, payload, sign_it), KEYS)
    assert fault in refused.value.faults


def test_every_fault_is_named():
    token = forge({"alg": "none", "kid": KID, "typ": "JWT"}, b'{"b":1, "a":2}', sign_with_another)
    assert len(examine(token, KEYS).faults) == 4


def test_a_change_of_any_letter_is_seen():
    token = sign(CLAIMS, typ=RECEIPT)
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        assert examine(token[:place] + other + token[place + 1 :], KEYS).faults, place


def test_no_part_can_be_spelled_otherwise():
    token = sign(CLAIMS, typ=RECEIPT)
    header, payload, signature = token.split(".")
    last = signature[-1]  # 64 bytes leave four bits of the last letter unused
    others = set(string.ascii_letters + string.digits + "-_") - {last}
    assert all(examine(f"{header}.{payload}.{signature[:-1]}{letter}", KEYS).faults for letter in others)
    for spelled in (
        token + "=",
        token + "\n",
        token.replace(".", ".\n", 1),
        f"{header}.{payload}.{signature}.",
        f"{token}é",
    ):
        assert examine(spelled, KEYS).faults, spelled


PIECES = {
    "nothing": "",
    "one part": "abc",
    "two parts": "abc.def",
    "four parts": "a.b.c.d",
    "dots": "..",
    "far too long": "a" * 2_000_000,
    "a lone surrogate": "\ud800.a.b",
}


@pytest.mark.parametrize("token", PIECES.values(), ids=PIECES.keys())
def test_what_is_no_token_is_said_to_be_none(token):
    assert examine(token, KEYS).faults


def test_the_key_must_be_the_one_that_is_named():
    other = make_private_jwk()
    with pytest.raises(Unsound, match="does not fit"):
        check(sign(CLAIMS, typ=RECEIPT), {KID: {**PUBLIC, "x": other["x"]}})


def test_a_payload_of_another_token_does_not_fit():
    first, second = (sign({**CLAIMS, "n": n}, typ=RECEIPT).split(".") for n in (1, 2))
    with pytest.raises(Unsound, match="does not fit"):
        check(".".join((first[0], second[1], first[2])), KEYS)
    assert parts_of(".".join(first))[1]["n"] == 1
    assert encode(decode(first[1])) == first[1]
