"""Merkle tree hashes: the known ones, and those of a second, slower way."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.signing.merkle import LEAVES, hash_leaf, root_of

# The eight inputs and the heads that certificate transparency's programs are tested with.
INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
HEADS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def leaf(data):
    return hashlib.sha256(b"\x00" + data).digest()


@pytest.mark.parametrize("count", range(1, 9))
def test_known_heads(count):
    assert root_of([leaf(bytes.fromhex(one)) for one in INPUTS[:count]]).hex() == HEADS[count - 1]


def test_the_head_of_nothing():
    assert root_of([]) == hashlib.sha256(b"").digest()


def reference(hashes):
    """As the RFC words it."""
    if len(hashes) == 1:
        return hashes[0]
    cut = 1
    while cut * 2 < len(hashes):
        cut *= 2
    return hashlib.sha256(b"\x01" + reference(hashes[:cut]) + reference(hashes[cut:])).digest()


@given(st.integers(1, 300), st.sampled_from([1, 2, 4, 8, 16]))
def test_a_head_over_blocks_is_the_head_over_their_leaves(count, block):
    hashes = [leaf(bytes([n % 256, n // 256])) for n in range(count)]
    blocks = [root_of(hashes[start : start + block]) for start in range(0, count, block)]
    assert root_of(blocks) == root_of(hashes) == reference(hashes)


def test_blocks_are_nodes_of_the_tree():
    assert LEAVES & (LEAVES - 1) == 0


def test_a_leaf_is_the_hash_of_canonical_json():
    assert hash_leaf(["a", 1, None]) == hashlib.sha256(b'\x00["a",1,null]').digest()
