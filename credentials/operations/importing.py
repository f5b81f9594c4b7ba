"""Importing NDJSON: line by line in constant memory, recorded by the thousand, refused lines handed back verbatim."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from accounts.models import Organisation
from credentials.operations.planning import Written
from credentials.operations.records import put_records
from credentials.records.faults import Fault, Refusal
from credentials.records.lines import parse_line
from credentials.records.reading import Record, RecordReader

BATCH = 2_000
LONGEST_LINE = 8_000_000  # bytes; a record of a thousand courses has a fifth of it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, with its number from 1 and its bytes as they came."""

    number: int
    content: bytes


@dataclass(slots=True)
class Summary:
    """What an import did: counts of lines and of facts."""

    taken: int = 0
    new: int = 0
    changed: int = 0
    refused: int = 0
    recorded: int = 0
    replaced: int = 0
    retracted: int = 0

    def add(self, answer: Written | Refusal) -> None:
        """Count one line."""
        if isinstance(answer, Refusal):
            self.refused += 1
            return
        self.taken += 1
        self.new += answer.is_new
        self.changed += answer.changed and not answer.is_new
        self.recorded += answer.recorded
        self.replaced += answer.replaced
        self.retracted += answer.retracted


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file, blank ones left out. One beyond the limit is cut there: it is refused for its length."""
    number = 0
    while content := file.readline(LONGEST_LINE):
        number += 1
        rest = content
        while len(rest) == LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)  # of a line that is too long
        if content.strip():
            yield Line(number, content)


def import_lines(
    lines: Iterable[Line],
    *,
    reader: RecordReader,
    source: Organisation,
    by: str,
    refuse: Callable[[Line, Refusal], None],
    batch: int = BATCH,
) -> Summary:
    """Record every line that can be taken, each batch in a transaction of its own; `refuse` gets the others."""
    summary = Summary()
    for told, records in _cut_batches(_read_records(lines, reader, summary, refuse), reader, batch):
        done = 0
        while done < len(records):
            answers = put_records(records=records[done:], shapes=reader.shapes, source=source, by=by)
            for line, answer in zip(told[done:], answers, strict=False):
                summary.add(answer)
                if isinstance(answer, Refusal):
                    refuse(line, answer)
            done += len(answers)
    return summary


def _read_records(
    lines: Iterable[Line], reader: RecordReader, summary: Summary, refuse: Callable[[Line, Refusal], None]
) -> Iterator[tuple[Line, Record]]:
    for line in lines:
        read = _read_record(line, reader)
        if isinstance(read, Refusal):
            summary.add(read)
            refuse(line, read)
        else:
            yield line, read


def _read_record(line: Line, reader: RecordReader) -> Record | Refusal:
    if len(line.content) >= LONGEST_LINE:
        return Refusal((Fault("", "too_long", f"a line has at most {LONGEST_LINE} bytes"),))
    parsed = parse_line(line.content)
    return parsed if isinstance(parsed, Refusal) else reader.read(parsed)


def _cut_batches(
    records: Iterable[tuple[Line, Record]], reader: RecordReader, size: int
) -> Iterator[tuple[list[Line], list[Record]]]:
    """Batches in which no two records name the same person in the same words.

    Those that name one in different words are told apart later, at the cost of looking again; this keeps a file that
    speaks of one person on every line from looking again on every line.
    """
    lines: list[Line] = []
    batch: list[Record] = []
    seen: set[object] = set()
    for line, record in records:
        spoken = {*record.numbers, *record.licence_keys(reader.shapes["licences"])} | ({record.npi} - {None})
        if len(batch) >= size or not seen.isdisjoint(spoken):
            yield lines, batch
            lines, batch, seen = [], [], set()
        lines.append(line)
        batch.append(record)
        seen |= spoken
    if batch:
        yield lines, batch
