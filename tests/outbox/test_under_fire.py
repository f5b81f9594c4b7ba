"""Worker, schedule and broker killed at random, the broker emptied in flight: minutes, so only `make prove` runs it.

Nothing is missed. A mail arrives twice only where its sender was killed between the receiver's answer and our note,
and then under the same id. Every effect of a job happens once. Every job of the schedule leaves what one run without
any killing leaves.
"""

import os
import re
import sys
import time
from collections import Counter

import pytest

from config.jobs import beat_schedule
from outbox.models import stable_id
from tests.outbox.fire.field import Field

KILLS = int(os.environ.get("PROVE_KILLS", "50"))
TARGETS = ("worker", "worker", "worker leader", "worker child", "beat", "broker")
# What the schedule runs beside the outbox, each by name; a new job of the schedule is under fire without a line here.
PERIODIC = sorted({entry["task"] for entry in beat_schedule.values() if not entry["task"].startswith("outbox.")})
ROWS = "SELECT kind, cause, recipient FROM outbox_message WHERE kind NOT LIKE 'fire.%'"
# Of the tables, flagrun is a list of runs; all others hold what the runs are for.
TABLES = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
AND table_name !~ '^(fire_|outbox_|django_|auth_|credentials_flagrun)'
"""


@pytest.fixture
def field(tmp_path):
    field = Field(tmp_path)
    yield field
    field.close()


@pytest.mark.slow
def test_nothing_is_missed_and_nothing_done_twice_whatever_is_killed(field, capsys):
    field.sow()
    for name in ("worker", "beat", "writer"):
        field.start(name)
    assert field.wait_for_mail(60)
    for _ in range(KILLS):
        fire(field)
    field.parts.pop("writer").kill()
    time.sleep(0.5)
    wait_until_quiet(field)
    told = look(field)
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    check_schedule(field)
    check_worker_log(field)


def fire(field):
    """One kill: of the worker while it sends, of the others at any time; and often the broker is emptied too."""
    target = field.chance.choice(TARGETS)
    if target.startswith("worker"):
        field.wait_for_mail(30)
        time.sleep(field.chance.random())
    else:
        time.sleep(field.chance.random() * 1.5)
    field.kill(target)
    if field.chance.random() < 0.4:
        time.sleep(field.chance.random())
        field.empty_broker()


def wait_until_quiet(field):
    until = time.monotonic() + 600
    field.revive()
    open_rows = "SELECT count(*) FROM outbox_message WHERE closed_because IS NULL AND dead_at IS NULL"
    while field.ask(open_rows)[0][0]:
        assert time.monotonic() < until, field.ask(f"{open_rows.replace('count(*)', '*')} LIMIT 5")
        field.revive()
        time.sleep(0.5)
    time.sleep(5)  # and every job of the schedule once more


def look(field):
    """Everything that is claimed, looked at; gives the figures."""
    said = (field.home / "writer.log").read_text().splitlines()
    committed = [line for line in said if line.startswith("c-")]  # the others tell of a broker that is away
    assert len(set(committed)) == len(committed) > KILLS
    mails = field.mail.received.mails
    by_id = Counter(field.mail.received.ids())
    letters = {str(stable_id("fire.letter", cause, "user:7")) for cause in committed}
    assert letters - by_id.keys() == set(), "missed"
    check_strangers(field, by_id, letters)
    twice = check_senders(mails)
    effects = Counter(field.ask("SELECT cause, half FROM fire_effect"))
    assert set(effects.values()) == {1}
    assert {cause for cause, _ in effects} >= set(committed)
    assert len(effects) == 2 * len({cause for cause, _ in effects})
    assert field.ask("SELECT count(*) FROM outbox_message WHERE dead_at IS NOT NULL") == [(0,)]
    return (
        f"killed: {dict(field.killed)}; {len(committed)} causes committed, {len(by_id)} mails received,"
        f" {len(twice)} of them more than once (at most {max([0, *twice.values()])} times), always under the same id"
        f" and after their sender had ended; {len(effects) // 2} jobs done once each; beside them: {PERIODIC}"
    )


def check_senders(mails):
    """How often each mail came that came more than once; each time but the last was the last that its sender did."""
    last = {mail["Subject"]: place for place, mail in enumerate(mails)}
    arrivals = {}
    for place, mail in enumerate(mails):
        arrivals.setdefault(mail["X-Filiform-Message"], []).append(place)
    for places in arrivals.values():
        for place in places[:-1]:
            if not mails[place]["Subject"].startswith("pid "):
                continue  # the product's own letters do not tell who sent them
            assert last[mails[place]["Subject"]] == place, "sent twice, and its sender went on"
    return {told: len(places) for told, places in arrivals.items() if len(places) > 1}


def check_strangers(field, by_id, letters):
    """What was received is what stands in the outbox; a cause that was taken back told nobody."""
    on_file = {str(row[0]) for row in field.ask("SELECT id FROM outbox_message WHERE closed_because = 'sent'")}
    assert by_id.keys() == on_file
    assert letters <= on_file
    taken_back = [(f"c-{number}",) for number in range(6, 100_000, 7)]
    assert not set(taken_back) & set(field.ask("SELECT cause FROM outbox_message WHERE kind LIKE 'fire.%'"))


def check_worker_log(field):
    """The worker's lines name the request behind a task and behind a message, and nobody's address."""
    said = (field.home / "worker.log").read_text()
    assert re.search(r"task success request_id=r-\d+ seconds=\S+ task=outbox.tasks.deliver_outbox", said)
    assert re.search(r"message sent request_id=r-\d+ message_id=\S+ kind=fire.letter", said)
    assert "@" not in re.sub(r"fire-\d+@\S+", "", said)


def check_schedule(field):
    """Each job of the schedule, run once where nothing was killed, leaves the same rows."""
    quiet = field.quiet_url()
    for task in PERIODIC:
        module, _, name = task.rpartition(".")
        field.manage("shell", "-v0", "-c", f"from {module} import {name}; {name}()", database=quiet)
    assert sorted(field.ask(ROWS)) == sorted(field.ask(ROWS, quiet))
    for (table,) in field.ask(TABLES):
        count = f"SELECT count(*) FROM {table}"
        assert field.ask(count) == field.ask(count, quiet), table
