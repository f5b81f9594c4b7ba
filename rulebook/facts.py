"""What is on file about one person. Days are plain dates; hours are whole hundredths, so that sums are exact.

Every fact carries the id under which it is stored, its assurance, the day on which somebody last looked at its
source (`checked_on`, None when nobody did) and `order`, which rises with the time of recording.

Facts are named tuples: to build a person's facts costs as much as to decide, and tuples are immutable and cheap.
"""

import datetime as dt
from typing import NamedTuple, Protocol

SELF_STATED = "self_stated"
ASSURANCES = ("seen_at_source", "register", "awarded", SELF_STATED)  # strongest first
STATUSES = ("active", "probation", "restricted", "suspended", "revoked", "surrendered", "inactive")
RESTRICTIONS = ("no_invasive_procedures", "no_minors", "supervised_practice_only", "other")
PROFESSIONS = ("PT", "PTA", "OT", "OTA", "AT", "DC", "MD", "DO", "NP", "PA", "LAC", "RMT", "OST")
REGIONS = (
    "head",
    "neck",
    "shoulder",
    "arm",
    "elbow",
    "forearm",
    "wrist",
    "hand",
    "thorax",
    "abdomen",
    "back",
    "pelvis",
    "hip",
    "thigh",
    "knee",
    "leg",
    "ankle",
    "foot",
)

_SEPARATORS = str.maketrans("", "", ".-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


def normalise_number(number: str) -> str:
    """A licence number for comparing: in capitals, without blanks, dots and dashes."""
    return "".join(number.split()).upper().translate(_SEPARATORS)


class Span(NamedTuple):
    """A status or a kind of restriction that holds from a day to before another; `until` None is open."""

    kind: str
    starts: dt.date
    until: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on the day."""
        return self.starts <= day and (self.until is None or day < self.until)


class Fact(Protocol):
    """What every fact has besides its content; the four stand first, in this order."""

    @property
    def id(self) -> str:
        """The id under which it is stored."""

    @property
    def assurance(self) -> str:
        """How it is known, one of ASSURANCES."""

    @property
    def checked_on(self) -> dt.date | None:
        """The day of the last look at its source."""

    @property
    def order(self) -> int:
        """Rises with the time of recording."""


class Licence(NamedTuple):
    """A licence to practise a profession; `expires_on` is its last valid day, None means that it never expires."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    jurisdiction: str
    profession: str
    number: str
    issued_on: dt.date
    expires_on: dt.date | None = None
    statuses: tuple[Span, ...] = ()
    restrictions: tuple[Span, ...] = ()


class Privilege(NamedTuple):
    """A compact privilege to practise in `remote` on the strength of a licence in `home`."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    compact: str
    profession: str
    home: str
    remote: str
    number: str
    issued_on: dt.date
    expires_on: dt.date | None = None
    statuses: tuple[Span, ...] = ()


class Authorization(NamedTuple):
    """A board's registration, endorsement, permit or roster entry for needling."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    jurisdiction: str
    profession: str
    title: str
    issued_on: dt.date
    number: str | None = None
    expires_on: dt.date | None = None
    statuses: tuple[Span, ...] = ()


class HourPart(NamedTuple):
    """A share of a course's hours, in hundredths of an hour."""

    hundredths: int
    part: str
    delivery: str
    subject: str


class Training(NamedTuple):
    """A course completed; counts from `completed_on`."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    provider: str
    course: str
    completed_on: dt.date
    hours: tuple[HourPart, ...] = ()
    supervised_sessions: int = 0
    approved_by: tuple[str, ...] = ()
    patient_groups: tuple[str, ...] = ()


class ExamPass(NamedTuple):
    """An examination passed, `written` or `practical`."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    form: str
    of: str
    passed_on: dt.date


class Certification(NamedTuple):
    """A certification for patient groups; one without groups covers nobody."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    issuer: str
    title: str
    number: str
    issued_on: dt.date
    level: str | None = None
    patient_groups: tuple[str, ...] = ()
    expires_on: dt.date | None = None
    statuses: tuple[Span, ...] = ()
    replaces: str | None = None


class OtherCredential(NamedTuple):
    """A card, degree or title such as CPR, DPT, CHT."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    title: str
    issued_on: dt.date
    expires_on: dt.date | None = None


class ContinuingEducation(NamedTuple):
    """Hours of continuing education, in hundredths."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    hundredths: int
    completed_on: dt.date
    subject: str


class Statement(NamedTuple):
    """Somebody's recorded word about the person, in force from a day to before another."""

    id: str
    assurance: str
    checked_on: dt.date | None
    order: int
    key: str
    by: str
    starts: dt.date
    until: dt.date | None = None


class Name(NamedTuple):
    """A present or former name."""

    text: str
    assurance: str = "register"


class Facts(NamedTuple):
    """All that counts for one person, as known at one instant."""

    licences: tuple[Licence, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    training: tuple[Training, ...] = ()
    exams: tuple[ExamPass, ...] = ()
    certifications: tuple[Certification, ...] = ()
    credentials: tuple[OtherCredential, ...] = ()
    education: tuple[ContinuingEducation, ...] = ()
    statements: tuple[Statement, ...] = ()
    names: tuple[Name, ...] = ()
