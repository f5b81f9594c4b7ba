"""Test runs that were killed leave nothing to the next."""

import os
from pathlib import Path

from config.embedded.locks import take_lock
from config.embedded.processes import find_standing_in, is_alive
from config.embedded.servers import Servers
from config.embedded.trial import sweep_dead_trials


def test_a_dead_run_is_swept_up_and_a_living_one_is_not(tmp_path: Path) -> None:
    dead, living = tmp_path / "dead", tmp_path / "living"
    living.mkdir()
    held = take_lock(living / "lock")
    assert held is not None
    forgotten = Servers(dead / "servers", careless=True)
    forgotten.launch_valkey()
    left = find_standing_in(dead / "servers/valkey")
    assert left
    sweep_dead_trials(tmp_path)
    assert living.exists()
    assert not dead.exists()
    assert forgotten.valkey is not None
    forgotten.valkey.wait(5)
    assert [pid for pid in left if is_alive(pid)] == []
    os.close(held)
