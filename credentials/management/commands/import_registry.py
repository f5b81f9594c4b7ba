"""`manage.py import_registry FILE`: take practitioners' records in, a line each."""

import sys
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from accounts.models import Organisation
from accounts.operations.personal import find_or_make_organisation
from credentials.impacts import tell_impact
from credentials.models import Verification
from credentials.operations.importing import Line, Summary, import_lines, read_lines
from credentials.operations.relying import Impact
from credentials.operations.relying_import import preview_import
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
        "written out with every fault; the others go in. Sending a line twice changes nothing. At a terminal it is "
        "shown first how many answers on record would come out otherwise, and asked. "
        "Exit status: 0 when every line was taken, 1 when some were refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for standard input")
        parser.add_argument("--source", default="registry", help="the organisation that tells this (default: registry)")
        parser.add_argument("--refused", type=Path, help="where refused lines go (default: FILE.refused.ndjson)")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="say what would happen and record nothing")
        how.add_argument("--ask", action="store_true", help="show what would differ and ask, without a terminal too")
        how.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, file: str, source: str, refused: Path | None, **how: Any) -> None:
        named = "standard-input" if file == "-" else file
        path = refused or Path(f"{named}.refused.ndjson")
        if file != "-" and path.absolute() == Path(file).absolute():
            raise CommandError("the file of refused lines cannot be the file that is read")
        try:
            if how["dry_run"]:
                self._preview(file, source, path)
            elif _is_asked(file, **how) and not self._agree(file, source, path):
                raise CommandError("Nothing was taken in.")
            else:
                self._tell(*self._import(file, source, path), is_done=True)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except NoLawReleased as error:
            raise CommandError(str(error)) from None

    def _agree(self, file: str, source: str, path: Path) -> bool:
        """Show what the file would do; whether it changes no answer, or somebody wants it all the same."""
        impact = self._preview(file, source, path, may_end=False)
        if not impact.answers:
            return True
        try:
            return input("Take it in? [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:
            return False

    def _preview(self, file: str, source: str, path: Path, *, may_end: bool = True) -> Impact:
        (summary, refusals), impact = preview_import(lambda: self._import(file, source, path))
        for sentence in tell_impact(impact):
            self.stdout.write(sentence)
        self._tell(summary, refusals, is_done=False, may_end=may_end)
        return impact

    def _import(self, file: str, source: str, path: Path) -> tuple[Summary, Refused]:
        refusals = Refused(path, self.stderr)
        size = None if file == "-" else Path(file).stat().st_size
        try:
            with sys.stdin.buffer if file == "-" else Path(file).open("rb") as opened:
                return _take(opened, size, source, refusals), refusals
        finally:
            refusals.close()

    def _tell(self, summary: Summary, refusals: Refused, *, is_done: bool, may_end: bool = True) -> None:
        unchanged = summary.taken - summary.new - summary.changed
        self.stdout.write(
            f"{'Took' if is_done else 'Would take'} {summary.taken} lines: {summary.new} new,"
            f" {summary.changed} changed, {unchanged} as before. Facts recorded: {summary.recorded},"
            f" replaced: {summary.replaced}, retracted: {summary.retracted}."
        )
        if summary.refused:
            self.stdout.write(f"Refused {summary.refused} lines: {refusals.path}, faults: {refusals.faults_path}")
            if may_end:
                sys.exit(1)


def _is_asked(file: str, *, ask: bool, yes: bool, **_: Any) -> bool:
    """Whether somebody is there to be asked, and there is anything on record that could come out otherwise."""
    if file == "-" or yes:
        return False  # what is read from standard input can be read once
    return (ask or sys.stdin.isatty()) and Verification.objects.exists()


def _take(opened: BinaryIO, size: int | None, source: str, refusals: Refused) -> Summary:
    is_outermost = not connection.in_atomic_block
    reader = current_reader()
    organisation: Organisation = find_or_make_organisation(name=source, kind="register")
    with tqdm(total=size, unit="B", unit_scale=True, disable=None, desc=source) as bar:

        def counted() -> Any:
            for line in read_lines(opened):
                bar.update(len(line.content))
                yield line

        by = "command:import_registry"
        summary = import_lines(counted(), reader=reader, source=organisation, by=by, refuse=refusals.take)
    if is_outermost and summary.new + summary.changed > _WORTH_ANALYSING:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # the planner still believes the tables to be small
    return summary
