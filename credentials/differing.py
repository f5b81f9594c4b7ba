"""An organisation's own answers that would come out otherwise by what is known now, with the days of then."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from credentials.queries.differing import PAGE, Place, Wanted, find_last_of_block, list_candidates
from credentials.queries.relying import Relied
from credentials.redeciding import Gist, ask_again, decide_again, gist_of, gist_told

CHUNK = 500
# In one request; a page may be short, or empty, and still have a next one.
MOST_DECIDED, MOST_BLOCKS = 1_000, 20


@dataclass(frozen=True, slots=True)
class Differing:
    """An answer with its gist as told and as it would be now; None when the question cannot be answered any more."""

    relied: Relied
    registry_number: str
    then: Gist
    now: Gist | None


def list_differing(
    wanted: Wanted, *, after: Place | None, now: dt.datetime, page: int = PAGE
) -> tuple[list[Differing], Place | None]:
    """A page of them, newest first, and where to go on (None: nowhere). Only what may differ is decided again.

    Each is asked with its own `on` and `asked_on`, so that no passing of time makes any differ.
    """
    found: list[Differing] = []
    blocks = decided = 0
    while blocks < MOST_BLOCKS and decided < MOST_DECIDED:
        relied = list_candidates(wanted, after=after, limit=CHUNK)
        for one in _decide(relied, now):
            if one.then == one.now:
                continue
            found.append(one)
            if len(found) == page:
                return found, Place(one.relied.decided_at, one.relied.id)
        blocks, decided = blocks + 1, decided + len(relied)
        after = _go_on(wanted, relied, after)
        if after is None:
            return found, None
    return found, after


def _go_on(wanted: Wanted, relied: Sequence[Relied], after: Place | None) -> Place | None:
    """Behind the last candidate when there may be more in its block, else behind the block."""
    if len(relied) == CHUNK:
        return Place(relied[-1].decided_at, relied[-1].id)
    return find_last_of_block(wanted, after=after)


def _decide(relied: Sequence[Relied], now: dt.datetime) -> list[Differing]:
    """Each with what it would be now; where a person was erased since, nobody can tell, and it is left out."""
    standing = [one for one in relied if not one.is_erased]
    stored = [orjson.loads(one.answer) for one in standing]
    asked = [
        ask_again(told, known_at=None, asked_on=one.asked_on, asker=one.organisation_id)
        for one, told in zip(standing, stored, strict=True)
    ]
    return [
        Differing(
            relied=one,
            registry_number=told["question"]["practitioner"]["registry_number"],
            then=gist_told(told),
            now=gist_of(answer),
        )
        for one, told, answer in zip(standing, stored, decide_again(asked, now=now), strict=True)
    ]
