"""Makes and revokes API keys; the key itself is told once and never kept."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import SCOPES, ApiKey, Membership, Organisation

KEY_FORM = re.compile(r"fil_[a-z0-9]{8}_[A-Za-z0-9_-]{43}")
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"


class UnknownScopes(ValueError):
    """Scopes that do not exist; `args` names every one."""


def hash_key(key: str) -> str:
    """SHA-256, plain: a key carries 256 random bits, so there is nothing to guess slowly."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def create_api_key(
    *,
    organisation: Organisation,
    scopes: Sequence[str],
    label: str = "",
    expires_at: datetime | None = None,
    membership: Membership | None = None,
) -> tuple[ApiKey, str]:
    """Make a key and return it beside its text, which nobody can read again. UnknownScopes names every unknown one."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise UnknownScopes(*unknown)
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    key = f"fil_{prefix}_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        organisation=organisation,
        membership=membership,
        label=label,
        prefix=prefix,
        key_hash=hash_key(key),
        scopes=[scope for scope in SCOPES if scope in scopes],
        expires_at=expires_at,
    )
    return row, key


def revoke_api_key(*, prefix: str, at: datetime) -> bool:
    """Revoke the key for good; every process refuses it within two seconds. False when no such key is in force."""
    return ApiKey.objects.filter(prefix=prefix, revoked_at__isnull=True).update(revoked_at=at) == 1
