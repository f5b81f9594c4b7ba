"""`manage.py export_registry [FILE]`: write out what a source recorded, a line a practitioner."""

import sys
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from accounts.models import Organisation
from credentials.queries.readers import current_reader
from credentials.queries.records import export_records


class Command(BaseCommand):
    help = (
        "Write out what one source recorded, one JSON object a line, by registry number. "
        "Imported under that name into an empty database it exports byte-equal."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="the file, or - for standard output (default)")
        parser.add_argument("--source", default="registry", help="the organisation that told it (default: registry)")

    def handle(self, *, file: str, source: str, **_: Any) -> None:
        organisation = Organisation.objects.filter(name__iexact=" ".join(source.split())).first()
        if organisation is None:
            raise CommandError(f"no organisation is called {source}")
        try:
            if file == "-":
                self._export(organisation, getattr(self.stdout, "buffer", sys.stdout.buffer))
                return
            with Path(file).open("wb") as opened:
                self._export(organisation, opened)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error

    def _export(self, organisation: Organisation, out: BinaryIO) -> None:
        records = export_records(shapes=current_reader().shapes, source=organisation)
        for record in tqdm(records, unit=" records", disable=None, desc=organisation.name):
            out.write(orjson.dumps(record) + b"\n")
