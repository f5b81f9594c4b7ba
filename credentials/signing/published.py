"""The public keys of everything ever signed here, old ones too."""

import datetime as dt
from typing import Any

from credentials.models import SigningKey
from credentials.signing.keys import UnusableKeys, current_keys


def published_keys() -> list[dict[str, Any]]:
    """Public JWKs: those of this process first, the active one at their head, then the remembered, youngest first.

    Old keys stay when their private part is long gone: the database remembers each from before its first signature.
    A retired key carries `exp`, in seconds: what it signed later is to be refused.
    """
    try:
        own = current_keys().public
    except UnusableKeys:  # whoever only checks needs no key
        own = ()
    remembered = {one.kid: _tell(one) for one in SigningKey.objects.order_by("-first_used_at", "kid")}
    return [remembered.pop(one["kid"], one) for one in own] + list(remembered.values())


def _tell(key: SigningKey) -> dict[str, Any]:
    return key.jwk if key.retired_at is None else {**key.jwk, "exp": int(key.retired_at.timestamp())}


def keys_by_kid() -> dict[str, dict[str, Any]]:
    """The same, to check with."""
    return {one["kid"]: one for one in published_keys()}


def remember_key(*, at: dt.datetime) -> str:
    """Publish the key that signs, before what it signs leaves the house; returns its kid. Raises UnusableKeys.

    Call it in the transaction that keeps what is signed. A key that was retired signs nothing any more.
    """
    keys = current_keys()
    key, _ = SigningKey.objects.get_or_create(
        kid=keys.signer.kid, defaults={"jwk": keys.public[0], "first_used_at": at}
    )
    if key.retired_at is not None:
        raise UnusableKeys(f"The first signing key ({key.kid}) was retired: put another before it.")
    return key.kid


def retire_key(*, kid: str, at: dt.datetime) -> SigningKey:
    """Say that a key signs nothing any more, for good. Raises SigningKey.DoesNotExist."""
    SigningKey.objects.filter(kid=kid, retired_at=None).update(retired_at=at)
    return SigningKey.objects.get(kid=kid)
