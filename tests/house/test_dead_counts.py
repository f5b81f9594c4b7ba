"""What a web worker counted outlives it, in one file for all that are gone."""

import os
import subprocess
import sys

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config.dead_counts import fold_dead_counts, read_alone

COUNT = """
from prometheus_client import CollectorRegistry, Counter, Histogram
registry = CollectorRegistry()
Counter("answers", "Given", ["outcome"], registry=registry).labels("permitted").inc(3)
Histogram("seconds", "Taken", buckets=(0.1, 1), registry=registry).observe(0.5)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def count_and_die(folder):
    subprocess.run(
        [sys.executable, "-c", COUNT], env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)}, check=True
    )


def told(folder):
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))
    return sorted(generate_latest(registry).splitlines())


def test_counts_of_many_dead_are_told_as_before_from_two_files(folder):
    for _ in range(3):
        count_and_die(folder)
    before = told(folder)
    assert b'answers_total{outcome="permitted"} 9.0' in before
    assert b"seconds_count 3.0" in before
    assert fold_dead_counts(folder) == 6
    assert told(folder) == before
    assert {path.name for path in folder.glob("*")} == {"counter_gone.db", "histogram_gone.db"}


def test_who_dies_later_is_added_and_folding_again_changes_nothing(folder):
    count_and_die(folder)
    fold_dead_counts(folder)
    count_and_die(folder)
    assert (fold_dead_counts(folder), fold_dead_counts(folder)) == (2, 0)
    assert b'answers_total{outcome="permitted"} 6.0' in told(folder)


def test_the_files_of_the_living_are_left_alone(folder):
    count_and_die(folder)
    for path in folder.glob("*_*.db"):
        path.rename(folder / f"{path.name.partition('_')[0]}_{os.getpid()}.db")
    assert fold_dead_counts(folder) == 0
    assert b"seconds_count 1.0" in told(folder)


def test_two_readers_take_turns(folder):
    with read_alone(folder):
        waiting = subprocess.Popen(
            [sys.executable, "-c", f"from pathlib import Path; from config.dead_counts import read_alone\n"
             f"with read_alone(Path({str(folder)!r})): print('in')"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
    assert waiting.communicate(timeout=20)[0] == b"in\n"
