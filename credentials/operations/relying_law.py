"""What a release of law would do to answers on record, before anyone confirms it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from credentials.queries.differing_law import codes_in
from credentials.queries.relying import Relied, Touch, list_touched
from credentials.redeciding import Compared, compare_laws
from law.operations.releases import preview_release
from law.previews import TouchedAnswers, TouchedPractitioner
from rulebook.loading import compile_pack

CHUNK = 1_000
_EVER = datetime.max.replace(tzinfo=UTC)


def preview_law(content: Mapping[str, Any]) -> TouchedAnswers:
    """Decide every answer that the content touches under it and under the law in use; writes nothing, locks nothing.

    By what is known now, with the days of then, so that only what the release itself alters is counted.
    """
    law = compile_pack(content)
    touch = Touch(_EVER, codes=codes_in(preview_release(content=content)))
    asked = answers = 0
    organisations: set[int] = set()
    outcomes: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for relied in _in_chunks(touch):
        asked += len(relied)
        for one in compare_laws(relied, law=law, now=relied[0].decided_at):  # no day is left open to fill in
            if one.changes:
                answers += 1
                organisations.add(one.relied.organisation_id)
                outcomes[_number_in(one)][one.outcome_before, one.outcome_after] += 1
    return TouchedAnswers(asked, answers, len(organisations), tuple(_tell(outcomes)))


def _in_chunks(touch: Touch) -> Iterator[list[Relied]]:
    after = None
    while relied := list_touched(touch, limit=CHUNK, after=after):
        yield relied
        after = relied[-1].id


def _number_in(one: Compared) -> str:
    number: str = orjson.loads(one.relied.answer)["question"]["practitioner"]["registry_number"]
    return number


def _tell(outcomes: Mapping[str, Counter[tuple[str, str]]]) -> Iterator[TouchedPractitioner]:
    for number, counted in sorted(outcomes.items()):
        yield TouchedPractitioner(number, tuple((*pair, count) for pair, count in sorted(counted.items())))
