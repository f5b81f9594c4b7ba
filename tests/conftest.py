"""What every test stands on: real servers of its own, and no network."""

import ipaddress
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest

from config.embedded.trial import close_trial, open_trial, start_trial

TRIAL = pytest.StashKey[int]()
# Real processes, sockets and clocks on a machine that does other things too: tried once more, and told in the summary.
TRIED_AGAIN = ("tests/house/", "tests/outbox/", "tests/benchmarks/", "killed", "together", "attempts", "everywhere")


def pytest_configure(config: pytest.Config) -> None:
    sys.addaudithook(refuse_network)
    if not os.environ.get("DATABASE_URL") or not os.environ.get("REDIS_URL"):
        held = open_trial()
        if held is not None:
            config.stash[TRIAL] = held


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(word in item.nodeid for word in TRIED_AGAIN):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_unconfigure(config: pytest.Config) -> None:
    if TRIAL in config.stash:
        close_trial(config.stash[TRIAL])


def refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Tests reach this machine and the servers named in the environment, nothing else."""
    if event != "socket.connect" or not isinstance(arguments[1], tuple):
        return
    host = str(arguments[1][0])
    named = {urlsplit(os.environ.get(name, "")).hostname for name in ("DATABASE_URL", "REDIS_URL")}
    if host == "localhost" or host in named:
        return
    try:
        outside = not ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        outside = True
    if outside:
        raise PermissionError(f"a test reached for the network: {host}")


@pytest.fixture(scope="session")
def servers() -> dict[str, str]:
    """The addresses of PostgreSQL and Redis that this run uses: those given, else servers of its own."""
    from django.conf import settings

    given = {"database_url": os.environ.get("DATABASE_URL", ""), "redis_url": os.environ.get("REDIS_URL", "")}
    addresses = given if all(given.values()) else start_trial() | {name: url for name, url in given.items() if url}
    settings.REDIS_URL = addresses["redis_url"]
    # Celery reads its broker's address once, at first use: in whichever test that would be.
    from config.celery import app
    from config.jobs import name_broker

    app.conf.broker_url = name_broker(addresses["redis_url"])
    return addresses


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: dict[str, str], django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the database before pytest-django makes the test's own in it."""
    import dj_database_url
    from django.db import connections

    if not os.environ.get("DATABASE_URL"):
        address = dj_database_url.parse(servers["database_url"])
        places = ("HOST", "PORT", "USER", "PASSWORD", "NAME")
        connections["default"].settings_dict.update({place: address[place] for place in places})
