"""Thousands of recorded answers after long histories: each replays to the byte, and what is listed is what differs."""

import random
from collections import Counter

import orjson
import pytest

from credentials.decisions import decide_many
from credentials.differing import list_differing
from credentials.models import Verification
from credentials.queries.differing import Wanted
from credentials.queries.relying import read_relied
from credentials.redeciding import (
    Replay,
    Unreplayable,
    ask_again,
    gist_of,
    gist_told,
    is_of_unknown_keys,
    known_only,
    replay,
)
from credentials.telling import without_numbers
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import record_people, release_law
from tests.credentials.replays.histories import FAR, ask_and_keep, change_something


@pytest.fixture
def begun(db):
    forget_compiled()
    release_law()
    record_people()
    yield
    forget_compiled()


def replayed(row):
    relied = read_relied(verification_id=row.id, organisation_id=row.organisation_id)
    return replay(relied, now=FAR), relied.is_erased


def decided(asked):
    """One question alone, by the plainest way."""
    (answer,) = decide_many([asked], now=FAR, may_leave_out_standard=True)
    if is_of_unknown_keys(answer):
        (answer,) = decide_many([known_only(asked, answer)], now=FAR, may_leave_out_standard=True)
    return gist_of(answer)


def differs(row):
    """By brute force: every answer decided again, whatever changed under it."""
    told = orjson.loads(row.answer)
    relied = read_relied(verification_id=row.id, organisation_id=row.organisation_id)
    if relied.is_erased:  # nobody can tell any more
        return False
    return decided(ask_again(told, known_at=None, asked_on=row.asked_on, asker=row.organisation_id)) != gist_told(told)


def listed(organisation_id):
    found, after = [], None
    while True:
        page, after = list_differing(Wanted(organisation_id=organisation_id), after=after, now=FAR, page=7)
        found += [one.relied.id for one in page]
        if after is None:
            return found


@pytest.mark.parametrize("seed", range(3))
def test_whatever_came_since_an_answer_replays_and_only_what_differs_is_listed(begun, admins, deliver, seed):
    chance = random.Random(seed)
    for _ in range(30):
        for _ in range(chance.randrange(4)):
            change_something(chance)
        ask_and_keep(chance, 25)
        if chance.random() < 0.3:
            deliver()
    rows = list(Verification.objects.order_by("-decided_at", "-id"))
    outcomes = Counter(row.outcome for row in rows)
    assert len(rows) > 300
    assert len(outcomes) == 4
    assert sum('"site":"ST-' in row.answer and '"policy":{"id":' in row.answer for row in rows) > 10
    erased = 0
    for row in rows:
        found, is_erased = replayed(row)
        erased += is_erased
        if is_erased:
            assert found is Unreplayable.ERASED
        else:
            assert isinstance(found, Replay), (found, row.answer)
            assert orjson.dumps(without_numbers(found.then)).decode() == row.answer
    expected = {row.id for row in rows if differs(row)}
    assert 20 < len(expected) < len(rows) - 20
    for organisation_id in {row.organisation_id for row in rows}:
        mine = [row.id for row in rows if row.organisation_id == organisation_id]
        assert listed(organisation_id) == [id_ for id_ in mine if id_ in expected]
