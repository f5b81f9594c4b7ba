"""The four statuses of every node, and the outcome that the top node's status gives."""

from enum import IntEnum, StrEnum


class Status(IntEnum):
    """How far a requirement is met. The worst decides, and worst means farthest from a needle going in.

    `unmet` is worse than `unknown`, for a known shortfall is not mended by finding out more; `unknown` is worse
    than `condition`, for a condition can be met at the bedside.
    """

    UNMET = 0
    UNKNOWN = 1
    CONDITION = 2
    MET = 3

    @property
    def word(self) -> str:
        """The status as answers tell it."""
        return STATUS_WORDS[self]


# The same four under short names: to look a member up on its class costs what a small check costs.
UNMET, UNKNOWN, CONDITION, MET = Status
STATUS_WORDS = ("unmet", "unknown", "condition", "met")


class Outcome(StrEnum):
    """The answer to the question; only `permitted` means yes."""

    REFUSED = "refused"
    UNDETERMINED = "undetermined"
    CONDITIONAL = "conditional"
    PERMITTED = "permitted"


_OUTCOMES = (Outcome.REFUSED, Outcome.UNDETERMINED, Outcome.CONDITIONAL, Outcome.PERMITTED)
OUTCOME_WORDS = tuple(outcome.value for outcome in _OUTCOMES)  # by status: plain texts, for whoever tells


def outcome_of(status: Status) -> Outcome:
    """The outcome that a status means when it is the top node's."""
    return _OUTCOMES[status]
