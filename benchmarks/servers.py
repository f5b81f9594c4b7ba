"""The servers under measurement: a database with a population of its own, and web servers started beside it."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.fill_population import fill_population
from config.embedded.folders import CLONE, DATA
from config.embedded.locks import hold_lock
from config.embedded.postgres import stop_postgres
from config.embedded.servers import Servers
from config.lane_sizes import THREADS

BUFFERS = "2GB"
SCOPES = ("verify:read", "registry:read")


@contextlib.contextmanager
def database_of(people: int) -> Iterator[dict[str, str]]:
    """The environment of a database that holds so many practitioners; filled at the first use, kept for the next."""
    with database_servers() as (base, redis):
        yield prepare_database(base, redis, people)


@contextlib.contextmanager
def database_servers() -> Iterator[tuple[str, str]]:
    """The addresses of PostgreSQL and Redis: those given, else servers of our own under .filiform/bench."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given, os.environ.get("REDIS_URL", "")
        return
    servers = Servers(DATA / "bench")
    with hold_lock(servers.home / "lock"):  # two measurements at once would end each other's servers, and mean nothing
        servers.launch_postgres()
        servers.launch_valkey()
        try:
            widen_buffers(servers)
            yield servers.database_url, os.environ.get("REDIS_URL") or servers.redis_url
        finally:
            servers.stop()


def widen_buffers(servers: Servers) -> None:
    """Give PostgreSQL the buffers that anyone with a million practitioners gives it; kept in its data folder."""
    with connect(servers.database_url) as connection:
        if connection.execute("SHOW shared_buffers").fetchone() == (BUFFERS,):
            return
        connection.execute(f"ALTER SYSTEM SET shared_buffers = '{BUFFERS}'")
    if servers.postgres is not None:
        stop_postgres(servers.postgres)
    servers.launch_postgres()


def prepare_database(base: str, redis: str, people: int) -> dict[str, str]:
    """A database of so many practitioners beside `base`, migrated and filled, as an environment for our programs."""
    environment = {
        **os.environ,
        "DATABASE_URL": ensure_database(base, f"filiform_bench_{people}"),
        "REDIS_URL": redis,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": str(CLONE),
    }
    fill(environment, people)
    return environment


def ensure_database(base: str, name: str) -> str:
    """The address of a database of this name beside the one given, made where it is missing."""
    head, _, query = base.partition("?")
    address = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    with connect(base) as connection:
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
    """Tables, law, the population unless it is there already, and what is derived from it; all safe to repeat."""
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "load_law", "--yes")
    address = environment["DATABASE_URL"]
    with connect(address) as connection:
        held = connection.execute("SELECT count(*) FROM credentials_practitioner").fetchone()
        may_fill = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if people and held == (0,):
        if may_fill == (True,):
            fill_population(address, people)
        else:
            import_population(environment, people)
    elif held is not None and held[0] < people:
        raise RuntimeError(f"{held[0]} practitioners are on file and {people} are wanted: drop the database first")
    build_derived(environment)


def import_population(environment: dict[str, str], people: int) -> None:
    """Fill by the importer, where we may not put guards to sleep: a million practitioners take half an hour."""
    file = DATA / f"population-{people}.ndjson"
    with file.open("wb") as out:
        command = [sys.executable, "benchmarks/make_population.py", str(people)]
        subprocess.run(command, cwd=CLONE, stdout=out, check=True)
    manage(environment, "import_registry", str(file))
    with connect(environment["DATABASE_URL"]) as connection:
        connection.execute("VACUUM ANALYZE")


def build_derived(environment: dict[str, str]) -> None:
    """Build the dossiers that are missing, for a filled population leaves none; then statistics about them."""
    if "Built 0 " not in manage(environment, "build_dossiers"):
        with connect(environment["DATABASE_URL"]) as connection:
            connection.execute("VACUUM (ANALYZE, FREEZE) credentials_dossier")


def connect(address: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the benchmark's own, outside Django."""
    return psycopg.connect(address.replace("postgres://", "postgresql://", 1), autocommit=True)


def describe(environment: dict[str, str]) -> dict[str, str]:
    """What a figure depends on besides the code: the database's version, and the limit in force."""
    with connect(environment["DATABASE_URL"]) as connection:
        version, buffers = [
            connection.execute(f"SHOW {one}").fetchone() for one in ("server_version", "shared_buffers")
        ]
    asked = "from django.conf import settings; print(settings.RATE_LIMIT_PER_MINUTE)"
    limit = manage(environment, "shell", "--no-imports", "-c", asked).splitlines()[-1]
    told = {"postgresql": version, "shared_buffers": buffers}
    return {name: str(one[0]) if one else "?" for name, one in told.items()} | {"rate_limit_per_minute": limit}


def make_key(environment: dict[str, str], organisation: str = "Bench") -> str:
    """A key that may ask."""
    return manage(environment, "create_api_key", "--organisation", organisation, "--scopes", *SCOPES).splitlines()[-1]


@contextlib.contextmanager
def web_server(environment: dict[str, str], workers: int = 2) -> Iterator[int]:
    """Granian as `make run` starts it: with as many blocking threads a worker. Gives the port."""
    with web_process(environment, workers) as (port, _):
        yield port


@contextlib.contextmanager
def web_process(environment: dict[str, str], workers: int = 2) -> Iterator[tuple[int, int]]:
    """The same; gives the port, and the process whose children are the workers."""
    port = find_port()
    granian = str(Path(sys.executable).with_name("granian"))
    place = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    size = ["--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "critical"]
    size += ["--workers-kill-timeout", "5"]  # or a reader that reads nothing keeps it alive
    command = [granian, *place, *size, "config.wsgi:application"]
    process = subprocess.Popen(command, cwd=CLONE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    try:
        wait_for(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def find_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, seconds: float = 30) -> None:
    """Until somebody listens."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"nobody listens on port {port}")
