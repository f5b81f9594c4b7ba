"""`manage.py import_registry FILE`: take practitioners' records in, a line each."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from tqdm import tqdm

from accounts.models import Organisation
from accounts.operations.personal import find_or_make_organisation
from credentials.operations.importing import Line, Summary, import_lines, read_lines
from credentials.queries.readers import current_reader
from credentials.records.faults import Refusal
from law.queries.packs import NoLawReleased

_SHOWN = 50  # refused lines told on the terminal; the file of faults has them all
_WORTH_ANALYSING = 10_000


class Refused:
    """Where refused lines go: verbatim into one file, to be mended and sent again, their faults into another."""

    def __init__(self, path: Path, errors: Any) -> None:
        self.path = path
        self.faults_path = path.with_name(path.name.removesuffix(".refused.ndjson") + ".faults.ndjson")
        self._errors = errors
        self._count = 0
        self._files: tuple[BinaryIO, BinaryIO] | None = None

    def take(self, line: Line, refusal: Refusal) -> None:
        """Write one out; the files appear with the first."""
        if self._files is None:
            self._files = self.path.open("wb"), self.faults_path.open("wb")
        self._files[0].write(line.content.rstrip(b"\r\n") + b"\n")
        errors = [fault.told() for fault in refusal.faults]
        self._files[1].write(orjson.dumps({"line": line.number, "errors": errors}) + b"\n")
        self._count += 1
        if self._count <= _SHOWN:
            for fault in refusal.faults:
                self._errors.write(f"line {line.number}: {fault.pointer or '/'} {fault.code}: {fault.detail}")

    def close(self) -> None:
        """Finish both files."""
        for file in self._files or ():
            file.close()


class Command(BaseCommand):
    help = (
        "Take in practitioners' records, one JSON object a line (docs/import-and-export.md). A line that is refused is "
        "written out with every fault; the others go in. Sending a line twice changes nothing. "
        "Exit status: 0 when every line was taken, 1 when some were refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument("--source", default="registry", help="the organisation that tells this (default: registry)")
        parser.add_argument("--refused", type=Path, help="where refused lines go (default: FILE.refused.ndjson)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and record nothing")

    def handle(self, *, file: str, source: str, refused: Path | None, dry_run: bool, **_: Any) -> None:
        named = "standard-input" if file == "-" else file
        refusals = Refused(refused or Path(f"{named}.refused.ndjson"), self.stderr)
        if file != "-" and refusals.path.absolute() == Path(file).absolute():
            raise CommandError("the file of refused lines cannot be the file that is read")
        try:
            with sys.stdin.buffer if file == "-" else Path(file).open("rb") as opened:
                summary = self._import(opened, _size(file), source, refusals, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except NoLawReleased as error:
            raise CommandError(str(error)) from None
        finally:
            refusals.close()
        self._tell(summary, refusals, dry_run=dry_run)

    def _import(self, opened: BinaryIO, size: int | None, source: str, refusals: Refused, *, dry_run: bool) -> Summary:
        with transaction.atomic() if dry_run else nullcontext():
            reader = current_reader()
            organisation: Organisation = find_or_make_organisation(name=source, kind="register")
            with tqdm(total=size, unit="B", unit_scale=True, disable=None, desc=source) as bar:

                def counted() -> Any:
                    for line in read_lines(opened):
                        bar.update(len(line.content))
                        yield line

                summary = import_lines(
                    counted(),
                    reader=reader,
                    source=organisation,
                    by="command:import_registry",
                    refuse=refusals.take,
                )
            if dry_run:
                transaction.set_rollback(True)
        if not dry_run and summary.new + summary.changed > _WORTH_ANALYSING:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the planner still believes the tables to be small
        return summary

    def _tell(self, summary: Summary, refusals: Refused, *, dry_run: bool) -> None:
        unchanged = summary.taken - summary.new - summary.changed
        self.stdout.write(
            f"{'Would take' if dry_run else 'Took'} {summary.taken} lines: {summary.new} new,"
            f" {summary.changed} changed, {unchanged} as before. Facts recorded: {summary.recorded},"
            f" replaced: {summary.replaced}, retracted: {summary.retracted}."
        )
        if summary.refused:
            self.stdout.write(f"Refused {summary.refused} lines: {refusals.path}, faults: {refusals.faults_path}")
            sys.exit(1)


def _size(file: str) -> int | None:
    return None if file == "-" else Path(file).stat().st_size
