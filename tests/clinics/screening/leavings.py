"""Everything that a running server leaves behind it: rows, what Redis holds, lines of its log, its counts."""

import os
import re
import socket
import subprocess
import sys

import redis
from django.db import connection

from tests.house.repository import CLONE
from tests.house.test_logs import call, wait_for
from tests.outbox.addresses import database_url

EMPTY = "?db=13"  # a database of Redis that no other test uses: counts of callers of the same name stand in theirs


class Serving:
    """A web server in a process of its own, with production's log, on this test's database and broker."""

    def __init__(self, folder, redis_url, **given):
        self.log, self.redis_url = folder / "web.log", re.sub(r"(\?db=\d+|/\d+)$", "", redis_url) + EMPTY
        empty(self.redis_url)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        counts = folder / "counts"
        counts.mkdir()
        settings = {
            "DATABASE_URL": database_url(), "REDIS_URL": self.redis_url, "LOG_FORMAT": "json", "PYTHONPATH": str(CLONE),
            "PROMETHEUS_MULTIPROC_DIR": str(counts), "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }  # fmt: skip
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--workers", "1"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, "config.wsgi:application"],
                cwd=CLONE, env=os.environ | settings | given, stdout=output, stderr=output,
            )  # fmt: skip
        wait_for(self.port)

    def call(self, method, path, body=None, **headers):
        """The status, the id of the request and the body of the answer."""
        return call(self.port, method, path, body, **headers)

    def end(self):
        self.process.terminate()
        self.process.wait(20)
        empty(self.redis_url)

    def leavings(self):
        """Where something may have been left, with all that stands there as text."""
        return {
            "database": "\n".join(read_rows()),
            "redis": "\n".join(read_redis(self.redis_url)),
            "log": self.log.read_text(),
            "metrics": self.call("GET", "/metrics")[2].decode(),
        }


def empty(url):
    with redis.Redis.from_url(url) as held:
        held.flushdb()


def read_rows():
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 50
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from (f"{table} {row}" for (row,) in cursor.fetchall())


def read_redis(url):
    """Every key with all that it holds, as text."""
    with redis.Redis.from_url(url) as held:
        for key in held.scan_iter():
            read = {
                b"string": held.get, b"hash": held.hgetall, b"set": held.smembers,
                b"list": lambda name: held.lrange(name, 0, -1), b"zset": lambda name: held.zrange(name, 0, -1),
            }[held.type(key)]  # fmt: skip
            yield f"{key!r} {read(key)!r}"
