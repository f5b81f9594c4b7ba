"""Two lanes through one worker process: short requests one after another, long ones beside them and never before them.

Granian hands each request to one of a few threads (config/lane_sizes.py). A batch, a stream and a body that comes in
slowly each hold a thread for as long as somebody takes; their number is limited, so that one thread at least is always
left for short requests. Those take turns: with several at once in one process all of them become slower (decision 23).
"""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.api.problems import Problem, problem_response
from config.lane_sizes import LONG_AT_ONCE, READ_AT_ONCE

LONG_PATHS = frozenset({"/api/v1/verifications/batch"})
# A thread that computes gives way to one that waits after this long; Python's own 5 ms would be felt by each request.
SWITCH_SECONDS = 0.0005
RETRY_SECONDS = "2"
PIECE_BYTES = 256 * 1024
PATIENCE_SECONDS = 0.05  # of a body whose turn to be read has not come
MOST_BODY_BYTES = 16 * 1024 * 1024  # a longer one is left where it is: no view takes it
NO_ROOM = "filiform.no_room"  # in the environment of a request that is to be refused with 503

Environ = dict[str, Any]
Start = Callable[..., Any]
Straight = Callable[[Environ], HttpResponse | None]  # see config/straight.py


class Lanes:
    """A WSGI application that lets Django's through, each request by its lane."""

    def __init__(self, application: Callable[[Environ, Start], HttpResponseBase], straight: Straight) -> None:
        self._application, self._straight = application, straight
        self._short = threading.Lock()
        self._long = threading.BoundedSemaphore(LONG_AT_ONCE)
        self._reading = threading.BoundedSemaphore(READ_AT_ONCE)
        self._connection: Any = None  # that of the short lane
        self._spare: list[Any] = []  # those of the long one
        sys.setswitchinterval(SWITCH_SECONDS)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """WSGI's own call."""
        if environ.get("CONTENT_LENGTH") not in (None, "", "0"):
            self._read_body(environ)
        if environ["PATH_INFO"] not in LONG_PATHS:
            return self._pass(environ, start_response)
        if not self._long.acquire(blocking=False):
            environ[NO_ROOM] = True
            return self._pass(environ, start_response)
        return self._pass_long(environ, start_response)

    def _pass(self, environ: Environ, start_response: Start) -> list[bytes]:
        """A short request: when its turn comes, over the one connection; its answer is handed over whole.

        Granian sends bytes by itself, however slowly they are read; what must be iterated over would hold the thread.
        """
        with self._short:
            if self._connection is None:
                self._connection = connections["default"]
                self._connection.inc_thread_sharing()
            connections["default"] = self._connection
            if (whole := self._straight(environ)) is not None:
                self._connection.close_if_unusable_or_obsolete()  # as Django does when it ends a request
                start_response(f"{whole.status_code} {whole.reason_phrase}", list(whole.items()))
                return [whole.content]
            response = self._application(environ, start_response)
            try:
                return [_gather(response)]
            finally:
                response.close()

    def _pass_long(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        connection = self._take_spare()
        connection.inc_thread_sharing()
        connections["default"] = connection

        def leave() -> None:
            connection.dec_thread_sharing()
            self._spare.append(connection)
            self._long.release()

        try:
            response = self._application(environ, start_response)
        except BaseException:
            leave()
            raise
        return _Sent(response, leave)

    def _take_spare(self) -> Any:
        try:
            return self._spare.pop()
        except IndexError:  # asked for, not looked up first: another thread may come between
            return connections.create_connection("default")

    def _read_body(self, environ: Environ) -> None:
        """Read the body before the request has its turn, so that nobody waits for whoever sends it."""
        length = environ["CONTENT_LENGTH"]
        if not (length.isascii() and length.isdigit() and len(length) < 10) or int(length) > MOST_BODY_BYTES:
            return
        if not self._reading.acquire(timeout=PATIENCE_SECONDS):
            environ[NO_ROOM] = True
            return
        try:
            environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(length)))
        finally:
            self._reading.release()


class NoRoom:
    """Middleware: refuses what came when every thread for its kind was taken."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django's middleware protocol."""
        if NO_ROOM not in request.META:
            return self._get_response(request)
        detail = "Too many batches, streams or slow bodies are under way in this worker"
        headers = {"Retry-After": RETRY_SECONDS}
        return problem_response(Problem(503, "busy", "Too much is under way", detail, headers=headers))


def _gather(response: HttpResponseBase) -> bytes:
    return response.content if isinstance(response, HttpResponse) else b"".join(response)


class _Sent:
    """A long answer on its way; whoever ends it, its room is free again afterwards.

    One that is whole already goes out in pieces too: so no more of them stand in memory than there is room for.
    """

    def __init__(self, response: Any, leave: Callable[[], None]) -> None:
        self._response, self._leave = response, leave
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        if not isinstance(self._response, HttpResponse):
            return iter(self._response)
        content = self._response.content
        return (content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES))

    def close(self) -> None:
        """WSGI's own: called at the end, and when the reader hangs up."""
        if self._is_open:
            self._is_open = False
            try:
                self._response.close()
            finally:
                self._leave()

    def __del__(self) -> None:
        """A server that never began to send may forget to close: the place must come back all the same."""
        self.close()
