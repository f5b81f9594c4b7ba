"""Files that stand in the database, given as files: fetched a piece at a time, never in memory whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, LiteralString

from django.db import connection

_SLICE = 1024 * 1024


@contextmanager
def open_stored(statement: LiteralString, row_id: int) -> Iterator[BinaryIO]:
    """The file on disk. `statement` gives so many bytes (second parameter) from one on (first) of a row (third)."""
    with TemporaryFile() as file, connection.cursor() as cursor:
        start = 1
        while True:
            cursor.execute(statement, [start, _SLICE, row_id])
            row = cursor.fetchone()
            if not row or not row[0]:
                break
            file.write(row[0])
            start += _SLICE
        yield file
