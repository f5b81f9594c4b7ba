"""The product's standing beside what a user could pick instead, in turn: OpenFisca's web API, openedx/credentials.

Unlike for unlike, and said so: OpenFisca is told everything and decides by one simple rule set, without any database;
openedx/credentials looks one credential up for a signed-in superuser and decides nothing. Neither was tuned by its own
experts. Each runs with two processes on the same two cores, as the product does.
"""

import contextlib
import datetime as dt
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from benchmarks.asked import spread_people, standing_paths
from benchmarks.baseline_rules import Evidence, decide, make_evidence, make_rules
from benchmarks.install_peers import OPENEDX, PEERS, installed_peers
from benchmarks.measure_http import STANDING, take_turns
from benchmarks.ratios import tell_shots
from benchmarks.servers import connect, ensure_database, find_port, make_key, wait_for, web_server
from benchmarks.shooting import Target
from config.embedded.folders import CLONE

ROUNDS = 7
ON = dt.date(2026, 11, 22)
OPENFISCA = "OpenFisca web API, POST /calculate"
LOOKUP = "openedx/credentials, GET one credential"
BITS = ("licence", "suspended", "hours", "in_person", "years", "exam", "registration", "consent")
NOT_INSTALLED = "not installed"
FILL_OPENEDX = "import django; django.setup(); import peer_fill; peer_fill.main()"


def measure_peers(environment: dict[str, str], rounds: int = ROUNDS) -> dict[str, Any]:
    """Rates of whatever is installed, and standing's ratio to each."""
    there = installed_peers()
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(web_server(environment))
        paths = standing_paths(spread_people(environment["DATABASE_URL"]))
        targets = {STANDING: Target(port, paths, key=make_key(environment))}
        if "openfisca" in there:
            targets[OPENFISCA] = stack.enter_context(openfisca())
        if "openedx" in there:
            targets[LOOKUP] = stack.enter_context(openedx(environment))
        shots = take_turns(targets, rounds)
    names = {"of_openfisca": OPENFISCA, "of_openedx": LOOKUP}
    references = {ratio: shots[name] for ratio, name in names.items() if name in shots}
    told: dict[str, Any] = {name: tell_shots(taken, **references) for name, taken in shots.items()}
    told |= {name: NOT_INSTALLED for name in names.values() if name not in shots}
    for ratio, name in names.items():
        told[STANDING].setdefault(ratio, NOT_INSTALLED if name not in shots else None)
    return told


@contextlib.contextmanager
def serve(words: list[str], port: int, place: Path, more: dict[str, str]) -> Iterator[None]:
    """A peer's server, until the end of the block."""
    environment = {**os.environ, **more}
    process = subprocess.Popen(words, cwd=place, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, 60)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def openfisca() -> Iterator[Target]:
    """OpenFisca's own server with our little country package; its answers are checked before it is timed."""
    port = find_port()
    words = [str(PEERS / "bin" / "openfisca"), "serve", "--country-package", "needling_law", "--port", str(port)]
    path = {"PYTHONPATH": f"{CLONE}:{CLONE / 'benchmarks' / 'peers'}", "PATH": f"{PEERS / 'bin'}:{os.environ['PATH']}"}
    with serve([*words, "--workers", "2"], port, CLONE, path):
        people = [make_evidence(n) for n in range(2_000)]
        target = Target(port, ["/calculate"], [tell_openfisca(one) for one in people])
        check_openfisca(target, people[:100])
        yield target


def tell_openfisca(held: Evidence) -> str:
    """One person's situation on the day, summed up as OpenFisca takes it."""
    trainings = [(hours, is_live) for day, hours, is_live in held.trainings if day <= ON]
    told = {
        "place": held.place,
        "profession": held.profession,
        "is_licensed": held.licensed_on <= ON <= held.expires_on,
        "is_suspended": any(first <= ON < last for first, last in held.suspended),
        "hours_held": sum(hours for hours, _ in trainings),
        "in_person_held": sum(hours for hours, is_live in trainings if is_live),
        "years_held": (ON - held.licensed_on).days // 365,
        "exams_held": sum(day <= ON for day in held.exams),
        "is_registered": held.registered_on is not None and held.registered_on <= ON,
        "has_consent": held.has_consent,
        "missing": None,
    }
    return json.dumps({"persons": {"one": {name: {ON.isoformat(): value} for name, value in told.items()}}})


def check_openfisca(target: Target, people: list[Evidence]) -> None:
    """RuntimeError unless it finds the same things missing as the baseline does."""
    rules = make_rules()
    for held, body in zip(people, target.bodies, strict=False):
        request = urllib.request.Request(
            f"http://127.0.0.1:{target.port}/calculate", body.encode(), {"Content-Type": "application/json"}
        )
        told = json.loads(urllib.request.urlopen(request, timeout=30).read())
        mask = told["persons"]["one"]["missing"][ON.isoformat()]
        found = {name for bit, name in enumerate(BITS) if mask >> bit & 1}
        if found != {reason.code for reason in decide(rules, held, ON).reasons}:
            raise RuntimeError(f"OpenFisca finds {found} missing, the baseline not: {held}")


@contextlib.contextmanager
def openedx(environment: dict[str, str]) -> Iterator[Target]:
    """openedx/credentials over a database of its own beside ours, under granian with two processes."""
    address = ensure_database(environment["DATABASE_URL"], "peer_openedx")
    given = conninfo_to_dict(address.replace("postgres://", "postgresql://", 1))
    checkout, ours = (OPENEDX / "checkout").read_text(), CLONE / "benchmarks" / "peers" / "openedx"
    more = {
        "PEER_DATABASE": "peer_openedx", "PEER_USER": str(given.get("user", "")), "PEER_HOST": str(given["host"]),
        "PEER_PORT": str(given.get("port", "")), "DJANGO_SETTINGS_MODULE": "peer_settings",
        "PYTHONPATH": f"{ours}:{checkout}",
    }  # fmt: skip
    python, place = str(OPENEDX / "bin" / "python"), Path(checkout)
    migrate, fill = [python, "manage.py", "migrate", "--verbosity", "0"], [python, "-c", FILL_OPENEDX]
    told = [
        subprocess.run(words, cwd=place, env={**os.environ, **more}, check=True, stdout=subprocess.PIPE, text=True)
        for words in (migrate, fill)
    ]
    session = told[1].stdout.splitlines()[-1]
    with connect(address) as connection:
        rows = connection.execute("SELECT uuid FROM credentials_usercredential WHERE id % 4 = 0").fetchall()
    port = find_port()
    words = [str(OPENEDX / "bin" / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    words += ["--workers", "2", "--blocking-threads", "1", "--no-ws", "credentials.wsgi:application"]
    with serve(words, port, place, more):
        paths = [f"/api/v2/credentials/{row[0]}/" for row in rows]
        yield Target(port, paths, headers={"Cookie": f"credentials_sessionid={session}"})
