"""The engine baseline: frozen dataclasses over 900 dated rule versions (50 places x 9 professions x 2).

It decides hours, examinations, registration, consent and years in practice by plain comparisons and gives a reason with
need, have and citation for whatever is missing. It knows no sources, no privileges, no horizon: a floor to compare
with, no product.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One version of one place's rule for one profession."""

    starts: dt.date
    hours: int
    in_person: int
    years: int
    needs_exam: bool
    needs_registration: bool
    needs_consent: bool
    citation: str


@dataclass(frozen=True)
class Evidence:
    """What is held by one person."""

    place: str
    profession: str
    licensed_on: dt.date
    expires_on: dt.date
    suspended: tuple[tuple[dt.date, dt.date], ...]
    trainings: tuple[tuple[dt.date, int, bool], ...]
    exams: tuple[dt.date, ...]
    registered_on: dt.date | None
    has_consent: bool


@dataclass(frozen=True)
class Reason:
    """One thing missing."""

    code: str
    need: object
    have: object
    citation: str


@dataclass(frozen=True)
class Answer:
    """Allowed or not, and why."""

    is_allowed: bool
    reasons: tuple[Reason, ...]


def make_rules(places: int = 50, professions: int = 9) -> dict[tuple[str, str], tuple[Rule, Rule]]:
    """The rule set: two dated versions for each place and profession."""
    rules = {}
    for p in range(places):
        for q in range(professions):
            hours = 20 + (p * 7 + q * 3) % 60
            versions = (
                Rule(
                    dt.date(2010, 1, 1), hours, hours // 2, q % 3, p % 2 == 0, p % 3 == 0, q % 2 == 0, f"R {p}.{q} (a)"
                ),
                Rule(dt.date(2020, 7, 1), hours + 10, hours // 2, 1, True, p % 3 == 0, True, f"R {p}.{q} (b)"),
            )
            rules[f"P{p}", f"Q{q}"] = versions
    return rules


def make_evidence(n: int) -> Evidence:
    """The nth person: as many licences, trainings and examinations as the others have."""
    return Evidence(
        place=f"P{n % 50}",
        profession=f"Q{n % 9}",
        licensed_on=dt.date(2015, 1 + n % 12, 1),
        expires_on=dt.date(2026 + n % 3, 12, 31),
        suspended=((dt.date(2019, 1, 1), dt.date(2019, 3, 1)),) if n % 10 == 0 else (),
        trainings=tuple((dt.date(2018 + k, 5, 1), 27, k % 2 == 0) for k in range(n % 4)),
        exams=tuple(dt.date(2019, 6, 1) for _ in range(n % 3)),
        registered_on=dt.date(2020, 1, 1) if n % 2 else None,
        has_consent=n % 3 > 0,
    )


def decide(rules: dict[tuple[str, str], tuple[Rule, Rule]], held: Evidence, on: dt.date) -> Answer:
    """The decision on a day, with a reason for whatever is not met and for nothing else."""
    older, newer = rules[held.place, held.profession]
    rule = newer if newer.starts <= on else older
    said = rule.citation
    reasons = []
    if not held.licensed_on <= on <= held.expires_on:
        reasons.append(Reason("licence", held.expires_on, on, said))
    for first, last in held.suspended:
        if first <= on < last:
            reasons.append(Reason("suspended", None, last, said))
    hours = in_person = 0
    for day, amount, is_live in held.trainings:
        if day <= on:
            hours += amount
            in_person += amount if is_live else 0
    if hours < rule.hours:
        reasons.append(Reason("hours", rule.hours, hours, said))
    if in_person < rule.in_person:
        reasons.append(Reason("in_person", rule.in_person, in_person, said))
    if rule.years and (on - held.licensed_on).days // 365 < rule.years:
        reasons.append(Reason("years", rule.years, (on - held.licensed_on).days // 365, said))
    reasons += find_missing(rule, held, on)
    return Answer(not reasons, tuple(reasons))


def find_missing(rule: Rule, held: Evidence, on: dt.date) -> list[Reason]:
    """Examination, registration, consent."""
    missing = []
    if rule.needs_exam and not any(day <= on for day in held.exams):
        missing.append(Reason("exam", 1, 0, rule.citation))
    if rule.needs_registration and (held.registered_on is None or held.registered_on > on):
        missing.append(Reason("registration", None, held.registered_on, rule.citation))
    if rule.needs_consent and not held.has_consent:
        missing.append(Reason("consent", True, False, rule.citation))
    return missing
