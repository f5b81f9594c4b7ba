"""What a receipt says: the answer as it was told, without anything by which a person could be known."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from credentials.signing.tokens import RECEIPT, Examined, examine, sign

# Told in the receipt as in the answer. None of it holds a name, an NPI or a licence number.
_AS_TOLD = (
    "question", "outcome", "conditions", "holds_until", "law", "standard", "policy", "engine", "asked_on", "known_at",
)  # fmt: skip
CLAIMS = frozenset({"iss", "iat", "jti", "sub", "aud", "codes", "evidence", *_AS_TOLD})


def sign_receipt(
    told: Mapping[str, Any],
    *,
    verification_id: uuid.UUID,
    organisation_id: int,
    decided_at: dt.datetime,
    evidence: Iterable[str],
) -> str:
    """The receipt of an answer told in full. `evidence` are digests of the facts it rests on. Raises UnusableKeys."""
    payload = {name: told[name] for name in _AS_TOLD} | {
        "iss": settings.PUBLIC_URL,
        "iat": int(decided_at.timestamp()),
        "jti": str(verification_id),
        "sub": told["question"]["practitioner"]["registry_number"],
        "aud": tell_organisation(organisation_id),
        "codes": list_codes(told),
        "evidence": sorted(set(evidence)),
    }
    return sign(payload, typ=RECEIPT)


def tell_organisation(organisation_id: int) -> str:
    """An organisation as receipts name it: for ever the same within one issuer, and no name that may change."""
    return f"organisation:{organisation_id}"


def list_codes(told: Mapping[str, Any]) -> list[str]:
    """The codes of all findings of an answer, met or not, in the tree's order, once each."""
    return list(dict.fromkeys(finding["code"] for finding in told["findings"]))


def examine_receipt(compact: str, keys: Mapping[str, Mapping[str, Any]]) -> Examined:
    """Read a receipt and look for every fault; `keys` are the published keys by kid, old ones too."""
    examined = examine(compact, keys, typ=RECEIPT)
    claims = examined.payload
    if not claims:
        return examined
    faults = [f"the claim {name} is missing" for name in sorted(CLAIMS - claims.keys())]
    faults += [f"there is no claim {name!r:.40} in a receipt" for name in sorted(claims.keys() - CLAIMS)]
    faults += _faults_of_times(claims, keys.get(str(examined.header.get("kid")), {}))
    question = claims.get("question")
    practitioner = question.get("practitioner") if isinstance(question, dict) else None
    if practitioner != {"registry_number": claims.get("sub")}:
        faults.append("the question is about another practitioner than the subject (sub)")
    return replace(examined, faults=(*examined.faults, *faults))


def _faults_of_times(claims: Mapping[str, Any], key: Mapping[str, Any]) -> list[str]:
    issued, retired = claims.get("iat"), key.get("exp")
    if not isinstance(issued, int) or isinstance(issued, bool):
        return ["the time of issue (iat) is no whole number of seconds"]
    if isinstance(retired, int) and issued > retired:
        return ["it was signed after its key was retired"]
    return []


def compare_told(told: Mapping[str, Any], claims: Mapping[str, Any]) -> list[str]:
    """What an answer says otherwise than the receipt that came with it."""
    said = {name: told.get(name) for name in _AS_TOLD} | {"jti": told.get("id")}
    if isinstance(told.get("findings"), list):
        said["codes"] = list_codes(told)
    return [f"the answer says otherwise of {name}" for name in sorted(said) if said[name] != claims.get(name)]
