"""In which encoding a text file is, found by reading all of it: whoever guesses from the start gets names wrong."""

import codecs
from typing import BinaryIO

from credentials.files.faults import FileFault, UnreadableFile

PIECE = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}


def find_encoding(file: BinaryIO) -> str:
    """The codec that reads the whole file: UTF-8, UTF-16 with or without its mark, else Windows-1252.

    UnreadableFile when it is no text: NUL characters, bytes that none of them knows, or UTF-32.
    """
    file.seek(0)
    start = file.read(PIECE)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if marked == "utf-32":
        raise UnreadableFile(FileFault("unknown_encoding", "The file is UTF-32; send it as UTF-8"))
    tried = [marked] if marked else [_guess_utf16(start) or "utf-8", "cp1252"]
    broken = None
    for name in tried:
        place = _first_break(file, name)
        if place is None:
            return name
        broken = broken or place
    told = NAMES.get(tried[0], tried[0])
    detail = f"The file looks like {told}, but from line {broken} on it is not; save it as UTF-8 and send it again"
    raise UnreadableFile(FileFault("unknown_encoding", detail, row=broken))


def _guess_utf16(start: bytes) -> str | None:
    """UTF-16 without its mark shows in text of the West as a NUL at every other place."""
    pairs = len(start) // 2
    if pairs < 2:
        return None
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > pairs * 0.6 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.6 and odd == 0 else None


def _first_break(file: BinaryIO, encoding: str) -> int | None:
    """The line on which the text stops being text in this encoding; None where all of it is."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    file.seek(0)
    line = 1
    while True:
        piece = file.read(PIECE)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return line + error.object[: error.start].count(b"\n")
        if "\0" in text:
            return line + text[: text.index("\0")].count("\n")
        line += text.count("\n")
        if not piece:
            return None
