"""A port of our own for the web server."""

import os
import socket

from config.embedded.refusals import StartError

HOST = "127.0.0.1"
TRIES = 100


def read_port() -> int:
    """Read the port asked for in PORT (8000 when it is not set); raise StartError when it is none."""
    told = os.environ.get("PORT") or "8000"
    if not told.isascii() or not told.isdigit() or not 1 <= int(told[:9]) <= 65535:
        raise StartError(f"PORT must be a number from 1 to 65535, not {told!r}.")
    return int(told)


def reserve_port(wanted: int) -> socket.socket:
    """Give a bound socket on the first free port from `wanted` on; the port is ours for as long as it stays open.

    It never listens. It was bound alone, so nobody else sat there; sharing is allowed only afterwards, so that the
    web server, which allows it too, can bind beside it, and a second start, which first binds alone, cannot.
    """
    for port in range(wanted, min(wanted + TRIES, 65536)):
        holder = socket.socket()
        # Without this a port counts as taken for a minute after its last connection ended.
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind((HOST, port))
        except PermissionError as error:
            holder.close()
            raise StartError(f"Port {port} is kept for the system's administrator: choose one above 1023.") from error
        except OSError:
            holder.close()
            continue
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        return holder
    raise StartError(f"No port from {wanted} to {min(wanted + TRIES, 65536) - 1} is free: choose another with PORT=….")
