"""Digests of facts: one stands for the key, one covers the content. Neither can betray a number or a name.

A number's text is replaced by the id of its erasable row before anything is hashed. What is hashed is canonical JSON,
so that a later chain can check a row against what was told.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from credentials.records.shapes import Shape


def digest_key(shape: Shape, key: Sequence[Any]) -> int:
    """A signed 64-bit number for a key; unique enough within one person and source, where alone it is compared."""
    whole = hashlib.sha256(orjson.dumps([shape.name, *key])).digest()
    return int.from_bytes(whole[:8], "big", signed=True)


def digest_fact(
    shape: Shape, *, registry_number: str, source_id: int, recorded_at: str, values: Sequence[Any]
) -> bytes:
    """SHA-256 over what was told, about whom, by whom and when; `recorded_at` is ISO text in UTC."""
    told = orjson.dumps([shape.name, registry_number, source_id, recorded_at, *values])
    return hashlib.sha256(told).digest()
