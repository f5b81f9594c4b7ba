import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation
from courses.operations.closing import close_provider
from credentials.records.faults import Refusal


class Command(BaseCommand):
    """Close a training provider."""

    help = "Closes all programmes of a training provider from a day on. What was earned stays and is answered by."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and from when."""
        parser.add_argument("name", help="the organisation's name, in any case")
        parser.add_argument("--on", type=dt.date.fromisoformat, required=True, help="first day without new learners")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close, or say what stands in the way."""
        provider = Organisation.objects.filter(name__iexact=options["name"], kind=Organisation.Kind.PROVIDER).first()
        if provider is None:
            raise CommandError(f"No training provider is called {options['name']!r}.")
        closed = close_provider(provider=provider, on=options["on"])
        if isinstance(closed, Refusal):
            told = "; ".join(f"{fault.pointer}: {fault.detail}" for fault in closed.faults)
            raise CommandError(f"Nothing was closed. {told}")
        names = ", ".join(programme.code for programme in closed) or "none was open"
        self.stdout.write(f"{provider.name} takes nobody new from {options['on']}: {names}.")
