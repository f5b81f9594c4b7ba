"""What stands in an evidence pack, as plain values: the roster's entries, and what was decided of each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LAPSED, NEVER = "lapsed", "never_checked"
# Worst first. What nobody looked at, or not since the answer ran out, is as unknown as what could not be told.
RANKS = {"refused": 0, NEVER: 1, LAPSED: 1, "undetermined": 1, "conditional": 2, "permitted": 3}
_MAY_TREAT = frozenset({"permitted", "conditional"})
FORMAT = "filiform-evidence-pack/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteScope:
    """A site of the pack: the day asked about there, and the instant up to which what was known counts.

    `place` is what the law then in use calls its jurisdiction.
    """

    id: int
    code: str
    name: str
    jurisdiction: str
    place: str
    time_zone: str
    day: dt.date
    known_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose pack it is, and of what. All of it was written down when the pack was first asked for."""

    pack_id: str
    issuer: str
    organisation_id: int
    organisation: str
    asked: Mapping[str, Any]
    created_at: dt.datetime
    sites: Sequence[SiteScope]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionHead:
    """Which edition is written, and why there is one; `erased` are registry numbers."""

    number: int
    because: str
    replaces: str | None
    erased: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The last look at an entry for one group: the answer as told, its receipt, and the law pack that answered."""

    verification: str
    cause: str
    decided_at: dt.datetime
    pack_id: int | None
    told: Mapping[str, Any]
    receipt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry as it was told at an instant."""

    recorded_at: dt.datetime
    role: str
    patient_groups: Sequence[str]
    starts_on: dt.date
    until_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A person at a site: the version known at the instant last, with those before it."""

    key: str
    site: SiteScope
    registry_number: str
    name: str | None
    is_erased: bool
    versions: Sequence[Version]
    decisions: Mapping[str, Decision]

    @property
    def version(self) -> Version:
        """As it was known at the instant."""
        return self.versions[-1]


def stand_on(told: Mapping[str, Any] | None, day: dt.date) -> str:
    """What is shown for the day: the outcome, `lapsed` where the answer did not reach it, `never_checked` without one.

    `told` needs `outcome`, `on`, `holds_until`, and `review_due_on` of its law. An answer reaches from the day asked
    about to the last on which it holds; a yes no further than the law it rests on may go unread.
    """
    if told is None:
        return NEVER
    iso, outcome = day.isoformat(), str(told["outcome"])
    reaches = told["on"] <= iso and (told["holds_until"] is None or iso <= told["holds_until"])
    is_overdue = told["review_due_on"] is not None and told["review_due_on"] <= iso
    return outcome if reaches and not (is_overdue and outcome in _MAY_TREAT) else LAPSED


def stand_of(entry: Entry, group: str) -> str:
    """What is shown of an entry for a group."""
    decision = entry.decisions.get(group)
    return stand_on(None if decision is None else core_of(decision.told), entry.site.day)


def core_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of an answer that say whether it reaches a day."""
    return {
        "outcome": told["outcome"],
        "on": told["question"]["on"],
        "holds_until": told["holds_until"],
        "review_due_on": told["law"]["review_due_on"],
    }
