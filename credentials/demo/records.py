"""The record of someone who has all that a place asks for, from the sources that would tell it."""

from dataclasses import dataclass
from typing import Any

from credentials.demo.days import Days
from credentials.demo.names import make_address, make_name, make_npi
from credentials.demo.places import Part, Place

Item = dict[str, Any]
REGISTER, BOARD, ACADEMY, INTAKE = "register", "board", "academy", "intake"
# Which source tells which list. A self-stated item is moved to the intake desk, whatever its list.
TELLERS = {
    "licences": REGISTER,
    "privileges": BOARD,
    "authorizations": BOARD,
    "training": ACADEMY,
    "exams": ACADEMY,
    "certifications": ACADEMY,
    "credentials": ACADEMY,
    "continuing_education": ACADEMY,
    "statements": ACADEMY,
}
COURSE = "Dry needling, foundation course"


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist. `alias` says what they show; `told` is the record's part of each source."""

    alias: str
    place: Place
    told: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Draft:
    """A record being made up, to be twisted before its sources tell it."""

    n: int
    place: Place
    days: Days
    about: dict[str, Any]
    lists: dict[str, list[Item]]

    def tell(self, alias: str) -> Invented:
        """Split the record by source."""
        told: dict[str, dict[str, Any]] = {REGISTER: dict(self.about)}
        for name, items in self.lists.items():
            for item in items:
                source = INTAKE if item.get("assurance") == "self_stated" else TELLERS[name]
                told.setdefault(source, {}).setdefault(name, []).append(item)
        return Invented(alias, self.place, told)

    @property
    def licence(self) -> Item:
        """The first licence."""
        return self.lists["licences"][0]


def draft_record(n: int, place: Place, days: Days) -> Draft:
    """The nth person: an expert of their place, certified for adults and children, with a year and more ahead."""
    name = make_name(n)
    about: dict[str, Any] = {"name": name, "email": make_address(name), "born_on": days.ago(10_000 + 37 * n)}
    if place.has_npi:
        about["npi"] = make_npi(n)
    lists = {
        "licences": [make_licence(place.register, place.profession, n, days)],
        "authorizations": [make_authorization(place, title, n, days) for title in place.authorizations],
        "training": [make_training(place, place.hours, days)],
        "exams": [
            {"form": form, "of": COURSE, "passed_on": days.ago(1190), "assurance": "awarded"} for form in place.exams
        ],
        "certifications": [make_certification(n, ["adult", "child"], days)],
        "credentials": [{"title": title, "issued_on": days.ago(900)} for title in place.credentials],
        "statements": [
            {"key": key, "by": "Teasel Academy (fictional)", "from": days.ago(1190), "until": None}
            for key in place.statements
        ],
    }
    return Draft(n, place, days, about, lists)


def make_licence(register: str, profession: str, n: int, days: Days) -> Item:
    """A licence in good standing, held for years."""
    return {
        "jurisdiction": register,
        "profession": profession,
        "number": f"DEMO-{register}-{profession}-{n:03d}",
        "issued_on": days.ago(2400 + 11 * n),
        "expires_on": days.ahead(380 + 3 * n),
        "checked_on": days.ago(20 + n % 50),
    }


def make_authorization(place: Place, title: str, n: int, days: Days) -> Item:
    """A board's entry for needling; the youngest of those in the shipped law began in May 2026."""
    kept = {"jurisdiction": place.register, "profession": place.profession, "title": title}
    return {**kept, "number": f"DEMO-N-{n:03d}", "issued_on": days.ago(150), "expires_on": None}


def make_training(place: Place, hours: tuple[Part, ...], days: Days) -> Item:
    """The course that the place asks for."""
    words = ("hours", "part", "delivery", "subject")
    return {
        "provider": "Teasel Academy (fictional)",
        "course": COURSE,
        "completed_on": days.ago(1200),
        "hours": [dict(zip(words, part, strict=True)) for part in hours],
        "supervised_sessions": place.sessions,
        "approved_by": [place.register] if place.is_course_approved else [],
        "patient_groups": ["adult", "child"],
        "assurance": "awarded",
    }


def make_certification(n: int, groups: list[str], days: Days) -> Item:
    """The academy's certification for these groups of patients."""
    return {
        "issuer": "Teasel Academy (fictional)",
        "title": "Certified in dry needling",
        "number": f"TA-{n:03d}",
        "level": "foundation",
        "patient_groups": groups,
        "issued_on": days.ago(1180),
        "expires_on": days.ahead(700 + n),
        "assurance": "awarded",
    }
