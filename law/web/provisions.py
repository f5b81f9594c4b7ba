"""The provisions of a place made ready to show, sorted by whether they hold on the day asked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from law.web.requirements import RequirementText, describe_requirements, may_be_met
from law.web.sources import SourceText, read_day, read_source
from law.web.words import AUTHORITIES, DOUBTS, LEARNERS, POSITIONS, UNSURE, name_key, name_profession
from rulebook.law import Jurisdiction, Provision

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DutyText:
    """What the law asks of whoever needles, whatever the answer is."""

    title: str
    says: str


@dataclass(frozen=True, slots=True)
class DisagreementText:
    """A source that reads otherwise."""

    says: str
    source: SourceText | None


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """One provision to show. `when` is `now`, `closed` or `coming`, seen from the day asked.

    `stands` is the position, or `unsure` where it would allow needling but is not known well enough for a yes.
    """

    id: str
    profession: str
    profession_name: str
    position: str
    stands: str
    stands_words: str
    doubts: tuple[str, ...]
    authority: str
    says: str
    starts: dt.date | None
    until: dt.date | None
    when: str
    requirements: RequirementText | None
    duties: tuple[DutyText, ...]
    source: SourceText | None
    notes: tuple[str, ...]
    disagreements: tuple[DisagreementText, ...]
    learners: str

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds; None while no end is known."""
        return self.until - dt.timedelta(days=1) if self.until else None


def read_provisions(place: Jurisdiction, *, on: dt.date, today: dt.date, profession: str = "") -> list[ProvisionText]:
    """The provisions of a place in the order of its file, of one profession only if asked.

    `today` is the day of reading: what was last checked too long ago by then is no longer sure.
    """
    return [
        _read_provision(one, on, today)
        for one in list_provisions(place)
        if not profession or one.profession == profession
    ]


def positions_on(place: Jurisdiction, *, on: dt.date, today: dt.date) -> dict[str, str]:
    """Profession to how it stands (see ProvisionText), for what is in force on the day."""
    return {one.profession: stands(one, today) for one in list_provisions(place) if one.is_in_force(on)}


def list_provisions(place: Jurisdiction) -> list[Provision]:
    """Every provision of a place, in the order of its file."""
    by_id = {one.id: one for several in place.provisions.values() for one in several}
    return [by_id[row["id"]] for row in place.document["provisions"]]


def last_checked_on(place: Jurisdiction) -> dt.date | None:
    """The latest day on which any provision of the place was compared with its source."""
    days = [day for one in list_provisions(place) if (day := read_day(one.document["checked_on"])) is not None]
    return max(days, default=None)


def stands(provision: Provision, today: dt.date) -> str:
    """The position; `unsure` where the engine would withhold the yes that it speaks of."""
    may_allow = provision.position in ("permitted", "conditional")
    return UNSURE if may_allow and _doubts(provision, today) else provision.position


def _doubts(provision: Provision, today: dt.date) -> tuple[str, ...]:
    """Why no yes can rest on it, as the engine itself has it."""
    codes = {leaf.code for leaf in provision.node(today).leaves()}
    if may_be_met(provision.document.get("requires") or {"all_of": ()}):
        codes.discard("unread")
    return tuple(words for code, words in DOUBTS.items() if code in codes)


def _when(provision: Provision, on: dt.date) -> str:
    if provision.is_in_force(on):
        return "now"
    return "coming" if provision.starts > on else "closed"


def _read_provision(provision: Provision, on: dt.date, today: dt.date) -> ProvisionText:
    row, how = provision.document, stands(provision, today)
    requires, learners, authority = row.get("requires"), row.get("learners"), str(row.get("authority") or "")
    return ProvisionText(
        id=provision.id,
        profession=provision.profession,
        profession_name=name_profession(provision.profession),
        position=provision.position,
        stands=how,
        stands_words=POSITIONS[how],
        doubts=_doubts(provision, today),
        authority=AUTHORITIES.get(authority, authority),
        says=row["says"],
        starts=read_day(row["in_force"]["from"]),
        until=provision.until,
        when=_when(provision, on),
        requirements=describe_requirements(requires) if requires else None,
        duties=tuple(DutyText(name_key(duty["kind"]), duty["says"]) for duty in row.get("duties") or ()),
        source=read_source(row.get("citation"), row),
        notes=tuple(row.get("notes") or ()),
        disagreements=tuple(_read_disagreement(one) for one in row.get("disagreements") or ()),
        learners=LEARNERS.get(learners["may_needle"], "") if learners else "",
    )


def _read_disagreement(row: Data) -> DisagreementText:
    return DisagreementText(row["says"], read_source(row.get("citation")))
