"""Which addresses of machines may be told things: public ones, so that nobody uses us to reach what is within.

The ranges are those of IANA's special-purpose address registries (RFC 6890 and later entries), and the addresses at
which clouds tell their machines' secrets.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

# Refused always. The first range that holds an address names it.
_NEVER: dict[str, tuple[str, ...]] = {
    "metadata": ("169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
                 "fd00:ec2::/32"),
    "unspecified": ("0.0.0.0/8", "::/128"),
    "link_local": ("169.254.0.0/16", "fe80::/10"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    # Addresses that stand for an IPv4 address: mapped, translated (NAT64), 6to4 with its relays, Teredo.
    "embedded": ("::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "192.88.99.0/24",
                 "2001::/32"),
    "documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    "reserved": ("192.0.0.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", "198.18.0.0/15",
                 "240.0.0.0/4", "2001::/23", "2620:4f:8000::/48"),
}  # fmt: skip
# Allowed where somebody who runs this says so.
_PRIVATE: dict[str, tuple[str, ...]] = {
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "shared": ("100.64.0.0/10",),  # carrier-grade NAT
}
_GLOBAL_6 = IPv6Network("2000::/3")


def _read(table: dict[str, tuple[str, ...]]) -> list[tuple[str, IPv4Network | IPv6Network]]:
    return [(word, ip_network(told)) for word, ranges in table.items() for told in ranges]


_NEVER_RANGES, _PRIVATE_RANGES = _read(_NEVER), _read(_PRIVATE)


def refusal_of(address: str, *, allow_private: bool) -> str | None:
    """Why this address may not be told things, in a word; None for one that may. What is no address is refused."""
    try:
        read = ip_address(address)
    except ValueError:
        return "not_an_address"
    if getattr(read, "scope_id", None) is not None:
        return "link_local"
    for word, network in _NEVER_RANGES:
        if read in network:
            return word
    for word, network in _PRIVATE_RANGES:
        if read in network:
            return None if allow_private else word
    return None if read.version == 4 or read in _GLOBAL_6 else "reserved"
