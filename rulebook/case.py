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

    def vouched_by(self, key: str, *, about: str, day: dt.date) -> tuple[str, ...] | None:
        """The statements on file (about the practitioner) that vouch for a key on the day; None when nothing does.

        The question's own word and the site's declaration vouch too. They are no facts of the person and have no id:
        where they alone vouch, nothing is named.
        """
        if about == "practitioner" and self.facts.statements:
            stated = [one for one in self.facts.statements if one.key == key and one.starts <= day]
            ids = [one.id for one in stated if one.until is None or day < one.until]
            if ids:
                return tuple(ids)
        if key in self.attested:
            return ()
        for span in self.declarations:
            if span.kind == key and span.holds_on(day):
                return ()
        return None
