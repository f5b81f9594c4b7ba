"""The request itself: one POST, no redirects, no proxy, an end that no receiver can put off."""

import contextlib
import http.client
import io
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from clinics.webhooks.connecting import NotReached, Resolve, connect, look_up, time_left
from clinics.webhooks.urls import Target

MOST_READ = 4_096  # bytes of an answer's body, read so that its sender need not see a broken pipe, and forgotten
READING = 1.0  # seconds for that


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: a status, or in a word why none did; and what Retry-After said."""

    status: int | None
    error: str | None
    retry_after: str | None
    milliseconds: int

    @property
    def words(self) -> str:
        """The outcome in a word."""
        return self.error or f"status {self.status}"


def post(
    target: Target,
    body: bytes,
    headers: Mapping[str, str],
    *,
    allow_private: bool,
    seconds: float,
    resolve: Resolve = look_up,
    context: ssl.SSLContext | None = None,
) -> Outcome:
    """Send it; never raises for what the network or the receiver does. All of it takes at most `seconds`."""
    began = monotonic()
    ends = began + seconds
    status, error, retry_after = None, None, None
    try:
        reached = connect(target, allow_private=allow_private, ends=ends, resolve=resolve, context=context)
        with contextlib.closing(reached):
            status, retry_after = _ask(target, _InTime(reached, ends), body, headers)
    except (OSError, http.client.HTTPException, NotReached, UnicodeError) as failed:
        error = _name(failed)
    return Outcome(status, error, retry_after, round((monotonic() - began) * 1000))


def _ask(target: Target, reached: "_InTime", body: bytes, headers: Mapping[str, str]) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = 443 if target.is_tls else 80  # what the Host header leaves out
    connection.sock = reached
    connection.request("POST", target.path, body, dict(headers))
    response = connection.getresponse()
    status, retry_after = response.status, response.headers.get("Retry-After")
    reached.ends = min(reached.ends, monotonic() + READING)
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
        response.read(MOST_READ)
    return status, retry_after


class _InTime:
    """A socket as http.client uses one, each of whose waits ends with the whole."""

    def __init__(self, reached: socket.socket, ends: float) -> None:
        self.reached, self.ends = reached, ends

    def sendall(self, data: bytes) -> None:
        self.reached.settimeout(time_left(self.ends))
        self.reached.sendall(data)

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Nothing: http.client lets go of its socket before the body is read; `post` closes it."""


class _Reader(io.RawIOBase):
    """Byte after byte, however slowly: the time that is left becomes less with each."""

    def __init__(self, told: _InTime) -> None:
        super().__init__()
        self.told = told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.told.reached.settimeout(time_left(self.told.ends))
        return self.told.reached.recv_into(buffer)


_NAMES: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "name_not_found"),
    (TimeoutError, "timed_out"),
    (ConnectionRefusedError, "connection_refused"),
    (ConnectionError, "connection_failed"),  # http.client's RemoteDisconnected is one, and an HTTPException too
    (ssl.SSLCertVerificationError, "certificate_refused"),
    (ssl.SSLError, "tls_failed"),
    (http.client.HTTPException, "not_http"),
    (UnicodeError, "name_not_found"),  # a part of the name that is too long for a look-up
)


def _name(failed: Exception) -> str:
    """A failure without its words, which may hold what a receiver sent."""
    if isinstance(failed, NotReached):
        return str(failed)
    return next((name for kind, name in _NAMES if isinstance(failed, kind)), "connection_failed")
