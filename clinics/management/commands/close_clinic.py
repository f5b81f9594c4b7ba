from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Organisation
from clinics.operations.leaving import close_clinic
from credentials.records.faults import Refusal


class Command(BaseCommand):
    """Close a clinic."""

    help = "Ends a clinic's rosters, webhooks, calendars, keys and memberships. What was recorded stays."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("name", help="the organisation's name, in any case")
        parser.add_argument("--yes", action="store_true", help="do it; without this, only what would be done is asked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close it, or say what stands in the way."""
        clinic = Organisation.objects.filter(name__iexact=options["name"]).first()
        if clinic is None:
            raise CommandError(f"No organisation is called {options['name']!r}.")
        if not options["yes"]:
            raise CommandError(f"Nothing was done: nothing undoes it. Add --yes to close {clinic.name}.")
        left = close_clinic(organisation=clinic, by="command:close_clinic", at=timezone.now())
        if isinstance(left, Refusal):
            raise CommandError("; ".join(fault.detail for fault in left.faults))
        self.stdout.write(
            f"{clinic.name} is closed: {left.sites} sites, {left.webhooks} webhooks, {left.calendars} calendars,"
            f" {left.keys} keys, {left.memberships} memberships."
        )
