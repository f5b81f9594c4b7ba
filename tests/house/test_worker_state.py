"""The worker's sign of life, over a real broker."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test.utils import override_settings

from outbox.broker import WORKER_SEEN, connect_broker
from outbox.operations import record_worker_seen
from outbox.queries import WorkerState, read_worker_state

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def broker(servers: dict[str, str]) -> dict[str, str]:
    """A broker in which no worker was ever seen, on a database of its own beside other processes' tests."""
    address = servers["redis_url"]
    database = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    parts = urlsplit(address)
    own = (
        f"unix://{parts.path}?db={database}" if parts.scheme == "unix" else parts._replace(path=f"/{database}").geturl()
    )
    with override_settings(REDIS_URL=own):
        connect_broker().delete(WORKER_SEEN)
        yield servers
        connect_broker().delete(WORKER_SEEN)


def test_a_worker_that_was_never_seen_does_not_work(broker: dict[str, str]) -> None:
    assert read_worker_state(NOON) == WorkerState(has_broker=True, seen_at=None, is_working=False)


@pytest.mark.parametrize(("seconds", "works"), [(0, True), (34, True), (35, False), (3600, False)])
def test_a_worker_works_while_its_sign_is_fresh(broker: dict[str, str], seconds: int, works: bool) -> None:
    record_worker_seen(seen_at=NOON)
    state = read_worker_state(NOON + timedelta(seconds=seconds))
    assert state == WorkerState(has_broker=True, seen_at=NOON, is_working=works)


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0", "unix:///nowhere/valkey.sock?db=0"], ids=repr)
def test_a_broker_that_is_away_is_told_not_raised(tmp_path: Path, address: str) -> None:
    with override_settings(REDIS_URL=address):
        assert read_worker_state(NOON) == WorkerState(has_broker=False, seen_at=None, is_working=False)
