"""Law documents made ready to show: days as days, provisions sorted by whether they hold on the day asked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from law.web.requirements import RequirementText, describe_requirements
from law.web.words import AUTHORITIES, EVIDENCE, LEARNERS, POSITIONS, name_key, name_profession

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A citation to show; `url` is None where the source has no address that can be opened."""

    text: str
    url: str | None
    evidence_words: str = ""
    checked_on: dt.date | None = None
    read: str = ""


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
    """One provision to show. `when` is `now`, `closed` or `coming`, seen from the day asked."""

    id: str
    profession: str
    profession_name: str
    position: str
    position_words: str
    authority: str
    says: str
    is_complete: bool
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


@dataclass(frozen=True, slots=True)
class ConsentText:
    """Who consents at which ages."""

    ages: str
    needs: tuple[str, ...]
    source: SourceText | None


def read_day(told: object) -> dt.date | None:
    """A day of a law document: YAML gives days, JSON their ISO form, and null means no such day."""
    if told is None or isinstance(told, dt.date):
        return told
    return dt.date.fromisoformat(str(told))


def read_provisions(document: Document, on: dt.date, profession: str = "") -> list[ProvisionText]:
    """The provisions of a place in the order of professions as the file tells them, one profession only if asked."""
    wanted = [row for row in document["provisions"] if not profession or row["profession"] == profession]
    return [_read_provision(row, on) for row in wanted]


def positions_on(document: Document, on: dt.date) -> dict[str, str]:
    """Profession to position, for what is in force on the day."""
    return {row["profession"]: str(row["position"]) for row in document["provisions"] if _when(row, on) == "now"}


def read_consent(document: Document) -> list[ConsentText]:
    """The ages at which children, parents or both consent here."""
    return [
        ConsentText(_tell_ages(band), tuple(name_key(key) for key in band["needs"]), _read_source(band.get("citation")))
        for band in document.get("consent") or ()
    ]


def _tell_ages(band: Document) -> str:
    first, until = band["from_age"], band["until_age"]
    if until is None:
        return f"{first} years and older"
    return f"under {until} years" if first == 0 else f"{first} to {until - 1} years"


def last_checked_on(document: Document) -> dt.date | None:
    """The latest day on which any provision of the place was compared with its source."""
    days = [day for row in document["provisions"] if (day := read_day(row["checked_on"])) is not None]
    return max(days, default=None)


def _when(row: Document, on: dt.date) -> str:
    starts, until = read_day(row["in_force"]["from"]), read_day(row["in_force"]["until"])
    if until is not None and until <= on:
        return "closed"
    return "coming" if starts is not None and starts > on else "now"


def _read_provision(row: Document, on: dt.date) -> ProvisionText:
    requires, learners = row.get("requires"), row.get("learners")
    return ProvisionText(
        id=row["id"],
        profession=row["profession"],
        profession_name=name_profession(row["profession"]),
        position=row["position"],
        position_words=_say(POSITIONS, row["position"]),
        authority=_say(AUTHORITIES, row.get("authority")),
        says=row["says"],
        is_complete=bool(row["complete"]),
        starts=read_day(row["in_force"]["from"]),
        until=read_day(row["in_force"]["until"]),
        when=_when(row, on),
        requirements=describe_requirements(requires) if requires else None,
        duties=tuple(DutyText(name_key(duty["kind"]), duty["says"]) for duty in row.get("duties") or ()),
        source=_read_source(row.get("citation"), row),
        notes=tuple(row.get("notes") or ()),
        disagreements=_read_disagreements(row.get("disagreements") or ()),
        learners=LEARNERS.get(learners["may_needle"], "") if learners else "",
    )


def _say(words: Mapping[str, str], code: str | None) -> str:
    """The words for a code; none for none."""
    return words.get(code, code) if code else ""


def _read_disagreements(rows: Sequence[Document]) -> tuple[DisagreementText, ...]:
    return tuple(DisagreementText(row["says"], _read_source(row.get("citation"))) for row in rows)


def _read_source(citation: Document | None, row: Document | None = None) -> SourceText | None:
    """The citation; evidence and day of last check stand on the provision it belongs to."""
    if not citation:
        return None
    url = str(citation.get("url") or "")
    return SourceText(
        text=citation["text"],
        # A law file may come from anywhere: only addresses of the web become links.
        url=url if url.startswith(("https://", "http://")) else None,
        evidence_words=_say(EVIDENCE, row["evidence"]) if row else "",
        checked_on=read_day(row["checked_on"]) if row else None,
        read=str(citation.get("read") or ""),
    )
