"""Walking through the answers that a cause may have touched, page by page: each once, whoever's they are."""

import datetime as dt

import pytest

from credentials.models import Verification
from credentials.queries.relying import Touch, list_touched
from tests.credentials.replays.conftest import BIRCH

EVER = dt.datetime.max.replace(tzinfo=dt.UTC)
WALES = Touch(EVER, codes=("GB-WLS",))


@pytest.fixture
def answers(verify, batch, make_client):
    """Some decided at one instant, some each at its own, of two organisations and two places."""
    birch = make_client("verify:read", organisation=BIRCH)
    question = {"patient": {"age": 40}}
    for client in (None, birch):
        for place in ("GB-WLS", "XA"):
            more = {} if client is None else {"client": client}
            verify(jurisdiction=place, **more)
            asked = {**question, "practitioner": verify(jurisdiction=place, **more).json()["question"]["practitioner"]}
            batch([{**asked, "jurisdiction": place}] * 3, record=True, **more)
    return Verification.objects.all()


def walk(**how):
    found, after = [], None
    while page := list_touched(WALES, limit=2, after=after, **how):
        assert len(page) <= 2
        found += page
        after = page[-1].id
    return found


@pytest.mark.parametrize("is_own", [True, False], ids=["an organisation's", "everybody's"])
def test_each_is_met_once(answers, is_own):
    rows = answers.filter(jurisdiction="GB-WLS")
    how = {}
    if is_own:
        how = {"organisation_id": rows.first().organisation_id}
        rows = rows.filter(**how)
    found = walk(**how)
    assert len(found) == len(rows) == (5 if is_own else 10)
    assert {one.id for one in found} == {row.id for row in rows}
