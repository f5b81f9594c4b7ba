"""Reading the address that an organisation names: what two programs could read in two ways is refused."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from clinics.webhooks.addresses import refusal_of

LONGEST = 2_000
_FORM = re.compile(r"(?P<scheme>[a-z]+)://(?P<authority>[^/?#]*)(?P<target>(?:/[^?#]*)?(?:\?[^#]*)?)(?P<rest>#.*)?")
_PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")  # RFC 3986, nothing beyond
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")  # a last part that old resolvers read as a part of an IPv4 address
_INNER = ("localhost", "local", "internal", "lan", "home", "corp", "private", "arpa", "onion")
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class UrlFault:
    """What is wrong with an address: a stable code and a sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `host` is a name or an address without brackets; `path` has the query with it."""

    is_tls: bool
    host: str
    port: int
    path: str


def read_url(url: str, *, allow_private: bool) -> Target | list[UrlFault]:
    """The parts of an address, or every fault of it. Names are not looked up here."""
    found = _FORM.fullmatch(url)
    if len(url) > LONGEST or not _PLAIN.fullmatch(url) or found is None:
        told = f"an address of at most {LONGEST} ASCII characters, such as https://hooks.example.org/filiform"
        return [UrlFault("not_a_url", told)]
    scheme, authority = found["scheme"], found["authority"]
    faults = []
    if scheme != "https" and not (scheme == "http" and allow_private):
        faults.append(UrlFault("not_https", "only https:// keeps what is told from others"))
    if found["rest"] is not None:
        faults.append(UrlFault("has_fragment", "what follows # is never sent"))
    if "@" in authority:
        faults.append(UrlFault("has_credentials", "user and password do not belong into an address"))
        authority = authority.rpartition("@")[2]
    read = _AUTHORITY.fullmatch(authority)
    if read is None:
        return [*faults, UrlFault("not_a_host", "the name of a host, or its address")]
    host, port = read["host"].lower().removesuffix("."), int(read["port"] or _DEFAULT_PORTS.get(scheme, 443))
    if read["port"] and not _is_port_taken(port, allow_private):
        faults.append(UrlFault("port_refused", "443, or a port from 1024 to 65535"))
    faults += _faults_of_host(host, allow_private)
    target = found["target"]
    path = target if target.startswith("/") else f"/{target}"
    return faults or Target(scheme == "https", host.strip("[]"), port, path)


def _is_port_taken(port: int, allow_private: bool) -> bool:
    """Below 1024 live mail servers and the like, which might take a request for what they understand."""
    return port == 443 or 1024 <= port <= 65535 or (port == 80 and allow_private)


def _faults_of_host(host: str, allow_private: bool) -> list[UrlFault]:
    address = _address_in(host)
    if address is not None:
        refused = refusal_of(address, allow_private=allow_private)
        return [UrlFault("address_refused", f"a public address is needed, not a {refused} one")] if refused else []
    last = host.rpartition(".")[2]
    if len(host) > 253 or not _NAME.fullmatch(host) or _NUMERIC.fullmatch(last):
        return [UrlFault("not_a_host", "the name of a host, or its address")]
    if not allow_private and ("." not in host or last in _INNER):
        return [UrlFault("address_refused", "a public name is needed, not one of a network within")]
    return []


def _address_in(host: str) -> str | None:
    """The address that the host is, in its one spelling; None for a name."""
    try:
        return str(IPv6Address(host[1:-1])) if host.startswith("[") else str(IPv4Address(host))
    except (AddressValueError, ValueError):
        return None
