"""A second process beside a web worker, which decides a part of a large batch (decision 26).

It is started by the first large batch, which does not wait for it, and ends by itself: when nothing was asked for a
while, and when the worker is gone, however that ended, for then its socket is closed. Whatever goes wrong with it, the
worker decides all by itself, from the same snapshot.
"""

import logging
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import orjson
from django.conf import settings

from credentials.api.batches import Pieces
from credentials.api.beside_answers import READY
from credentials.api.frames import receive_frame, send_frame
from credentials.queries.snapshots import export_snapshot

PROGRAM = "credentials.api.beside_process"
PIECE_SECONDS = 20.0  # for one piece; it takes a tenth of a second
START_SECONDS = 60.0
PAUSE_SECONDS = 60.0  # after a failure, before another is started
_log = logging.getLogger(__name__)


class Beside:
    """The second process of this worker: absent, starting, at rest or at work, for one batch at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wire: socket.socket | None = None
        self._is_ready = False
        self._rests_until = self._started_at = 0.0

    @contextmanager
    def at_work(self, pieces: Pieces) -> Iterator[Callable[[], None]]:
        """Let it take pieces from the end meanwhile, of the snapshot of the transaction that is open.

        Gives a call that waits until it has no piece in hand. Nothing happens where it is away, or at another batch.
        """
        if not settings.BATCH_IN_TWO or not self._lock.acquire(blocking=False):
            yield _nothing
            return
        try:
            wire = self._ready_wire()
            if wire is None:
                yield _nothing
                return
            opening = orjson.dumps([export_snapshot(), *pieces.terms])
            thread = threading.Thread(target=self._feed, args=(wire, opening, pieces), name="beside", daemon=True)
            thread.start()
            try:
                yield thread.join
            finally:
                thread.join()
        finally:
            self._lock.release()

    def _feed(self, wire: socket.socket, opening: bytes, pieces: Pieces) -> None:
        start = pieces.take_last()
        if start is None:
            return
        try:
            send_frame(wire, opening)
            while start is not None:
                send_frame(wire, orjson.dumps(pieces.questions_at(start)))
                counted, told = receive_frame(wire), receive_frame(wire)
                pieces.keep(start, told, orjson.loads(counted))
                start = None  # no longer in hand, whatever comes
                start = pieces.take_last()
            send_frame(wire, b"")
        except Exception as error:  # whatever it was, all that matters is that somebody decides this piece
            _log.warning("large batches are decided by one process for a while (%s)", type(error).__name__)
            self._end()
        finally:
            if start is not None:
                pieces.give_back(start)

    def _ready_wire(self) -> socket.socket | None:
        """The socket to it once it is there; starts it where it is not."""
        now = monotonic()
        if self._process is not None and self._process.poll() is not None:
            self._let_go(rest=0.0 if self._process.returncode == 0 else PAUSE_SECONDS)
        if self._process is None:
            if now >= self._rests_until:
                self._start()
            return None
        if not self._is_ready and self._wire is not None:
            self._is_ready = bool(select.select([self._wire], [], [], 0)[0]) and receive_frame(self._wire) == READY
            if not self._is_ready and now - self._started_at > START_SECONDS:
                self._end()
        return self._wire if self._is_ready else None

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(PIECE_SECONDS)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (words of our own)
                [sys.executable, "-m", PROGRAM],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=settings.BASE_DIR,
            )
        self._wire, self._is_ready, self._started_at = ours, False, monotonic()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._let_go(rest=PAUSE_SECONDS)

    def _let_go(self, *, rest: float) -> None:
        if self._wire is not None:
            self._wire.close()
        self._process, self._wire, self._is_ready = None, None, False
        self._rests_until = monotonic() + rest


def _nothing() -> None:
    """Nobody is to be waited for."""


beside = Beside()
