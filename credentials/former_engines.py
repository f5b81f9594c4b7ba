"""What former engines told, so that an answer on record is led to again for ever.

An engine that only told less is not kept whole: what it told is taken from what the running one tells. One that decided
otherwise would have to be kept.
"""

from collections.abc import Callable, Mapping
from typing import Any

from rulebook.engine import ENGINE

Data = dict[str, Any]


def _as_by_engine_1(told: Data) -> Data:
    """It named no statement among the evidence of what is met by one."""
    findings = [
        {**finding, "evidence": [fact for fact in finding["evidence"] if not fact.startswith("statement-")]}
        for finding in told["findings"]
    ]
    return {**told, "findings": findings, "engine": "1"}


def _as_it_is(told: Data) -> Data:
    return told


_TOLD_BY: Mapping[str, Callable[[Data], Data]] = {"1": _as_by_engine_1, ENGINE: _as_it_is}
ENGINES = frozenset(_TOLD_BY)  # every one that an answer on record may name and that can still be replayed


def tell_as(engine: str, told: Data) -> Data:
    """A full answer of the running engine as the named one, of ENGINES, would have told it."""
    return _TOLD_BY[engine](told)
