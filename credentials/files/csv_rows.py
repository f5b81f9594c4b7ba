"""Rows of a CSV file in any of the delimiters and encodings that spreadsheets write."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from credentials.files.encodings import find_encoding
from credentials.files.faults import FileFault, UnreadableFile
from credentials.files.neutral import restore

DELIMITERS = ",;\t|"


class CsvRows:
    """The rows of a CSV file, from the first: `encoding` and `delimiter` are what was found."""

    def __init__(self, file: BinaryIO) -> None:
        self.encoding = find_encoding(file)
        file.seek(0)
        self._text = io.TextIOWrapper(file, self.encoding, newline="")
        self.delimiter = _find_delimiter(self._text.readline(csv.field_size_limit()))
        self._text.seek(0)

    def __iter__(self) -> Iterator[list[str]]:
        """Every row, blank ones as empty lists. UnreadableFile where quotes leave it open what a row is."""
        number = 0
        rows = csv.reader(self._text, delimiter=self.delimiter, strict=True)
        try:
            for cells in rows:
                number += 1
                # Told once for a row, not for each of its cells: an apostrophe is rare.
                yield [restore(cell) for cell in cells] if any(cell[:1] == "'" for cell in cells) else cells
        except csv.Error as error:
            detail = f"Row {number + 1} cannot be read: {error}. Is a quotation mark missing?"
            raise UnreadableFile(FileFault("broken_quotes", detail, row=number + 1)) from None

    def close(self) -> None:
        """Let go of the text; the file itself stays open."""
        self._text.detach()


def _find_delimiter(line: str) -> str:
    """The delimiter that parts the header into most columns."""
    counts = {one: len(next(csv.reader([line], delimiter=one), [])) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: counts[one])
