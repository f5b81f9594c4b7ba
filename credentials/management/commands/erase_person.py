"""`manage.py erase_person FN-…`: blank a person's data for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.models import Practitioner
from credentials.operations.erasure import erase_person


class Command(BaseCommand):
    help = (
        "Erase a person's names, contacts, NPI, birth date and the texts of licence numbers, under this and every "
        "merged number. Facts stay, under the registry number. This cannot be undone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("registry_number", help="for instance FN-7K3M-2Q9D")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, registry_number: str, yes: bool, **_: Any) -> None:
        practitioner = Practitioner.objects.filter(registry_number=registry_number).first()
        if practitioner is None:
            raise CommandError(f"{registry_number} is not on file")
        if not yes:
            _ask(registry_number)
        numbers = ", ".join(record.registry_number for record in erase_person(practitioner=practitioner))
        self.stdout.write(f"Erased the personal data of {numbers}.")


def _ask(registry_number: str) -> None:
    """Return when someone types the number. Raises CommandError for anything else."""
    try:
        typed = input(f"This cannot be undone. Type {registry_number} to erase the person: ")
    except EOFError:
        raise CommandError("Nobody answered and nothing was erased; --yes erases without asking.") from None
    if typed.strip() != registry_number:
        raise CommandError("Nothing was erased.")
