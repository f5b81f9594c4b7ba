"""Base64url without padding (RFC 7515, appendix C), read strictly: each value has one spelling."""

from base64 import urlsafe_b64decode, urlsafe_b64encode


def write_base64url(told: bytes) -> bytes:
    """The bytes in base64url, without padding."""
    return urlsafe_b64encode(told).rstrip(b"=")


def read_base64url(text: str) -> bytes:
    """The bytes; raises ValueError for any spelling but the one that `write_base64url` gives.

    The trap: decoders forgive padding, foreign letters and leftover bits, so that one signature could be written in
    several ways.
    """
    written = text.encode("ascii")
    told = urlsafe_b64decode(written + b"=" * (-len(written) % 4))
    if write_base64url(told) != written:
        raise ValueError("not written as base64url writes it")
    return told
