"""Records drawn at random, as several sources tell them, and one that meets nearly every requirement."""

import datetime as dt
from random import Random
from typing import Any

from tests.rulebook.builders import ON, authorization, certification, licence

Data = dict[str, Any]
KEYS = ("referral", "informed_consent", "parental_consent", "minor_own_consent", "course_approved", "skill_found")
REVIEWED = ("licence_restriction_reviewed", "privilege_restriction_reviewed")
PLACES = ("XB-1", "XB", "XA")
STATUSES = ("active", "probation", "restricted", "suspended", "revoked", "surrendered", "inactive")
RESTRICTIONS = ("no_invasive_procedures", "no_minors", "supervised_practice_only", "other")
ASSURANCES = ("self_stated", "awarded", "register", "register", "seen_at_source")
NUMBERS = ("1-a", "1A", "2")


def draw_day(random: Random, *, near: int = 6) -> str:
    """Mostly within a few days of ON or of its anniversaries, now and then a day where months are uneven."""
    if random.random() < 0.1:
        return random.choice(("2024-02-29", "2025-08-31", "2026-02-28", "2026-12-31", "1900-01-01", "9999-12-31"))
    years = random.choice((0, 0, 0, -1, -2, 1))
    return (ON.replace(year=ON.year + years) + dt.timedelta(random.randint(-near, near))).isoformat()


def draw_past(random: Random) -> str:
    """A day that mostly is past."""
    return draw_day(random) if random.random() < 0.35 else random.choice(("2015-03-01", "2020-06-15", "2024-02-29"))


def draw_period(random: Random) -> Data:
    starts, until = draw_past(random), draw_day(random)
    return {"from": starts, "until": until if starts < until and random.random() < 0.5 else None}


def good_record() -> dict[str, list[Data]]:
    """What meets nearly every leaf that is drawn."""
    span = {"issued_on": "2014-06-01", "expires_on": None}
    where = [("XB-1", "PT"), ("XA", "AT"), ("XB", "PT")]
    parts = [
        {"hours": 40, "part": part, "delivery": "in_person", "subject": subject}
        for part in ("didactic", "practical")
        for subject in ("dry_needling", "foundation")
    ]
    course = {"provider": "Board", "course": "All", "completed_on": "2016-02-29", "hours": parts}
    groups = ["adult", "child"]
    return {
        "licences": [licence(code, "G-1", profession=profession, **span) for code, profession in where],
        "authorizations": [authorization(code, profession=one, title="permit", **span) for code, one in where],
        "training": [course | {"supervised_sessions": 25, "approved_by": list(PLACES), "patient_groups": groups}],
        "exams": [{"form": form, "of": "All", "passed_on": "2016-06-15"} for form in ("written", "practical")],
        "certifications": [certification("G-1", level="advanced", patient_groups=groups, issuer="Board", **span)],
        "credentials": [{"title": title, **span} for title in ("CPR", "DPT")],
        "continuing_education": [{"hours": 8, "completed_on": "2026-06-01", "subject": "anatomy"}],
    }


def draw_spans(random: Random, word: str, kinds: tuple[str, ...]) -> list[Data]:
    """Spans that never overlap."""
    if random.random() < 0.65:
        return []
    turns = sorted({draw_day(random) for _ in range(4)})
    return [
        {word: random.choice(kinds), "from": starts, "until": until}
        for starts, until in zip(turns, [*turns[1:], None], strict=True)
        if random.random() < 0.4
    ]


def _dated(random: Random, **content: Any) -> Data:
    """Something with a first and a last valid day."""
    starts, ends = draw_past(random), draw_day(random)
    return {**content, "issued_on": starts, "expires_on": ends if starts <= ends and random.random() < 0.4 else None}


def _with_statuses(random: Random, **content: Any) -> Data:
    return {**_dated(random, **content), "statuses": draw_spans(random, "status", STATUSES)}


def draw_item(random: Random, kind: str) -> Data:
    """One item of a list of the record."""
    choose, profession = random.choice, random.choice(("PT", "PT", "AT"))
    where = choose((*PLACES, "XC"))
    if kind == "licences":
        spans = [one for _ in range(2) for one in draw_spans(random, "kind", RESTRICTIONS)]
        told = _with_statuses(random, jurisdiction=where, profession=profession, number=choose(NUMBERS))
        return told | {"restrictions": spans}
    if kind == "privileges":
        told = {"compact": "PT", "profession": profession, "home": where, "remote": choose(PLACES)}
        return _with_statuses(random, **told, number=choose(NUMBERS))
    if kind == "authorizations":
        told = {"jurisdiction": where, "profession": profession, "title": choose(("permit", "registration"))}
        return _with_statuses(random, **told, number=choose((None, *NUMBERS)))
    if kind == "training":
        return draw_training(random)
    if kind == "exams":
        return {"form": choose(("written", "practical")), "of": "DN-1", "passed_on": draw_past(random)}
    if kind == "certifications":
        told = {"issuer": "Myotech", "title": "Certified", "number": choose(NUMBERS), "replaces": None}
        told |= {"level": choose((None, "advanced")), "patient_groups": some(random, ("adult", "child"), 2)}
        return _with_statuses(random, **told)
    if kind == "credentials":
        return _dated(random, title=choose(("CPR", "DPT")))
    if kind == "continuing_education":
        return {"hours": choose((1, 4, 2.5)), "completed_on": draw_day(random), "subject": choose(("needling", "law"))}
    starts = draw_period(random)
    return {"key": choose(("course_approved", "skill_found", "referral", *REVIEWED)), "by": "Myotech", **starts}


def draw_training(random: Random) -> Data:
    parts = [
        {
            "hours": random.choice((12, 24.5, 27)),
            "part": random.choice(("didactic", "practical")),
            "delivery": random.choice(("in_person", "live_online", "online")),
            "subject": random.choice(("dry_needling", "dry_needling", "foundation")),
        }
        for _ in range(random.randint(0, 3))
    ]
    told = {"provider": "Myotech", "course": random.choice(("DN-1", "DN-2")), "completed_on": draw_past(random)}
    told |= {"hours": parts, "supervised_sessions": random.choice((0, 10, 25))}
    return told | {"approved_by": some(random, (*PLACES, "XC"), 2), "patient_groups": ["adult"]}


LENGTHS = {"licences": 4, "privileges": 2, "authorizations": 2, "training": 4, "exams": 2, "certifications": 2,
           "credentials": 2, "continuing_education": 4, "statements": 3}  # fmt: skip


def draw_record(random: Random) -> dict[str, list[Data]]:
    """A record as several sources tell it; items of one key may differ."""
    record = {kind: [draw_item(random, kind) for _ in range(random.randint(0, most))] for kind, most in LENGTHS.items()}
    for items in record.values():
        items += [dict(one) for one in items if random.random() < 0.1]
        orders = random.sample(range(1, 100), len(items))
        for item, order in zip(items, orders, strict=True):
            look = draw_day(random) if random.random() < 0.5 else None
            item |= {"assurance": random.choice(ASSURANCES), "checked_on": look, "order": order}
    return record


def some(random: Random, whole: tuple[Any, ...], most: int) -> list[Any]:
    return random.sample(whole, random.randint(0, most))
