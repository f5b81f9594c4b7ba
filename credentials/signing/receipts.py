"""What a receipt says: the answer as it was told, without anything by which a person could be known."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from credentials.signing.tokens import RECEIPT, sign

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
        "codes": list(dict.fromkeys(finding["code"] for finding in told["findings"])),
        "evidence": sorted(set(evidence)),
    }
    return sign(payload, typ=RECEIPT)


def tell_organisation(organisation_id: int) -> str:
    """An organisation as receipts name it: for ever the same within one issuer, and no name that may change."""
    return f"organisation:{organisation_id}"
