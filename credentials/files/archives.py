"""Is it safe to unpack? Sizes are read from the archive's own list first, and then counted while it is unpacked."""

import zipfile
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from credentials.files.faults import FileFault, UnreadableFile

MOST_MEMBERS = 500
MOST_UNPACKED = 300_000_000  # bytes; 500,000 rows of eight columns have about half of it
PIECE = 64 * 1024
_ENCRYPTED = 0x1
ENTITIES = FileFault("entities", "The workbook declares entities, which no spreadsheet program writes")
_ENTITY_WORDS = (b"<!DOCTYPE", b"<!ENTITY")
_FORMULAS = (b"<f>", b"<f ", b"<f/")
_LONGEST_WORD = 9


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen while everything was unpacked once."""

    has_formulas: bool


def look_through(file: BinaryIO, most: int = MOST_UNPACKED) -> Looked:
    """Unpack everything once and keep nothing of it. UnreadableFile for what is too big, encrypted or holds entities.

    `most` is how many bytes all members may have together, told and real.
    """
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _refuse_told(members, most)
            return Looked(has_formulas=_read_through(archive, members, most))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        _refuse("broken_archive", f"The file cannot be unpacked: {type(error).__name__}")


def _refuse_told(members: list[zipfile.ZipInfo], most: int) -> None:
    """By the list alone, before a byte is unpacked. Members that overlap are counted as often as they are named."""
    if len(members) > MOST_MEMBERS:
        _refuse("too_big", f"The archive has {len(members)} parts, and may have {MOST_MEMBERS}")
    if any(one.flag_bits & _ENCRYPTED for one in members):
        _refuse("encrypted", "The workbook is protected by a password; save it without")
    told = sum(one.file_size for one in members)
    if told > most:
        _refuse("too_big", f"Unpacked the workbook would have {told:,} bytes, and may have {most:,}")


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], most: int) -> bool:
    left, has_formulas = most, False
    for one in members:
        with archive.open(one) as member:
            before = b""
            while piece := member.read(PIECE):
                left -= len(piece)
                if left < 0:
                    _refuse("too_big", f"Unpacked the workbook has more than {most:,} bytes")
                seen = before + piece
                if any(word in seen.upper() for word in _ENTITY_WORDS):
                    raise UnreadableFile(ENTITIES)
                has_formulas = has_formulas or any(word in seen for word in _FORMULAS)
                before = seen[-_LONGEST_WORD:]
    return has_formulas


def _refuse(code: str, detail: str) -> NoReturn:
    raise UnreadableFile(FileFault(code, detail))
