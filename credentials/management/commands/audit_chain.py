"""`manage.py audit_chain`: whether anything on file was edited, removed or inserted behind the program's back."""

import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.management.commands.check_receipt import Keys, read_keys
from credentials.queries.audit import check_chain
from credentials.queries.audit_blocks import Tally
from credentials.queries.audit_heads import read_heads
from credentials.signing.published import keys_by_kid

UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Look at every row under the audit chain and say which was edited, removed or inserted. Exit code 1 when any "
        "was, 2 when nothing could be checked. Reads all tables; writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, help="only from this day (UTC) on")
        parser.add_argument(
            "--head", type=Path, help="heads that were kept elsewhere, one a line: the chain must hold them"
        )
        parser.add_argument("--jwks", help="the keys as they were kept elsewhere, rather than those in the database")
        parser.add_argument("--export", type=Path, help="write the heads into this file, to be kept elsewhere")

    def handle(
        self, *, start: dt.date | None, head: Path | None, jwks: str | None, export: Path | None, **_: Any
    ) -> None:
        kept = [line.strip() for line in _read(head).splitlines() if line.strip()] if head else []
        keys: Keys = read_keys(_read(Path(jwks))) if jwks else keys_by_kid()
        tally, alarms, began = Tally(), 0, time.monotonic()
        for alarm in check_chain(keys=keys, start=start, kept=kept, tally=tally):
            alarms += 1
            self.stdout.write(str(alarm))
        seconds = time.monotonic() - began
        heads = read_heads(start)
        if export:
            _write(export, "".join(f"{one.head}\n" for one in heads))
        last = f", the last of {heads[-1].day}" if heads else ""
        self.stdout.write(f"{len(heads)} heads{last}; {tally.rows} rows, {tally.open} of them not yet under a head.")
        self.stdout.write(f"{seconds:.1f} s, {tally.rows / max(seconds, 0.001):.0f} rows a second.")
        if alarms:
            raise CommandError(f"{alarms} alarms: the registry was changed behind the program's back.", returncode=1)
        self.stdout.write("Nothing was edited, removed or inserted.")


def _read(place: Path) -> str:
    try:
        return place.read_text()
    except (OSError, ValueError) as error:
        raise CommandError(f"{place} cannot be read: {error}.", returncode=UNREADABLE) from None


def _write(place: Path, text: str) -> None:
    try:
        place.write_text(text)
    except OSError as error:
        raise CommandError(f"{place} cannot be written: {error.strerror}.", returncode=UNREADABLE) from None
