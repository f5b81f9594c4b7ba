"""How a batch is told whole: a large one in pieces, with the second process's help where it is there."""

from collections.abc import Sequence
from typing import Any

from credentials.api.batches import Pieces, Terms, may_be_parted, tell_questions
from credentials.api.beside import beside
from credentials.queries.snapshots import one_snapshot

LARGE = 1000  # questions from which it is worth it


def tell_batch(questions: Sequence[Any], terms: Terms) -> bytes:
    """The answers in order, parted by commas; the same bytes whoever decided them, and all from one snapshot."""
    if len(questions) < LARGE or not may_be_parted(questions):
        return tell_questions(questions, terms)
    pieces = Pieces(questions, terms)
    with one_snapshot(), beside.at_work(pieces) as wait:
        pieces.tell()
        wait()
        pieces.tell()  # what it gave back
    return pieces.joined()
