"""Which addresses may be told things, and how an address is read."""

import pytest

from clinics.webhooks.addresses import refusal_of
from clinics.webhooks.urls import Target, read_url

REFUSED = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "::1": "loopback",
    "10.0.0.1": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.1.1": "private",
    "fc00::1": "private",
    "fdff:ffff::1": "private",
    "fec0::1": "private",
    "100.64.0.1": "shared",
    "100.127.255.254": "shared",
    "0.0.0.0": "unspecified",
    "0.1.2.3": "unspecified",
    "::": "unspecified",
    "169.254.0.1": "link_local",
    "fe80::1": "link_local",
    "fe80::1%eth0": "link_local",
    "2606:4700::1%1": "link_local",
    "169.254.169.254": "metadata",
    "169.254.170.2": "metadata",
    "100.100.100.200": "metadata",
    "168.63.129.16": "metadata",
    "192.0.0.192": "metadata",
    "fd00:ec2::254": "metadata",
    "224.0.0.1": "multicast",
    "239.255.255.255": "multicast",
    "ff02::1": "multicast",
    "::ffff:127.0.0.1": "embedded",
    "::ffff:8.8.8.8": "embedded",
    "::ffff:0:127.0.0.1": "embedded",
    "64:ff9b::7f00:1": "embedded",
    "64:ff9b:1::a00:1": "embedded",
    "2002:7f00:1::": "embedded",
    "192.88.99.1": "embedded",
    "2001:0:4136:e378::1": "embedded",
    "192.0.2.1": "documentation",
    "198.51.100.7": "documentation",
    "203.0.113.9": "documentation",
    "2001:db8::1": "documentation",
    "3fff::1": "documentation",
    "192.0.0.8": "reserved",
    "198.18.0.1": "reserved",
    "240.0.0.1": "reserved",
    "255.255.255.255": "reserved",
    "2001:2::1": "reserved",
    "::127.0.0.1": "reserved",
    "100::1": "reserved",
    "5f00::1": "reserved",
    "127.1": "not_an_address",
    "0x7f000001": "not_an_address",
    "2130706433": "not_an_address",
    "hooks.example.org": "not_an_address",
    "": "not_an_address",
}
ALLOWED = ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "2606:4700::1111"]
WITHIN = {"loopback", "private", "shared"}


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_an_address_is_refused(address, why):
    assert refusal_of(address, allow_private=False) == why


@pytest.mark.parametrize(("address", "why"), REFUSED.items())
def test_what_the_setting_allows_is_within_ones_own_network_and_no_more(address, why):
    assert refusal_of(address, allow_private=True) == (None if why in WITHIN else why)


@pytest.mark.parametrize("address", ALLOWED)
def test_a_public_address_is_allowed(address):
    assert refusal_of(address, allow_private=False) is None


READ = {
    "https://hooks.example.org/in?x=1": Target(True, "hooks.example.org", 443, "/in?x=1"),
    "https://Hooks.Example.org.": Target(True, "hooks.example.org", 443, "/"),
    "https://hooks.example.org?x=/a": Target(True, "hooks.example.org", 443, "/?x=/a"),
    "https://8.8.8.8:8443/": Target(True, "8.8.8.8", 8443, "/"),
    "https://[2606:4700::1111]/a": Target(True, "2606:4700::1111", 443, "/a"),
    "https://xn--bcher-kva.example/a%20b": Target(True, "xn--bcher-kva.example", 443, "/a%20b"),
    "https://a_b.example.org/": Target(True, "a_b.example.org", 443, "/"),
}


@pytest.mark.parametrize(("url", "target"), READ.items())
def test_an_address_is_read(url, target):
    assert read_url(url, allow_private=False) == target


WRONG = {
    "http://hooks.example.org/": ["not_https"],
    "ftp://hooks.example.org/": ["not_https"],
    "http://user:secret@127.0.0.1:22/#x": [
        "not_https", "has_fragment", "has_credentials", "port_refused", "address_refused",
    ],
    "https://user@hooks.example.org/": ["has_credentials"],
    "https://hooks.example.org\\@10.0.0.1/": ["not_a_url"],
    "https://hooks.example.org/a b": ["not_a_url"],
    "https://hooks.example.org/\r\nHost: x": ["not_a_url"],
    "https://hooks.example.org/\n": ["not_a_url"],
    "https://bücher.example/": ["not_a_url"],
    "hooks.example.org": ["not_a_url"],
    "https:/hooks.example.org": ["not_a_url"],
    "": ["not_a_url"],
    f"https://hooks.example.org/{'a' * 2000}": ["not_a_url"],
    "https://": ["not_a_host"],
    "https:///path": ["not_a_host"],
    "https://-x.example.org/": ["not_a_host"],
    "https://a..example.org/": ["not_a_host"],
    f"https://{'a' * 64}.example.org/": ["not_a_host"],
    f"https://{'a.' * 127}org/": ["not_a_host"],
    "https://%31%32%37.0.0.1/": ["not_a_host"],
    "https://[::1%25eth0]/": ["not_a_host"],
    "https://[::gg]/": ["not_a_host"],
    "https://[1.2.3.4]/": ["not_a_host"],
    "https://2130706433/": ["not_a_host"],
    "https://0x7f000001/": ["not_a_host"],
    "https://127.1/": ["not_a_host"],
    "https://0177.0.0.1/": ["not_a_host"],
    "https://hooks.example.org:0/": ["port_refused"],
    "https://hooks.example.org:25/": ["port_refused"],
    "https://hooks.example.org:80/": ["port_refused"],
    "https://hooks.example.org:65536/": ["port_refused"],
    "https://hooks.example.org:٤٤٣/": ["not_a_url"],
    "https://hooks.example.org:/": ["not_a_host"],
    "https://127.0.0.1/": ["address_refused"],
    "https://[::ffff:7f00:1]/": ["address_refused"],
    "https://169.254.169.254/latest/meta-data/": ["address_refused"],
    "https://localhost/": ["address_refused"],
    "https://localhost./": ["address_refused"],
    "https://printer.local/": ["address_refused"],
    "https://metadata.google.internal/": ["address_refused"],
    "https://intranet/": ["address_refused"],
}  # fmt: skip


@pytest.mark.parametrize(("url", "codes"), WRONG.items(), ids=[repr(url)[:60] for url in WRONG])
def test_every_fault_of_an_address_is_named(url, codes):
    assert [fault.code for fault in read_url(url, allow_private=False)] == codes


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/in", "http://receiver/in", "https://localhost:9443/", "http://10.1.2.3/"]
)
def test_within_ones_own_network_where_the_setting_allows_it(url):
    assert isinstance(read_url(url, allow_private=True), Target)


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "http://0.0.0.0:8000/", "http://[::ffff:7f00:1]:8000/"])
def test_never_even_then(url):
    assert [fault.code for fault in read_url(url, allow_private=True)] == ["address_refused"]
