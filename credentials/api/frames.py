"""Messages between two processes over a socket: eight bytes of length, then so many bytes."""

import socket
import struct

_LENGTH = struct.Struct(">Q")
MOST_BYTES = 256 * 1024 * 1024  # what claims to be longer is no message of ours


class BrokenOff(OSError):
    """The other side is gone, or told something else than a message."""


def send_frame(wire: socket.socket, *parts: bytes) -> None:
    """Send each part as a message. OSError when the other side is gone or takes longer than the socket's timeout."""
    for part in parts:
        wire.sendall(_LENGTH.pack(len(part)))
        wire.sendall(part)


def receive_frame(wire: socket.socket) -> bytes:
    """The next message. BrokenOff at the end; TimeoutError after the socket's timeout without a byte."""
    (length,) = _LENGTH.unpack(_receive(wire, _LENGTH.size))
    if length > MOST_BYTES:
        raise BrokenOff("a message too long")
    return bytes(_receive(wire, length))


def _receive(wire: socket.socket, length: int) -> bytearray:
    content = bytearray(length)
    rest = memoryview(content)
    while rest:
        count = wire.recv_into(rest)
        if not count:
            raise BrokenOff("the other side is gone")
        rest = rest[count:]
    return content
