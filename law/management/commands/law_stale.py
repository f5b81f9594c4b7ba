import datetime as dt
from argparse import ArgumentTypeError
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from law.management.refusals import refusals_told
from law.operations.files import find_law_files
from rulebook.loading import compile_pack
from rulebook.review import DueProvision, list_due


class Command(BaseCommand):
    help = "List the provisions of LAW_DIR whose sources are due for another look. Needs no database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=_read_day, metavar="DAY", help="as of this day; default: today (UTC)")
        parser.add_argument("--soon", type=_read_span, default=60, metavar="DAYS", help="and due within so many days")
        parser.add_argument("--dir", help="read the law files of this folder instead of LAW_DIR's")

    def handle(self, *args: Any, **options: Any) -> None:
        on: dt.date = options["on"] or dt.datetime.now(dt.UTC).date()
        soon = on + min(dt.timedelta(days=options["soon"]), dt.date.max - on)
        with refusals_told(self.stderr):
            content = find_law_files(options["dir"]).read()
        due = list_due(compile_pack(content), soon)
        overdue = [one for one in due if one.overdue_from <= on]
        self._tell(f"overdue on {on}, so that nothing is permitted by them", overdue)
        self._tell(f"overdue by {soon} besides", due[len(overdue) :])

    def _tell(self, what: str, provisions: Sequence[DueProvision]) -> None:
        self.stdout.write(f"{len(provisions)} provision{'' if len(provisions) == 1 else 's'} {what}")
        for one in provisions:
            where = f"{one.place} {one.profession}"
            source = one.url or "no address on file"
            self.stdout.write(f"  {one.overdue_from}  {where:<11} {one.id}  (checked {one.checked_on})  {source}")


def _read_day(told: str) -> dt.date:
    try:
        return dt.datetime.strptime(told, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise ArgumentTypeError(f"{told!r} is no day, YYYY-MM-DD") from None


def _read_span(told: str) -> int:
    if not told.isascii() or not told.isdigit() or len(told) > 6:
        raise ArgumentTypeError(f"{told!r} is no number of days")
    return int(told)
