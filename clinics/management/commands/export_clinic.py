from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Organisation
from clinics.operations.exporting import export_clinic


class Command(BaseCommand):
    """Write all that a clinic owns into a ZIP."""

    help = "Writes all that a clinic owns as one ZIP of NDJSON files. It names the clinic's members."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, and where to."""
        parser.add_argument("name", help="the organisation's name, in any case")
        parser.add_argument("file", type=Path, help="the ZIP to write; one that is there already is left alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, readable for its owner alone."""
        clinic = Organisation.objects.filter(name__iexact=options["name"]).first()
        if clinic is None:
            raise CommandError(f"No organisation is called {options['name']!r}.")
        path: Path = options["file"]
        try:
            path.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
        with path.open("wb") as file:
            file.writelines(export_clinic(organisation=clinic))
        self.stdout.write(f"{path} holds all that {clinic.name} owns.")
