"""A question laid beside the facts and the place's own settings: what every requirement is checked against."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from rulebook.facts import Span
from rulebook.question import Question
from rulebook.settling import Settled


@dataclass(frozen=True, slots=True)
class Band:
    """Ages from `from_age` to before `until_age` and the consents that a child of that age needs."""

    from_age: int
    until_age: int
    needs: tuple[str, ...]

    def holds(self, age: int) -> bool:
        """Whether the band holds the age."""
        return self.from_age <= age < self.until_age


class Case(NamedTuple):
    """One person, one question, one place; the day is passed beside it, for the horizon asks about many.

    `here` is the place asked about and its country; `is_child` says whether the patient is one by its law.
    """

    question: Question
    facts: Settled
    jurisdiction: str
    here: tuple[str, str]
    age_of_majority: int
    is_child: bool
    bands: tuple[Band, ...]
    attested: frozenset[str]
    declarations: tuple[Span, ...]
    asked_on: dt.date

    @property
    def patient_group(self) -> str:
        """The patient's group."""
        return "child" if self.is_child else "adult"

    def band(self) -> Band | None:
        """The consent band that holds the patient's age, when one was given."""
        age = self.question.age
        return None if age is None else next((band for band in self.bands if band.holds(age)), None)

    def is_vouched(self, key: str, *, about: str, day: dt.date) -> bool:
        """Whether a key is attested, declared by the site, or (about the practitioner) stated on file, on the day."""
        if key in self.attested:
            return True
        for span in self.declarations:
            if span.kind == key and span.holds_on(day):
                return True
        for stated in self.facts.statements if about == "practitioner" else ():
            if stated.key == key and stated.starts <= day and (stated.until is None or day < stated.until):
                return True
        return False
