from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.operations.keys import revoke_api_key


class Command(BaseCommand):
    help = "Revoke an API key by its prefix (the part between the underscores); refused everywhere within two seconds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("prefix", help="eight characters, as the admin lists them")

    def handle(self, *args: Any, **options: Any) -> None:
        if not revoke_api_key(prefix=options["prefix"], at=datetime.now(UTC)):
            raise CommandError("No key in force has this prefix")
        self.stdout.write(f"Revoked {options['prefix']}")
