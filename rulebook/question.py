"""The question: may this practitioner needle this patient, here, on that day?"""

import datetime as dt
from typing import NamedTuple

GROUPS = ("adult", "child")
STANDARD_SHIPPED = "filiform-2026"
NO_STANDARD = "none"
EARLIEST_DAY, LATEST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
OLDEST = 130
# The keys that every deployment knows; law files, standards and policies bring more.
KEYS_IN_USE = frozenset(
    {
        "referral",
        "written_informed_consent",
        "informed_consent",
        "parental_consent",
        "child_assent",
        "minor_own_consent",
        "licence_restriction_reviewed",
        "privilege_restriction_reviewed",
    }
)
REVIEWED_KEYS = frozenset({"licence_restriction_reviewed", "privilege_restriction_reviewed"})
UNDECLARABLE_KEYS = REVIEWED_KEYS | {"parental_consent", "child_assent", "minor_own_consent"}


class Question(NamedTuple):
    """A question as read: codes canonical, the day filled in. Exactly one of `age` and `group` is given.

    `name` is what is to be compared, or, of a question asked before, what that comparison gave.
    """

    registry_number: str
    jurisdiction: str
    on: dt.date
    known_at: str
    age: int | None = None
    group: str | None = None
    site: str | None = None
    attested: tuple[str, ...] = ()
    body_region: str | None = None
    name: str | bool | None = None
    standard: str = STANDARD_SHIPPED
