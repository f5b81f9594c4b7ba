"""One line of NDJSON as a JSON object: strict where a lenient reader would guess."""

import json
from decimal import Decimal
from typing import Any

from credentials.records.faults import Fault, Refusal


class _RepeatedField(ValueError):
    """An object names a field twice; which of the two is meant nobody can tell."""


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedField(next(name for name in names if names.count(name) > 1))
    return made


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is no JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_make_object, parse_float=Decimal, parse_constant=_refuse_constant)


def parse_line(line: bytes) -> object | Refusal:
    """The JSON value of a line; decimals keep every digit (floats would hide a third place)."""
    try:
        text = line.decode("utf-8").strip(" \t\r\n")
        parsed: object = _decoder.decode(text)
    except _RepeatedField as repeated:
        return Refusal((Fault("", "repeated_field", f"{str(repeated)[:60]!r} stands twice in one object"),))
    except UnicodeDecodeError as error:
        return Refusal((Fault("", "malformed_json", f"not UTF-8 at byte {error.start}"),))
    except RecursionError:
        return Refusal((Fault("", "malformed_json", "nested too deeply"),))
    except ValueError as error:  # also the limit on digits of a whole number
        return Refusal((Fault("", "malformed_json", str(error)[:200]),))
    return parsed
