"""What the second process does: batch after batch, pieces of questions in, told answers out."""

import datetime as dt
import socket
from contextlib import suppress

import orjson

from credentials.api.batches import Terms, tell_questions
from credentials.api.frames import BrokenOff, receive_frame, send_frame
from credentials.counting import answers_given
from credentials.queries.snapshots import one_snapshot
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased

READY = b"ready"
IDLE_SECONDS = 300.0  # at rest, with its memory and its connection to the database
BATCH_SECONDS = 60.0  # between two pieces of one batch, while a transaction is open


def answer_batches(wire: socket.socket) -> None:
    """Until the worker is gone or asks nothing more. Raises whatever a batch met: the worker decides it alone."""
    with suppress(NoLawReleased):
        current_law()  # compiled before it is needed
    with suppress(BrokenOff, ConnectionError, TimeoutError):
        send_frame(wire, READY)
        while True:
            wire.settimeout(IDLE_SECONDS)
            opening = receive_frame(wire)
            wire.settimeout(BATCH_SECONDS)
            answer_pieces(wire, opening)


def answer_pieces(wire: socket.socket, opening: bytes) -> None:
    """The pieces of one batch, until an empty one, from the snapshot that the worker holds open."""
    snapshot, now, *rest = orjson.loads(opening)
    terms = Terms(dt.datetime.fromisoformat(now), *rest)
    with one_snapshot(snapshot):
        while piece := receive_frame(wire):
            told = tell_questions(orjson.loads(piece), terms)
            counted = orjson.dumps(dict(answers_given))
            answers_given.clear()
            send_frame(wire, counted, told)
