"""`manage.py make_signing_key FILE`: a new key that signs receipts from the next start on."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.signing.making import add_key


class Command(BaseCommand):
    help = (
        "Put a new signing key before those of FILE, which is made when there is none. SIGNING_KEY_FILE names it to "
        "the product, or its content stands in SIGNING_KEYS. The new key signs from the next start on; what the old "
        "ones signed can be checked for ever, even when they are taken out of the file."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the key file; only its owner may be able to read it")

    def handle(self, *, file: Path, **_: Any) -> None:
        try:
            kid = add_key(file)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{file} signs with {kid} from the next start on.")  # never the private part
