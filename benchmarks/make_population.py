"""Write fictional practitioners for benchmarks: `python benchmarks/make_population.py N [FILE]`, a line each.

The same N gives the same bytes on every machine. On average two licences, 2.4 trainings and 1.4 exams each, a few
with statuses, restrictions, privileges, authorizations and the rest. Days lie around 2026. Names are plainly invented.
"""

import datetime as dt
import json
import random
import sys
from collections.abc import Iterator
from typing import Any

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PLACES = ("US-UT", "US-FL", "US-MD", "US-VA", "US-IL", "US-NV", "US-CO", "US-WA", "US-TX", "US-AZ", "US-OH", "US-GA")
PROFESSIONS = ("PT", "PT", "PT", "PT", "OT", "AT", "DC", "LAC")
FIRST = ("Ada", "Bo", "Cleo", "Dov", "Esi", "Finn", "Gita", "Hal", "Ines", "Jun", "Kofi", "Lale", "Mio", "Noor", "Ola")
LAST = ("Testwell", "Samplesen", "Mockford", "Fauxley", "Dummont", "Exampleby", "Fictitia", "Placeholder", "Trialova")
COURSES = (
    ("Myotech", "DN-1", 27),
    ("Myotech", "DN-2", 27),
    ("Needleworks", "Foundation", 54),
    ("Dryland", "Basics", 16.5),
)
STATUSES = ("probation", "restricted", "suspended", "revoked", "surrendered", "inactive")
START = dt.date(2026, 1, 1)


def make_registry_number(n: int) -> str:
    """The nth number: spread over the whole range and never twice (an odd factor permutes the numbers modulo 2**40)."""
    spread = (n * 726_812_347_393 + 191) % 2**40
    letters = "".join(CROCKFORD[(spread >> shift) & 31] for shift in range(35, -5, -5))
    return f"FN-{letters[:4]}-{letters[4:]}"


def make_npi(n: int) -> str:
    """The nth NPI, with its check digit."""
    body = str(100_000_000 + n)
    total = 24 + sum(d for c in body[0::2] for d in divmod(int(c) * 2, 10)) + sum(map(int, body[1::2]))
    return body + str(-total % 10)


def make_people(count: int) -> Iterator[dict[str, Any]]:
    """One record after another."""
    dice = random.Random(20260101)
    for n in range(count):
        yield make_person(n, dice)


def make_person(n: int, dice: random.Random) -> dict[str, Any]:
    profession = dice.choice(PROFESSIONS)
    trainings = dice.choice((1, 2, 2, 3, 4))
    record: dict[str, Any] = {
        "registry_number": make_registry_number(n),
        "name": f"{dice.choice(FIRST)} {dice.choice(LAST)} {n}",
        "npi": make_npi(n),
        "licences": [make_licence(n, place, profession, dice) for place in dice.sample(PLACES, dice.choice((1, 2, 3)))],
        "training": [make_training(profession, course, dice) for course in dice.sample(COURSES, trainings)],
        "exams": make_exams(dice),
    }
    if dice.random() < 0.5:
        record["certifications"] = [make_certification(n, dice)]
    if dice.random() < 0.2:
        record["authorizations"] = [make_authorization(record["licences"][0])]
    if dice.random() < 0.05:
        record["privileges"] = [make_privilege(n, record["licences"][0], dice)]
    return record


def make_day(dice: random.Random, first: int, last: int) -> str:
    """A day between so many days before (-) or after the start."""
    return (START + dt.timedelta(dice.randint(first, last))).isoformat()


def make_licence(n: int, place: str, profession: str, dice: random.Random) -> dict[str, Any]:
    licence: dict[str, Any] = {
        "jurisdiction": place,
        "profession": profession,
        "number": f"{n:07d}-{place[3:]}",
        "issued_on": make_day(dice, -9000, -400),
        "expires_on": make_day(dice, -200, 1200),
    }
    if dice.random() < 0.05:
        licence["statuses"] = [{"status": dice.choice(STATUSES), "from": make_day(dice, -390, 0), "until": None}]
    if dice.random() < 0.02:
        licence["restrictions"] = [
            {"kind": "no_minors", "from": make_day(dice, -390, 0), "until": make_day(dice, 1, 900)}
        ]
    return licence


def make_training(profession: str, course: tuple[str, str, float], dice: random.Random) -> dict[str, Any]:
    provider, name, hours = course
    return {
        "provider": provider,
        "course": f"{name} {profession}",
        "completed_on": make_day(dice, -4000, -10),
        "hours": [
            {"hours": hours, "part": "practical", "delivery": "in_person", "subject": "dry_needling"},
            {"hours": dice.choice((4, 7.5, 12)), "part": "didactic", "delivery": "online", "subject": "dry_needling"},
        ],
        "supervised_sessions": dice.choice((0, 0, 10, 25)),
        "approved_by": [dice.choice(PLACES)],
        "patient_groups": ["adult"],
    }


def make_exams(dice: random.Random) -> list[dict[str, Any]]:
    forms = dice.choice((("written",), ("written",), ("written", "practical"), ("written", "practical"), ("written",)))
    return [{"form": form, "of": "Foundation", "passed_on": make_day(dice, -4000, -10)} for form in forms]


def make_certification(n: int, dice: random.Random) -> dict[str, Any]:
    return {
        "issuer": "Myotech",
        "title": "Certified in dry needling",
        "number": f"C-{n}",
        "level": "foundation",
        "patient_groups": dice.choice((["adult"], ["adult"], ["adult", "child"])),
        "issued_on": make_day(dice, -1500, -10),
        "expires_on": make_day(dice, 0, 1500),
    }


def make_authorization(licence: dict[str, Any]) -> dict[str, Any]:
    copied = {name: licence[name] for name in ("jurisdiction", "profession", "issued_on", "expires_on")}
    return {**copied, "title": "dry needling registration", "number": None}


def make_privilege(n: int, licence: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    remote = dice.choice([place for place in PLACES if place != licence["jurisdiction"]])
    held = {"profession": licence["profession"], "home": licence["jurisdiction"], "remote": remote}
    return {"compact": "PT", **held, "number": f"P-{n}", "issued_on": make_day(dice, -900, 0), "expires_on": None}


def main() -> None:
    count = int(sys.argv[1])
    out = open(sys.argv[2], "w", encoding="utf-8") if len(sys.argv) > 2 else sys.stdout  # noqa: SIM115, PTH123 (stdout is not ours to close)
    for person in make_people(count):
        out.write(json.dumps(person, separators=(",", ":")) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
