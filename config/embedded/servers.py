"""Both servers of one home: the folder of `make run`, or that of one test run."""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.folders import make_private, make_socket_folder, remove_socket_folder
from config.embedded.postgres import database_address, start_postgres, stop_postgres
from config.embedded.valkey import broker_address, start_valkey, stop_valkey


@dataclass(slots=True)
class Servers:
    """The embedded servers of one home, started by this process; whoever starts them holds the home's lock."""

    home: Path
    careless: bool = False
    sockets: Path = field(init=False)
    postgres: subprocess.Popen[bytes] | None = None
    valkey: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        make_private(self.home)
        self.sockets = make_socket_folder(self.home)

    @property
    def database_url(self) -> str:
        """The address of the database as DATABASE_URL takes it."""
        return database_address(self.sockets)

    @property
    def redis_url(self) -> str:
        """The address of the broker as REDIS_URL takes it."""
        return broker_address(self.sockets)

    def launch_postgres(self) -> subprocess.Popen[bytes]:
        """Start PostgreSQL, or start it again after it died."""
        log = self.home / "postgres.log"
        self.postgres = start_postgres(self.home / "postgres18", self.sockets, log, careless=self.careless)
        return self.postgres

    def launch_valkey(self) -> subprocess.Popen[bytes]:
        """Start Valkey, or start it again after it died."""
        self.valkey = start_valkey(self.home / "valkey", self.sockets, self.home / "valkey.log")
        return self.valkey

    def stop(self) -> None:
        """Stop what was started, and remove the sockets."""
        if self.valkey is not None:
            stop_valkey(self.valkey)
        if self.postgres is not None:
            stop_postgres(self.postgres)
        remove_socket_folder(self.home)
