"""The nodes of a prerequisite tree. Each is plain data; `courses.ladders.leaves` finds how far a record meets it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of them."""

    of: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of them. `any` is one of them; `told_as` is the field of the document that holds them."""

    count: int
    of: tuple["Node", ...]
    told_as: str = field(default="of", compare=False)


@dataclass(frozen=True, slots=True)
class LevelDone:
    """Another level of this ladder, completed so many months and days before at least."""

    level: str
    gap_days: int
    gap_months: int


@dataclass(frozen=True, slots=True)
class CasesLogged:
    """Cases needled under supervision, logged after the completion of a level (None: since enrolment).

    With `signed` only those count that the supervisor signed off; otherwise all that nobody refused.
    """

    cases: int
    since: str | None
    signed: bool


@dataclass(frozen=True, slots=True)
class LicensedYears:
    """Whole years since the first licence of the learner's profession; expired ones count."""

    years: int


@dataclass(frozen=True, slots=True)
class EducationHours:
    """Hours of continuing education, in hundredths, of a subject."""

    hundredths: int
    subject: str


@dataclass(frozen=True, slots=True)
class Holds:
    """A certification in force: of an issuer by its title, or an award of another programme of the same provider.

    `level` None is any level.
    """

    issuer: str | None
    title: str | None
    programme: str | None
    level: str | None


Leaf = LevelDone | CasesLogged | LicensedYears | EducationHours | Holds
Node = AllOf | AtLeast | Leaf
