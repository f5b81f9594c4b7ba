"""Settings of `make run`: everything on this machine."""

import secrets
from contextlib import suppress

from config.embedded.folders import DATA, make_private
from config.settings.base import *  # noqa: F403 (settings are one namespace)
from config.settings.base import ALLOWED_HOSTS, SECRET_KEY


def keep_secret() -> str:
    """Read this clone's secret, making one at the first start, so that sign-ins outlive a restart."""
    place = make_private(DATA) / "secret-key"
    if not place.exists():
        draft = place.with_name(f"secret-key.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # a process that started with us was first: its secret is everybody's
            place.hardlink_to(draft)
        draft.unlink()
    return place.read_text()


SECRET_KEY = SECRET_KEY or keep_secret()
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
