from argparse import ArgumentParser
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import SCOPES
from accounts.operations.keys import UnknownScopes, create_api_key
from accounts.operations.personal import find_or_make_organisation


class Command(BaseCommand):
    help = "Make an API key for an organisation, which is made when missing; the key stands alone on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="whose key it is, in any case")
        parser.add_argument("--scopes", required=True, nargs="+", help=f"any of {', '.join(SCOPES)}")
        parser.add_argument("--label", default="", help="what it is for")
        parser.add_argument("--expires-in-days", type=int, help="without it the key holds until it is revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        days = options["expires_in_days"]
        if days is not None and not 0 < days <= 36_500:
            raise CommandError("--expires-in-days must be between 1 and 36500")
        if not options["organisation"].strip() or "\0" in options["organisation"] or len(options["organisation"]) > 200:
            raise CommandError("--organisation must be a name of 1 to 200 characters")
        try:
            with transaction.atomic():  # a misspelt scope leaves no organisation behind
                organisation = find_or_make_organisation(name=options["organisation"])
                row, key = create_api_key(
                    organisation=organisation,
                    scopes=options["scopes"],
                    label=options["label"][:200],
                    expires_at=datetime.now(UTC) + timedelta(days=days) if days else None,
                )
        except UnknownScopes as unknown:
            raise CommandError(f"Unknown scopes: {', '.join(unknown.args)}. Known: {', '.join(SCOPES)}") from None
        self.stdout.write(f"Key {row.prefix} of {organisation} for {', '.join(row.scopes)}. It is shown once:")
        self.stdout.write(key)
