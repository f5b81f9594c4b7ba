"""Who asks without a key or a sign-in: known by the address that the request comes from, and by nothing else."""

import hashlib
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64  # whoever has one address of it has them all


@dataclass(frozen=True, slots=True)
class Stranger:
    """An address, or a network of them that one house has."""

    address: str

    @property
    def name(self) -> str:
        """A digest under our own secret: what counts requests does not list who reads here."""
        keyed = hashlib.blake2b(self.address.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=12)
        return f"address-{keyed.hexdigest()}"


def stranger_of(request: HttpRequest) -> Stranger:
    """The stranger who asks.

    Each of `TRUSTED_PROXIES` proxies in front appends the address that it was asked from to X-Forwarded-For: ours is
    the one that the outermost of them wrote, and what a caller wrote before it counts for nothing.
    """
    told = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    passed_on = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(passed_on) >= proxies:
        told = passed_on[-proxies]
    return Stranger(_read_address(told))


def _read_address(told: str) -> str:
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), IPV6_PREFIX), strict=False))
    return str(address)
