"""The embedded servers: from nothing, after a kill, in any folder, as whoever starts them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded.folders import CLONE, is_private, make_socket_folder
from config.embedded.processes import find_standing_in, send, stop_processes
from config.embedded.servers import Servers

# Starts both servers in the folder named, asks each something, stops them.
TRY_SERVERS = """
import sys, psycopg, redis
from pathlib import Path
from config.embedded.servers import Servers
servers = Servers(Path(sys.argv[1]), careless=True)
servers.launch_postgres(); servers.launch_valkey()
print(psycopg.connect(servers.database_url).execute("SELECT 6 * 7").fetchone()[0])
print(redis.Redis.from_url(servers.redis_url).ping())
servers.stop()
"""
# Opens a user namespace with every user in it and closes it to further namespaces, as many containers are.
CLOSED = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
WAITING = 'echo ready; read go; exec sh -c "$0" inner "$@"'
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    left = find_standing_in(tmp_path / "home/postgres18") + find_standing_in(tmp_path / "home/valkey")
    stop_processes(left, gently=signal.SIGQUIT)


def start(home: Path, *, careless: bool = True) -> Servers:
    servers = Servers(home, careless=careless)
    servers.launch_postgres()
    servers.launch_valkey()
    return servers


def standing(home: Path) -> list[int]:
    return find_standing_in(home / "postgres18") + find_standing_in(home / "valkey")


def test_what_was_written_is_there_after_everything_was_killed(home: Path) -> None:
    first = start(home, careless=False)
    with psycopg.connect(first.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'written' AS word")
    for pid in standing(home):
        send(pid, signal.SIGKILL)
    second = start(home)
    with psycopg.connect(second.database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("written",)
    assert redis.Redis.from_url(second.redis_url).ping()
    second.stop()
    assert standing(home) == []
    assert not second.sockets.exists()


def test_a_start_ends_the_servers_that_a_killed_one_left_running(home: Path) -> None:
    forgotten = start(home)
    left = standing(home)
    again = start(home)
    assert not set(left) & set(standing(home))
    assert forgotten.postgres is not None
    forgotten.postgres.wait(5)
    again.stop()


def test_a_pid_file_that_names_another_program_is_not_believed(home: Path) -> None:
    servers = start(home)
    servers.stop()
    # After a power cut the number in the file may be anybody's: here it is this very test's.
    (home / "postgres18/postmaster.pid").write_text(f"{os.getpid()}\n{home}/postgres18\n1\n5432\n\n\n")
    start(home).stop()


def test_half_a_data_folder_is_made_anew(home: Path) -> None:
    (home / "postgres18.unfinished/base").mkdir(parents=True)
    start(home).stop()
    assert not (home / "postgres18.unfinished").exists()


@pytest.mark.parametrize(
    "name",
    ["deep/" + "d" * 100, "with blanks and, a comma", "größer"],
    ids=["too deep for a socket's address", "a name that needs quoting", "letters beyond ASCII"],
)
def test_the_sockets_of_an_awkward_folder_stand_in_a_private_one(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    home.mkdir(parents=True)
    sockets = make_socket_folder(home)
    assert is_private(sockets)
    assert not sockets.is_relative_to(home)
    servers = start(home)
    assert psycopg.connect(servers.database_url).execute("SHOW server_encoding").fetchone() == ("UTF8",)
    servers.stop()
    assert not sockets.exists()
    assert not servers.sockets.exists()


def test_only_a_private_folder_of_our_own_is_removed(tmp_path: Path) -> None:
    precious = tmp_path / "filiform-precious"
    precious.mkdir(mode=0o755)
    home = tmp_path / "home"
    home.mkdir()
    (home / "socket-folder").write_text(str(precious))
    make_socket_folder(home)
    assert precious.exists()


def test_the_servers_log_holds_no_statement_and_no_detail(home: Path) -> None:
    servers = start(home)
    with psycopg.connect(servers.database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES ('Planted')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Planted')")
    servers.stop()
    log = (home / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "Planted" not in log


def test_sockets_and_data_are_closed_to_others(home: Path) -> None:
    servers = start(home)
    assert is_private(servers.sockets)
    assert (home / "postgres18").stat().st_mode & 0o077 == 0
    servers.stop()


@as_root
def test_root_starts_postgresql_where_namespaces_are_closed(home: Path) -> None:
    waiting = subprocess.Popen(
        ["unshare", "--user", "sh", "-c", WAITING, CLOSED, sys.executable, "-c", TRY_SERVERS, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CLONE,
    )
    assert waiting.stdout is not None
    if waiting.stdout.readline() != "ready\n":
        pytest.skip("this system lets nobody open a namespace, so there is none to close")
    for names in ("uid_map", "gid_map"):
        Path(f"/proc/{waiting.pid}/{names}").write_text("0 0 65536\n")
    told, _ = waiting.communicate("go\n", timeout=60)
    assert told.split() == ["42", "True"]
    assert (home / "postgres18").stat().st_uid not in (0, os.geteuid())
    start(home).stop()  # and the other way again, with the same data
    assert (home / "postgres18").stat().st_uid == 0


@as_root
def test_an_ordinary_user_starts_both(tmp_path_factory: pytest.TempPathFactory) -> None:
    nobody = 65534
    try:
        subprocess.run([sys.executable, "-c", "import psycopg"], user=nobody, cwd="/", check=True, capture_output=True)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("this Python stands in a folder that ordinary users may not enter")
    home = Path("/tmp") / f"filiform-test-{os.getpid()}"
    home.mkdir(mode=0o700)
    os.chown(home, nobody, nobody)
    try:
        told = subprocess.run(
            [sys.executable, "-c", TRY_SERVERS, str(home / "home")],
            user=nobody,
            group=nobody,
            extra_groups=[],
            cwd=CLONE,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CLONE), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert (told.stdout.split(), told.stderr) == (["42", "True"], "")
    finally:
        subprocess.run(["rm", "-rf", str(home)], check=True)
