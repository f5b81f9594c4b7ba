"""Cells that a spreadsheet would run are written so that it does not, and read back as they were.

Source: OWASP, CSV Injection: a cell that begins with = + - @ tab or carriage return is taken for a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

_RUNS = frozenset("=+-@\t\r\n＝＋－＠")


def neutralise(cell: str) -> str:
    """The cell with an apostrophe before it, where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell[:1] in _RUNS and cell else cell


def restore(cell: str) -> str:
    """What `neutralise` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _RUNS and len(cell) > 1 else cell


def write_rows(rows: Iterable[Sequence[str]], delimiter: str = ",") -> Iterator[bytes]:
    """CSV in UTF-8 with its mark, a row at a time, every cell neutral."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([neutralise(cell) for cell in row])
        yield held.getvalue().encode()
        held.seek(0)
        held.truncate()
