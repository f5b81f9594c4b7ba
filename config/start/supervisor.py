"""One instance of everything: servers, web, worker and beat, from the lock to the last process."""

import hashlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.folders import CLONE, DATA, make_private
from config.embedded.processes import MARK, find_marked, find_standing_in, stop_processes
from config.embedded.refusals import StartError, ToldAlreadyError
from config.embedded.servers import Servers
from config.instance import HOME, forget_instance, write_instance
from config.lane_sizes import THREADS
from config.start.contents import GREETING
from config.start.greeting import greet
from config.start.parts import Part, end_group, start_program
from config.start.ports import HOST, read_port, reserve_port
from config.start.speech import say


@dataclass(slots=True)
class Supervisor:
    """Starts the parts in order, keeps them alive, and ends them in the opposite order."""

    servers: Servers | None = None
    parts: list[Part] = field(default_factory=list)
    port: socket.socket | None = None
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ) | {MARK: str(HOME)})

    def start(self) -> None:
        """Start everything and say where it answers; raise StartError when a part cannot be started."""
        left = end_leftovers()
        if left:
            say(f"Ended {left} processes that an earlier start left behind.")
        wanted = read_port()
        self.environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        self.environment["LAW_DIR"] = read_law_folder()
        self.start_servers()
        self.fill_database()
        self.port = reserve_port(wanted)
        port = self.port.getsockname()[1]
        if port != wanted:
            say(f"Port {wanted} is taken; using {port}.")
        self.environment["PORT"] = str(port)
        address = f"http://{HOST}:{port}"
        if not self.environment.get("PUBLIC_URL"):
            self.environment["PUBLIC_URL"] = address  # mails and receipts name the port that was free
        self.start_programs(port)
        write_instance(
            address=address, database_url=self.environment["DATABASE_URL"], redis_url=self.environment["REDIS_URL"]
        )
        wait_for_web(port, self.parts)
        say(greet(address, GREETING))

    def start_servers(self) -> None:
        """Start the embedded servers that no variable replaces."""
        started = time.monotonic()
        if not self.environment.get("DATABASE_URL"):
            self.add("PostgreSQL", self.embedded().launch_postgres)
            self.environment["DATABASE_URL"] = self.embedded().database_url
        if not self.environment.get("REDIS_URL"):
            self.add("Valkey", self.embedded().launch_valkey)
            self.environment["REDIS_URL"] = self.embedded().redis_url
        names = " and ".join(part.name for part in self.parts)
        if names:
            say(f"{names} answer{'s' if len(self.parts) == 1 else ''} ({time.monotonic() - started:.1f} s).")

    def embedded(self) -> Servers:
        """Give the embedded servers, preparing their folders once."""
        if self.servers is None:
            self.servers = Servers(HOME)
        return self.servers

    def fill_database(self) -> None:
        """Bring tables, law and demo data up to date, in a process of its own; its words go to the terminal."""
        note = name_demo_note(os.environ.get("DATABASE_URL", ""))
        command = [sys.executable, "-m", "config.start.contents", str(note)]
        filler = subprocess.Popen(command, env=self.environment, cwd=CLONE, start_new_session=True)
        try:
            if filler.wait():
                raise ToldAlreadyError
        finally:
            end_group(filler, patience=5)

    def start_programs(self, port: int) -> None:
        """Start web server, worker and beat."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        web = ["granian", "--interface", "wsgi", "--no-ws", "--host", HOST, "--port", str(port)]
        web += ["--workers", self.environment.get("WEB_WORKERS") or str(cores), "--blocking-threads", str(THREADS)]
        web += ["--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"]
        celery = ["celery", "--app", "config.celery", "--quiet"]
        worker = [*celery, "worker", "--concurrency", str(max(cores, 2)), "--loglevel", "WARNING"]
        worker += ["--without-gossip", "--without-mingle", "--hostname", f"filiform-{os.getpid()}@%h"]
        beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", str(HOME / "beat-schedule")]
        self.environment["PROMETHEUS_MULTIPROC_DIR"] = str(empty_counts())
        self.add_program("The web server", "web", [*web, "config.wsgi:application"])
        self.add_program("The worker", "worker", worker)
        self.add_program("The schedule", "beat", beat)

    def add_program(self, name: str, log: str, words: list[str]) -> None:
        """Start one of our own programs with this instance's environment."""
        self.add(name, lambda: start_program(words, self.environment, HOME / f"{log}.log"))

    def add(self, name: str, launch: Callable[[], subprocess.Popen[bytes]]) -> None:
        """Start a part and keep it alive from now on."""
        part = Part(name, launch)
        self.parts.append(part)
        part.start()

    def keep_alive(self) -> None:
        """Watch the parts until somebody asks to stop; start the dead ones again."""
        parent = os.getppid()
        while True:
            time.sleep(0.3)
            for part in self.parts:
                if part.has_died() and part.process is not None:
                    say(f"{part.name} stopped (exit {part.process.returncode}); starting it again.")
                    part.revive()
            # Killed outright, `make` cannot pass on what it was told; nobody would be left to stop us by Ctrl-C.
            if os.environ.get("MAKELEVEL") and os.getppid() != parent:
                return

    def stop(self) -> None:
        """End every part, the servers last; then whatever still carries this instance's mark."""
        forget_instance()
        programs = [part.process for part in self.parts if part.name not in ("PostgreSQL", "Valkey")]
        for process in programs:
            if process is not None and process.poll() is None:
                process.terminate()
        for process in programs:
            end_group(process, patience=10)
        stop_processes(find_marked(HOME), patience=2)
        if self.servers is not None:
            self.servers.stop()
        end_leftovers()  # a server that was interrupted while it started, say
        if self.port is not None:
            self.port.close()


def empty_counts() -> Path:
    """Give the folder in which the web processes keep their counts together, without those of the last start."""
    place = HOME / "metrics"
    shutil.rmtree(place, ignore_errors=True)
    return make_private(place)


def name_demo_note(database_url: str) -> Path:
    """Name the file for the demo's sign-in: one for each database, since each has a demo of its own."""
    given = f"-{hashlib.sha256(database_url.encode()).hexdigest()[:8]}" if database_url else ""
    return DATA / f"demo{given}.json"


def read_law_folder() -> str:
    """Give LAW_DIR as every process will understand it, wherever it stands; raise StartError when it is no folder."""
    told = os.environ.get("LAW_DIR", "")
    if told and not Path(told).is_dir():
        raise StartError(f"LAW_DIR names no folder: {told}")
    return str(Path(told).resolve()) if told else ""


def end_leftovers() -> int:
    """End what carries this instance's mark or stands in its data; give how many processes there were."""
    programs = find_marked(HOME)
    servers = find_standing_in(HOME / "postgres18") + find_standing_in(HOME / "valkey")
    stop_processes(programs, patience=5)
    stop_processes(servers, gently=signal.SIGINT)
    return len(programs) + len(servers)


def wait_for_web(port: int, parts: list[Part], patience: float = 60.0) -> None:
    """Wait until the web server answers anything at all."""
    until = time.monotonic() + patience
    while True:
        try:
            asking = http.client.HTTPConnection(HOST, port, timeout=5)
            asking.request("GET", "/healthz")
            asking.getresponse()
            asking.close()
            return
        except (OSError, http.client.HTTPException):
            dead = next((part for part in parts if part.has_died()), None)
            if dead is not None or time.monotonic() > until:
                name = dead.name if dead else "The web server"
                raise StartError(f"{name} could not be started; its log is under {HOME}.") from None
        time.sleep(0.1)
