"""`make run`, as a person meets it: in a copy of the repository, with every process it starts."""

import json
import os
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from config.embedded.processes import find_standing_in, is_alive, send
from tests.house.starting import PATIENCE, Start, environment, every_process, manage, status_of


def start_beside_a_taken_port(clone: Path, law: str) -> Start:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        start = Start(clone, PORT=str(port), LAW_DIR=law)
        address = start.address()
    assert f"Port {port} is taken; using " in start.read()
    assert address != f"http://127.0.0.1:{port}"
    return start


def wait_for_a_new_postgres(start: Start, old: list[int]) -> None:
    """Wait until a database that was killed answers again, on the socket that every process knows."""
    for pid in old:
        send(pid, signal.SIGKILL)
    url = json.loads((start.clone / ".filiform/run/running.json").read_text())["database_url"]
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM law_lawpack").fetchone() == (1,)
            return
        time.sleep(0.1)
    raise AssertionError(start.read())


def test_a_start_through_its_whole_life(clone: Path, law: str) -> None:
    start = start_beside_a_taken_port(clone, law)
    address = start.address()
    assert status_of(address) < 500

    second = Start(clone, LAW_DIR=law)
    assert second.process.wait(30) == 1
    assert second.read() == f"Filiform runs already, at {address}/\n"

    told = manage(clone, "shell", "-c", "from law.models import LawPack; print('packs', LawPack.objects.count())")
    assert "packs 1" in told.stdout, told.stderr

    start.process.kill()
    start.process.wait(10)
    left = every_process(clone)
    assert left, "its parts still run"
    again = Start(clone, PORT=address.rpartition(":")[2], LAW_DIR=law)
    assert again.address() == address, "the port of the one before is free again"
    assert "processes that an earlier start left behind" in again.read()
    assert [pid for pid in left if is_alive(pid)] == []

    wait_for_a_new_postgres(again, find_standing_in(clone / ".filiform/run/postgres18"))
    assert "PostgreSQL stopped (exit -9); starting it again." in again.read()

    for pid in [again.process.pid, *every_process(clone)]:
        send(pid, signal.SIGKILL)
    again.process.wait(10)
    assert manage(clone, "migrate").stderr.startswith("No database: start one with `make run` in this folder")

    last = Start(clone, LAW_DIR=law)
    assert status_of(last.address()) < 500
    found = every_process(clone)
    assert len(found) > 8
    last.stop()
    assert [pid for pid in found if is_alive(pid)] == []
    assert every_process(clone) == []
    assert not (clone / ".filiform/run/running.json").exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT must be a number from 1 to 65535, not 'eighty'.\n"),
        ({"LAW_DIR": "/nowhere"}, "LAW_DIR names no folder: /nowhere\n"),
        (
            {"DATABASE_URL": "mysql://x/y", "REDIS_URL": "redis://127.0.0.1:1"},
            "DATABASE_URL must begin with postgres:// ",
        ),
        (
            {"DATABASE_URL": "postgres://x@127.0.0.1:1/y", "REDIS_URL": "redis://127.0.0.1:1"},
            "The database does not answer: ",
        ),
        (
            {
                "LAW_REVIEW_MONTHS": "soon",
                "DATABASE_URL": "postgres://x@127.0.0.1:1/y",
                "REDIS_URL": "redis://127.0.0.1:1",
            },
            "LAW_REVIEW_MONTHS must be a whole number of at least 1, not 'soon'.\n",
        ),
    ],
    ids=[
        "a port that is none",
        "law that is nowhere",
        "another database",
        "a database that is away",
        "a wrong setting",
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(clone: Path, given: dict[str, str], sentence: str) -> None:
    start = Start(clone, **given)
    assert start.process.wait(PATIENCE) == 1
    assert sentence in start.read()
    assert "Traceback" not in start.read()
    assert len(start.read().strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("python", "sentence"),
    [
        ("no-such-python", "Filiform needs Python 3.11 or newer; `no-such-python` is missing."),
        ("old-python", "Filiform needs Python 3.11 or newer; `old-python` is Python 3.9.2."),
    ],
)
def test_a_wrong_python_is_said_in_one_sentence(clone: Path, tmp_path: Path, python: str, sentence: str) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
    old.chmod(0o755)
    told = subprocess.run(
        ["make", "run", f"PYTHON={python}"],
        cwd=clone,
        env=environment(PATH=f"{tmp_path}:{os.environ['PATH']}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert told.stderr.startswith(sentence)


def test_make_alone_lists_every_target(clone: Path) -> None:
    told = subprocess.run(["make"], cwd=clone, env=environment(), capture_output=True, text=True, check=True)
    listed = {line.split()[1] for line in told.stdout.splitlines()}
    wanted = "run test test-law test-browser prove lint check bench law-stale ask"
    assert set(wanted.split()) <= listed
