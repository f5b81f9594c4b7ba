"""`manage.py build_dossiers`: keep ready what is missing; with --check, compare what is kept with the facts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.operations.dossiers import CHUNK, build_missing_dossiers
from credentials.queries.dossiers import find_stale, list_kept


class Command(BaseCommand):
    help = (
        "Build the dossiers that are missing, a few thousand in each transaction; may be stopped and run again. With "
        "--check nothing is built: every dossier is compared with the facts, and one that differs makes it fail."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare instead of building")

    def handle(self, *, check: bool, **_: Any) -> None:
        if check:
            self._check()
        else:
            self._build()

    def _build(self) -> None:
        built = after = 0
        while done := build_missing_dossiers(after=after):
            built += done[0]
            after = done[1]
        self.stdout.write(f"Built {built} dossiers.")

    def _check(self) -> None:
        seen = after = 0
        stale: list[int] = []
        while ids := list_kept(after=after, limit=CHUNK):
            stale += find_stale(ids)
            seen, after = seen + len(ids), ids[-1]
        if stale:
            raise CommandError(f"{len(stale)} of {seen} dossiers differ from the facts: {stale[:20]}")
        self.stdout.write(f"All {seen} dossiers say what the facts say.")
