"""What an audit head says: for each section how many rows and their root, and the digest of the head before."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from credentials.signing.merkle import hash_leaf, root_of
from credentials.signing.tokens import AUDIT_HEAD, sign

FORM = 1  # of leaves and sections: another number will say that they are made otherwise
CLAIMS = frozenset({"iss", "iat", "day", "form", "previous", "root", "sections"})
Sections = Mapping[str, Mapping[str, Any]]  # name -> {"rows": n, "root": hex}; sections without rows are left out


def sign_head(*, day: dt.date, at: dt.datetime, previous: str | None, sections: Sections) -> str:
    """The day's head as a compact JWS. `previous` is the digest of the head before, in hex. Raises UnusableKeys."""
    payload = {
        "iss": settings.PUBLIC_URL,
        "iat": int(at.timestamp()),
        "day": day.isoformat(),
        "form": FORM,
        "previous": previous,
        "root": root_of_sections(sections),
        "sections": sections,
    }
    return sign(payload, typ=AUDIT_HEAD)


def root_of_sections(sections: Sections) -> str:
    """The day's root, in hex: the tree over [section, rows, root] of each section in the order of names."""
    return root_of(
        [hash_leaf([name, sections[name]["rows"], sections[name]["root"]]) for name in sorted(sections)]
    ).hex()


def digest_head(head: str) -> bytes:
    """By what the next head names this one: the SHA-256 of the compact JWS."""
    return hashlib.sha256(head.encode()).digest()
