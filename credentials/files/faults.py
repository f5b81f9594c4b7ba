"""What makes a file unreadable as a whole."""

from dataclasses import dataclass

MOST_COLUMNS = 200
MOST_ROWS = 500_000
LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class FileFault:
    """One thing wrong with a file: a stable code, where it is known the row and the column's name, a sentence."""

    code: str
    detail: str
    row: int | None = None
    column: str | None = None


class UnreadableFile(Exception):
    """The file, or what is left of it from some row on, cannot be read as a table."""

    def __init__(self, *faults: FileFault) -> None:
        super().__init__("; ".join(fault.detail for fault in faults))
        self.faults = faults
