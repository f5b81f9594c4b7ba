"""Secrets of webhooks as they are stored: sealed with the deployment's own key, opened by the sender alone."""

import base64
import datetime as dt

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Q

from clinics.models import WebhookEndpoint, WebhookSecret


def seal(secret: str) -> bytes:
    """The secret as it is stored."""
    return _box().encrypt(secret.encode())


def open_secrets(endpoint: WebhookEndpoint, *, at: dt.datetime) -> list[str]:
    """The secrets that sign at this instant, the active one first.

    Raises cryptography.fernet.InvalidToken where SECRET_KEY was changed without leaving the old one in
    SECRET_KEY_FALLBACKS: then nothing is sent until it is there.
    """
    secrets = WebhookSecret.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), endpoint=endpoint)
    return [_box().decrypt(bytes(one.sealed)).decode() for one in secrets.order_by("-pk")]


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(str(key))) for key in keys])


def _derive(key: str) -> bytes:
    """A key for this purpose alone, so that nothing else made of SECRET_KEY opens what is sealed."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"filiform webhook secrets").derive(key.encode())
    return base64.urlsafe_b64encode(derived)
