"""The servers under measurement: a database with a population of its own, and web servers started beside it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from config.embedded.folders import CLONE, DATA
from config.embedded.servers import Servers

SCOPES = ("verify:read", "registry:read")


@contextlib.contextmanager
def database_of(people: int) -> Iterator[dict[str, str]]:
    """The environment of a database that holds so many practitioners; filled at the first use, kept for the next."""
    given = os.environ.get("DATABASE_URL")
    servers = None if given else Servers(DATA / "bench")
    if servers is not None:
        servers.launch_postgres()
        servers.launch_valkey()
    try:
        base = given or servers.database_url  # type: ignore[union-attr]  # one of the two is there
        address = ensure_database(base, f"filiform_bench_{people}")
        environment = {
            **os.environ,
            "DATABASE_URL": address,
            "REDIS_URL": os.environ.get("REDIS_URL") or (servers.redis_url if servers else ""),
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": "only-for-benchmarks",
            "PYTHONPATH": str(CLONE),
        }
        fill(environment, people)
        yield environment
    finally:
        if servers is not None:
            servers.stop()


def ensure_database(base: str, name: str) -> str:
    """The address of a database of this name beside the one given, made where it is missing."""
    head, _, query = base.partition("?")
    address = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(base.replace("postgres://", "postgresql://", 1), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {name}")
    return address


def manage(environment: dict[str, str], *words: str) -> str:
    """Run a management command and give what it printed."""
    told = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=CLONE, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return told.stdout


def fill(environment: dict[str, str], people: int) -> None:
    """Tables, law, and the population, unless it is there already."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "load_law", "--yes")
    with psycopg.connect(environment["DATABASE_URL"].replace("postgres://", "postgresql://", 1)) as connection:
        held = connection.execute("SELECT count(*) FROM credentials_practitioner").fetchone()
    if held is not None and held[0] >= people:
        return
    file = DATA / f"population-{people}.ndjson"
    with file.open("wb") as out:
        subprocess.run(
            [sys.executable, "benchmarks/make_population.py", str(people)], cwd=CLONE, stdout=out, check=True
        )
    manage(environment, "import_registry", str(file))
    with psycopg.connect(
        environment["DATABASE_URL"].replace("postgres://", "postgresql://", 1), autocommit=True
    ) as connection:
        connection.execute("VACUUM ANALYZE")


def make_key(environment: dict[str, str]) -> str:
    """A key that may ask."""
    return manage(environment, "create_api_key", "--organisation", "Bench", "--scopes", *SCOPES).splitlines()[-1]


@contextlib.contextmanager
def web_server(environment: dict[str, str], workers: int = 2) -> Iterator[int]:
    """Granian as `make run` starts it: one blocking thread a worker. Gives the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    granian = str(Path(sys.executable).with_name("granian"))
    place = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    size = ["--workers", str(workers), "--blocking-threads", "1", "--no-ws", "--log-level", "critical"]
    command = [granian, *place, *size, "config.wsgi:application"]
    process = subprocess.Popen(command, cwd=CLONE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int, seconds: float = 30) -> None:
    """Until somebody listens."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on port {port}")
