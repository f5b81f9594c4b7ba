"""`manage.py retire_signing_key KID`: what a key signs from now on is refused."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.models import SigningKey
from credentials.signing.published import retire_key


class Command(BaseCommand):
    help = (
        "Say that a key signs nothing any more, for good: it may have been seen by others. What it signed before can "
        "still be checked; what it signs later is refused, and the product does not sign with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kid", help="the key's thumbprint, as in /.well-known/jwks.json")

    def handle(self, *, kid: str, **_: Any) -> None:
        try:
            key = retire_key(kid=kid, at=dt.datetime.now(dt.UTC))
        except SigningKey.DoesNotExist:
            raise CommandError(f"No key {kid!r:.60} ever signed here.") from None
        self.stdout.write(f"{key.kid} is retired since {key.retired_at:%Y-%m-%d %H:%M:%S} UTC.")
