"""What is known of the patient at the moment before treatment. It lives as long as the request and is kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from rulebook.law import CHILD_AGES_END


class Presence(Enum):
    """Whether a precaution applies to this patient."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered about one precaution; `regions` tell where on the body it is, none: nobody said."""

    presence: Presence
    regions: tuple[str, ...] = ()


UNASKED = Answer(Presence.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One patient, as asked about: exactly one of `age` (whole years) and `group` is given.

    `answers` go by the precaution's id; whatever stands not among them is unknown. `treated` are the regions to be
    needled (none: not said), `deep_muscles` whether muscles are to be needled that cannot be pressed on (None: not
    said), `attested` the keys that the asker vouches for, `left_out` the precautions whose areas will be left out.
    """

    age: int | None = None
    group: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    treated: frozenset[str] = frozenset()
    deep_muscles: bool | None = None
    attested: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def is_younger(self, age: int | None) -> bool | None:
        """Whether the patient is younger than `age` in whole years; None where only the group is known.

        Everybody is where no age is given.
        """
        if age is None:
            return True
        if self.age is not None:
            return self.age < age
        if self.group == "child":
            return True if age >= CHILD_AGES_END else None
        return False

    def answer_to(self, precaution: str) -> Answer:
        """What was answered about a precaution."""
        return self.answers.get(precaution, UNASKED)
