"""Answers told a line at a time, in pieces big enough to be worth sending."""

from collections.abc import Iterable, Iterator
from time import monotonic

PIECE_BYTES = 64 * 1024
LONGEST_WAIT_SECONDS = 0.25  # a line is not held back longer while others are made


def in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in fewer pieces: the first line at once, then 64 KiB or a quarter of a second together."""
    held: list[bytes] = []
    size, sent_at = PIECE_BYTES, monotonic()  # so that the first line goes out alone
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PIECE_BYTES or monotonic() - sent_at >= LONGEST_WAIT_SECONDS:
            yield b"".join(held)
            held, size, sent_at = [], 0, monotonic()
    if held:
        yield b"".join(held)
