"""Who is asked about: persons spread over the whole registry and shuffled, so that no cache is flattered."""

import json
import random
from typing import NamedTuple

from benchmarks.servers import connect

DISTINCT = 40_000


class Person(NamedTuple):
    """A registry number, the place and profession of its first licence, and that licence's row."""

    registry_number: str
    jurisdiction: str
    profession: str
    licence_id: int


_SPREAD = """
SELECT p.registry_number, l.jurisdiction, l.profession, l.id
FROM generate_series((SELECT min(id) FROM credentials_practitioner), (SELECT max(id) FROM credentials_practitioner),
    greatest(1, (SELECT max(id) - min(id) + 1 FROM credentials_practitioner) / %s)) AS wanted
JOIN credentials_practitioner p ON p.id = wanted, LATERAL (
    SELECT id, jurisdiction, profession FROM credentials_licence
    WHERE practitioner_id = p.id AND superseded_at IS NULL ORDER BY id LIMIT 1) AS l
"""


def spread_people(address: str, count: int = DISTINCT) -> list[Person]:
    """So many persons at even steps over the range of records, or all; shuffled alike each time."""
    with connect(address) as connection:
        people = [Person(*row) for row in connection.execute(_SPREAD, [count]).fetchall()]
    random.Random(20261122).shuffle(people)
    return people


def standing_paths(people: list[Person]) -> list[str]:
    """The question of the fastest path, as a GET."""
    return [
        f"/api/v1/practitioners/{one.registry_number}/standing?jurisdiction={one.jurisdiction}&group=adult"
        for one in people
    ]


def question(person: Person) -> dict[str, object]:
    """The same question as the API takes it in a body."""
    return {
        "practitioner": {"registry_number": person.registry_number},
        "patient": {"group": "adult"},
        "jurisdiction": person.jurisdiction,
    }


def question_bodies(people: list[Person]) -> list[str]:
    """One body a person."""
    return [json.dumps(question(one), separators=(",", ":")) for one in people]
