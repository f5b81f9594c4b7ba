"""`manage.py load_demo`: fictional people for the first look; `make run` calls it on the first start."""

import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from credentials.demo.events import DemoRefused
from credentials.demo.writing import write_demo
from law.queries.packs import NoLawReleased


class Command(BaseCommand):
    help = (
        "Write about 200 plainly fictional practitioners, with days counted from today. A second call changes nothing. "
        "How to sign in is written into a file that only you can read: a password and an API key made for this "
        "database alone. The demo's user may see everything: not for a machine that others reach."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--note",
            type=Path,
            default=settings.BASE_DIR / ".filiform" / "demo.json",
            help="the file for the sign-in (default: .filiform/demo.json, which `make run` reads)",
        )

    def handle(self, *, note: Path, **_: Any) -> None:
        try:
            with transaction.atomic():
                welcome = write_demo(now=dt.datetime.now(dt.UTC))
                if welcome is not None:
                    write_privately(note, json.dumps(asdict(welcome), indent=1))  # last: no demo without its sign-in
        except NoLawReleased as error:
            raise CommandError(str(error)) from None
        except DemoRefused as refused:
            raise CommandError(f"The demo goes with the law that ships, and with nothing else: {refused}") from None
        except OSError as error:
            raise CommandError(f"{note}: {error.strerror}") from None
        self.stdout.write("The demo is there already." if welcome is None else f"The demo is written; see {note}.")


def write_privately(note: Path, text: str) -> None:
    """Write a file that nobody else can read, whole or not at all."""
    note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = note.with_name(f"{note.name}.unfinished")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(note)
