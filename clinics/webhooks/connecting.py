"""Reaching a host by an address that was looked at: one look-up, every address checked, then one of these."""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from time import monotonic

from clinics.webhooks.addresses import refusal_of
from clinics.webhooks.urls import Target

Resolve = Callable[[str, int], Sequence[str]]
MOST_ADDRESSES = 3  # that are tried, one after another


class NotReached(Exception):
    """No connection, for a reason in a word."""


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, as the system knows them. socket.gaierror when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def connect(
    target: Target, *, allow_private: bool, ends: float, resolve: Resolve, context: ssl.SSLContext | None = None
) -> socket.socket:
    """A connection to the target, with TLS where its address says so, before the instant `ends` of monotonic().

    The name is looked up once and every address that it has must be allowed, for the choice among them is not ours.
    The certificate is that of the name. Raises NotReached, OSError or ssl.SSLError.
    """
    addresses = _look_up_in_time(resolve, target, ends)
    if not addresses:
        raise NotReached("name_not_found")
    for address in addresses:
        refused = refusal_of(address, allow_private=allow_private)
        if refused:
            raise NotReached(f"address_refused: {refused}")
    reached = _reach(addresses[:MOST_ADDRESSES], target.port, ends)
    if not target.is_tls:
        return reached
    try:
        reached.settimeout(time_left(ends))
        return (context or _tls()).wrap_socket(reached, server_hostname=target.host)
    except BaseException:
        reached.close()
        raise


def time_left(ends: float) -> float:
    """The seconds until then; TimeoutError when it is over."""
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reach(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    failed: OSError = TimeoutError()
    for place, address in enumerate(addresses):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        one = socket.socket(family, socket.SOCK_STREAM)
        try:
            # An address that does not answer leaves time for the others.
            one.settimeout(time_left(ends) / (len(addresses) - place))
            one.connect((address, port))
        except OSError as error:
            one.close()
            failed = error
        else:
            return one
    raise failed


def _look_up_in_time(resolve: Resolve, target: Target, ends: float) -> Sequence[str]:
    """Look up in a thread: the system's own look-up knows no limit, and who owns the name decides how slow it is."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(target.host, target.port))
        except Exception as error:  # handed to who waits
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="look-up").start()
    try:
        told = answers.get(timeout=time_left(ends))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(told, Exception):
        raise told
    return told


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, or those of SSL_CERT_FILE."""
    return ssl.create_default_context()
