"""Requests a second over HTTP, every target in turn for two seconds, in nine rounds: ratios paired by round."""

from typing import Any

from benchmarks.asked import question_bodies, spread_people, standing_paths
from benchmarks.ratios import tell_shots
from benchmarks.servers import make_key, web_server
from benchmarks.shooting import CONNECTIONS, Shot, Target, shoot

ROUNDS, SECONDS = 9, 2
HELLO = "Django hello"
ONE_ROW = "one row, DRF ModelSerializer, no key"
STANDING = "standing, key checked, full answer with horizon"
RECORDED = "recorded verification with receipt"


def measure_http(environment: dict[str, str], rounds: int = ROUNDS) -> dict[str, Any]:
    """Rates, 99th percentiles and ratios to the reference views and to standing."""
    with web_server(environment) as port:
        several = make_targets(environment, port)
        shots = take_turns(several, rounds)
    references = {"of_hello": shots[HELLO], "of_one_row": shots[ONE_ROW], "of_standing": shots[STANDING]}
    return {
        "persons_asked": len(several[STANDING].paths),
        "connections": CONNECTIONS,
        "rounds": f"{rounds} of {SECONDS} s each",
        **{name: tell_shots(taken, **references) for name, taken in shots.items()},
    }


def make_targets(environment: dict[str, str], port: int) -> dict[str, Target]:
    """The reference views, and the product's two ways of asking about one person."""
    people = spread_people(environment["DATABASE_URL"])
    key = make_key(environment)
    return {
        HELLO: Target(port, ["/hello"]),
        ONE_ROW: Target(port, [f"/one-row/{one.licence_id}" for one in people]),
        STANDING: Target(port, standing_paths(people), key=key),
        RECORDED: Target(port, ["/api/v1/verifications"], question_bodies(people), key=key),
    }


def take_turns(targets: dict[str, Target], rounds: int, seconds: int = SECONDS) -> dict[str, list[Shot]]:
    """Every target once a round; each round begins with another, so that none always follows the same."""
    names = list(targets)
    shots: dict[str, list[Shot]] = {name: [] for name in names}
    for target in targets.values():  # all workers compile the law, open their connections and prepare first
        shoot(target, 1)
    for turn in range(rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            shots[name].append(shoot(targets[name], seconds))
    return shots
