"""The public keys of everything ever signed here, old ones too."""

import datetime as dt

from credentials.models import SigningKey
from credentials.signing.keys import UnusableKeys, current_keys


def published_keys() -> list[dict[str, str]]:
    """Public JWKs: those of this process first, the active one at their head, then the remembered, youngest first.

    Old keys stay when their private part is long gone: the database remembers each from before its first signature.
    """
    try:
        own = list(current_keys().public)
    except UnusableKeys:  # whoever only checks needs no key
        own = []
    held = {one["kid"] for one in own}
    remembered = SigningKey.objects.order_by("-first_used_at", "kid")
    return own + [one.jwk for one in remembered if one.kid not in held]


def keys_by_kid() -> dict[str, dict[str, str]]:
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
