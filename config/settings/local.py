"""Settings of `make run`: everything on this machine."""

import secrets

from config.embedded.folders import DATA, make_private
from config.settings.base import *  # noqa: F403 (settings are one namespace)
from config.settings.base import ALLOWED_HOSTS, EMAIL_HOST, SECRET_KEY, SIGNING_KEYS
from credentials.signing.files import keep_private_text
from credentials.signing.keys import make_key_set


def keep_secret() -> str:
    """Read this clone's secret, making one at the first start, so that sign-ins outlive a restart."""
    return keep_private_text(make_private(DATA) / "secret-key", lambda: secrets.token_urlsafe(48))


def keep_signing_keys() -> str:
    """Read this clone's signing keys, making one at the first start; `manage.py make_signing_key` rotates them."""
    return keep_private_text(make_private(DATA) / "signing-keys.json", make_key_set)


SECRET_KEY = SECRET_KEY or keep_secret()
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
SIGNING_KEYS = SIGNING_KEYS or keep_signing_keys()

# Mails go into files, which /mailbox/ shows to whoever sits at this machine; unless a mail server is named.
ROOT_URLCONF = "config.local_urls"
EMAIL_FILE_PATH = str(make_private(DATA / "mailbox"))
if not EMAIL_HOST:
    EMAIL_BACKEND = "config.mailbox.backend.MailboxBackend"
