"""Merkle tree hashes as RFC 9162, section 2.1, makes them: SHA-256, 0x00 before a leaf, 0x01 before a node."""

import hashlib
from collections.abc import Sequence

from credentials.signing.canonical import write_canonical

MARK = 4  # bytes of a leaf hash by which a row is recognised
LEAVES = 1024  # of a block: a power of two, so that the roots of blocks are nodes of the whole tree


def hash_leaf(told: object) -> bytes:
    """The hash of a leaf: of the canonical JSON of plain data without floats."""
    return hashlib.sha256(b"\x00" + write_canonical(told)).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The tree's head over these leaf hashes, or over roots of full blocks and one last; of none, SHA-256 of nothing.

    Pairs from the left, an odd one promoted, is the tree that the RFC cuts at the largest power of two.
    """
    if not hashes:
        return hashlib.sha256().digest()
    level = list(hashes)
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]
