"""Real servers and processes to be killed, and a mail server that counts what arrives."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import redis

from benchmarks.make_population import make_people
from config.embedded.folders import CLONE
from config.embedded.processes import find_processes, send
from config.embedded.servers import Servers
from config.start.parts import end_group, start_program
from tests.outbox.smtp import Server

CELERY = ["celery", "--app", "config.celery", "--quiet"]
QUIET = ["--loglevel", "WARNING"]
ALONE = [*QUIET, "--without-gossip", "--without-mingle"]
SEED = """
from accounts.models import Membership, User
from accounts.operations.personal import find_or_make_organisation
board = find_or_make_organisation(name="Board under fire", kind="board")
keeper = User.objects.create_user("keeper@example.org", None)
Membership.objects.create(user=keeper, organisation=board, role="law_keeper")
"""


class Field:
    """Everything that is needed to deliver, each part a process of its own."""

    def __init__(self, home: Path, seed: int = 20260301) -> None:
        self.home, self.chance, self.mail = home, random.Random(seed), Server()
        self.mail.received.after_data = lambda: time.sleep(self.chance.random() / 50)
        self.servers = Servers(home / "servers", careless=True)
        self.servers.launch_postgres()
        self.servers.launch_valkey()
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.killed: Counter[str] = Counter()

    def environment(self, database: str = "") -> dict[str, str]:
        told = {"DATABASE_URL": database or self.servers.database_url, "REDIS_URL": self.servers.redis_url}
        told |= {"DJANGO_SETTINGS_MODULE": "tests.outbox.fire.settings", "MAIL_PORT": str(self.mail.port)}
        return dict(os.environ) | told | {"PYTHONPATH": str(CLONE), "LAW_REVIEW_MONTHS": "1"}

    def manage(self, *words: str, database: str = "") -> str:
        command = [sys.executable, "manage.py", *words]
        told = subprocess.run(
            command, cwd=CLONE, env=self.environment(database), capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr[-3000:]
        return told.stdout

    def sow(self) -> None:
        """Tables, law, three hundred practitioners, and a copy of it all in which nothing is killed."""
        people = self.home / "people.ndjson"
        people.write_text("\n".join(json.dumps(one) for one in make_people(300)))
        self.manage("migrate", "-v0")
        self.manage("load_law", "--yes")
        self.manage("import_registry", str(people))
        self.manage("shell", "-v0", "-c", SEED)
        self.ask("CREATE TABLE fire_effect (cause text, half int)")
        self.make_older(days=3)
        with psycopg.connect(self.servers.database_url, autocommit=True) as connection:
            name = connection.info.dbname
        with psycopg.connect(self.quiet_url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE quiet TEMPLATE {name}")

    def make_older(self, days: int) -> None:
        """Move what was recorded into the past, behind the guards, so that whole days are over for the audit chain."""
        columns = self.ask(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND column_name IN ('recorded_at', 'released_at', 'ticked_at', 'created_at', 'superseded_at')"
            " AND data_type = 'timestamp with time zone' AND table_name !~ '^(outbox|django)_'"
        )
        with psycopg.connect(self.servers.database_url) as connection:
            connection.execute("SET session_replication_role = replica")
            for table, column in columns:
                connection.execute(f"UPDATE {table} SET {column} = {column} - interval '{days} days'")

    def quiet_url(self, name: str = "quiet") -> str:
        head, _, query = self.servers.database_url.partition("?")
        return f"{head.rpartition('/')[0]}/{name}{'?' if query else ''}{query}"

    def ask(self, statement: str, database: str = "") -> list[tuple]:
        with psycopg.connect(database or self.servers.database_url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def start(self, name: str) -> None:
        serial = sum(self.killed.values())
        words = {
            "worker": [*CELERY, "worker", "--concurrency", "2", *ALONE, "--hostname", f"fire-{serial}@%h"],
            "beat": [*CELERY, "beat", "--pidfile", "", "--schedule", str(self.home / "beat"), *QUIET],
            "writer": ["tests.outbox.fire.writer"],
        }[name]
        self.parts[name] = start_program(words, self.environment(), self.home / f"{name}.log")

    def kill(self, target: str) -> None:
        """Kill outright, and start again what has died."""
        self.revive()
        name, _, which = target.partition(" ")
        if name == "broker":
            self.servers.valkey.kill()
            self.servers.valkey.wait()
            time.sleep(self.chance.random())
            self.servers.launch_valkey()
        else:
            group = self.members(self.parts[name].pid)
            leader = self.parts[name].pid
            children = [pid for pid in group if pid != leader] or group
            victims = {"": group, "leader": [leader], "child": [self.chance.choice(children)]}[which]
            for pid in victims:
                send(pid, signal.SIGKILL)
            if leader in victims:
                self.parts[name].wait()
                self.start(name)
        self.killed[target] += 1

    def revive(self) -> None:
        """Start again what died by itself: a worker may when its broker is killed, and `make run` watches for that."""
        for name, process in list(self.parts.items()):
            if process.poll() is not None:
                end_group(process, patience=0)
                self.start(name)
                self.killed[f"{name} by itself"] += 1

    def empty_broker(self) -> None:
        redis.Redis.from_url(self.servers.redis_url).flushall()
        self.killed["emptied"] += 1

    def wait_for_mail(self, seconds: float) -> bool:
        """Wait until something is being sent."""
        seen, until = len(self.mail.received.mails), time.monotonic() + seconds
        while len(self.mail.received.mails) == seen and time.monotonic() < until:
            time.sleep(0.005)
        return len(self.mail.received.mails) > seen

    def close(self) -> None:
        for process in self.parts.values():
            end_group(process, patience=3)
        self.servers.stop()
        self.mail.shutdown()

    @staticmethod
    def members(leader: int) -> list[int]:
        """The processes of a group."""
        group = str(leader)
        return find_processes(lambda entry: (entry / "stat").read_text().rpartition(")")[2].split()[2] == group)
