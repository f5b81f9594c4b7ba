"""The servers that every other test stands on."""

import socket

import pytest
import redis
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_the_database_is_a_postgresql_that_the_product_supports() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_database()")
        version, name = cursor.fetchone()
    assert version >= 150000
    assert name.startswith("test_filiform")


def test_the_broker_answers(servers: dict[str, str]) -> None:
    assert redis.Redis.from_url(settings.REDIS_URL).ping()


def test_no_test_reaches_the_network() -> None:
    with pytest.raises(PermissionError, match="network"), socket.socket() as anything:
        anything.connect(("192.0.2.1", 80))
