"""Fill a migrated, empty database with so many fictional practitioners inside PostgreSQL, in minutes instead of hours.

`python -m benchmarks.fill_population ADDRESS N`. The rows are those that the importer would write, keys and digests
included (see fill_population.sql); guards and foreign keys sleep meanwhile (session_replication_role), which only a
superuser may ask for. Check constraints stay awake. Imports are never measured on this: they go through the importer.
"""

import datetime as dt
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

SQL = Path(__file__).with_suffix(".sql")
CHUNK, CONNECTIONS = 20_000, 2
PARTS = ("people", "licences", "learning", "awards")
SERIAL = ("accounts_person", "credentials_practitioner", "accounts_heldnumber")
TICK = (
    "INSERT INTO accounts_registryclock (id, ticked_at) VALUES (1, clock_timestamp()) ON CONFLICT (id) DO UPDATE"
    " SET ticked_at = greatest(clock_timestamp(), accounts_registryclock.ticked_at + interval '1 microsecond')"
    " RETURNING ticked_at AT TIME ZONE 'UTC'"
)


def fill_population(address: str, people: int, *, source: str = "registry") -> float:
    """Fill it, gather statistics, and give the seconds that it took; RuntimeError when somebody is on file already."""
    began = time.monotonic()
    address = address.replace("postgres://", "postgresql://", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT FROM credentials_practitioner LIMIT 1").fetchone():
            raise RuntimeError("there are practitioners on file already; only an empty registry is filled")
        connection.execute(SQL.read_bytes())
        source_id = find_source(connection, source)
        told_at = connection.execute(TICK).fetchone()
    if told_at is None:
        raise RuntimeError("the registry's clock did not tick")
    at = told_at[0].replace(tzinfo=dt.UTC)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        chunks = range(0, people, CHUNK)
        for done in pool.map(lambda first: fill_chunk(address, first, people, at, source_id), chunks):
            show(f"{done} of {people}")
    with psycopg.connect(address, autocommit=True) as connection:
        for table in SERIAL:
            connection.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
        show("statistics")
        connection.execute("VACUUM (ANALYZE, FREEZE)")
    return time.monotonic() - began


def fill_chunk(address: str, first: int, people: int, at: dt.datetime, source_id: int) -> int:
    """Fill one range of persons in a transaction of its own; gives how far it reached."""
    last = min(first + CHUNK, people) - 1
    with psycopg.connect(address) as connection:
        connection.execute("SET session_replication_role = replica; SET synchronous_commit = off; SET jit = off")
        for part in PARTS:
            connection.execute(
                f"SELECT bench.fill_{part}(%s, %s, %s, %s, %s)", [first, last, at, at.isoformat(), source_id]
            )
    return last + 1


def find_source(connection: psycopg.Connection[tuple[int]], name: str) -> int:
    """The organisation that told all of it."""
    connection.execute(
        "INSERT INTO accounts_organisation (name, kind) VALUES (%s, 'register') ON CONFLICT DO NOTHING", [name]
    )
    found = connection.execute("SELECT id FROM accounts_organisation WHERE lower(name) = lower(%s)", [name]).fetchone()
    if found is None:
        raise RuntimeError(f"no organisation {name}")
    return found[0]


def show(line: str) -> None:
    """Progress, on one line of its own."""
    sys.stderr.write(f"\rfilling: {line}          ")
    sys.stderr.flush()


if __name__ == "__main__":
    seconds = fill_population(sys.argv[1], int(sys.argv[2]))
    sys.stderr.write(f"\rfilled in {seconds:.0f} s\n")
