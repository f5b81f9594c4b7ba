"""The body of a webhook: {"type", "timestamp", "data"}, written once and sent byte for byte until it is delivered."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

LARGEST = 20_000  # bytes; the specification wants less than 20 kB


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and what was too large to be sent with it (None: nothing was)."""

    text: str
    left_out: Mapping[str, Any] | None = None


def write_body(*, type_: str, at: dt.datetime, data: Mapping[str, Any], link: str) -> Body:
    """The body with its data; where that would be too large a thin one, with the link under which the data is read."""
    text = _write(type_, at, data)
    if len(text.encode()) < LARGEST:
        return Body(text)
    return Body(_write(type_, at, {"thin": True, "link": link}), orjson.loads(orjson.dumps(data)))


def _write(type_: str, at: dt.datetime, data: Mapping[str, Any]) -> str:
    timestamp = at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"type": type_, "timestamp": timestamp, "data": data}).decode()
