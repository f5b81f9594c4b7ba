"""What each release changed, made ready to show: place by place, in plain words."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from law.models import LawChange, LawRelease
from law.web.held import HeldLaw
from law.web.sources import SourceText, read_day, read_source
from law.web.words import CHANGES, EVIDENCE, FIELDS, name_profession


@dataclass(frozen=True, slots=True)
class ChangeText:
    """One change of a place's law. `anchor` is where it is read in full; None where it stands no more."""

    kind: str
    title: str
    fields: str
    period: str
    anchor: str | None
    source: SourceText | None


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """What changed in one place."""

    code: str
    name: str
    changes: tuple[ChangeText, ...]


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """One release. `whole` are sentences on what touches every place."""

    id: int
    released_at: dt.datetime
    note: str
    summary: str
    places: tuple[PlaceChanges, ...]
    whole: tuple[str, ...]
    pack_digest: str
    is_first: bool

    @property
    def count(self) -> int:
        """How many changes of places it tells."""
        return sum(len(place.changes) for place in self.places)


def read_release(release: LawRelease, held: HeldLaw) -> ReleaseText:
    """A release with those of its changes that were asked for."""
    changes: list[LawChange] = release.told_changes  # type: ignore[attr-defined]  # prefetched by law.queries.history
    is_first = any(change.about == LawChange.About.REVIEW_MONTHS and change.before is None for change in changes)
    return ReleaseText(
        id=release.pk,
        released_at=release.released_at,
        note=release.note,
        summary=_summarise(changes),
        places=_by_place(changes, held),
        whole=tuple(_tell_whole(change) for change in changes if not change.jurisdictions),
        pack_digest=release.pack.digest,
        is_first=is_first,
    )


def _summarise(changes: Sequence[LawChange]) -> str:
    """In one line: how many provisions were added, closed, changed and removed, and in how many places."""
    counted = Counter(change.kind for change in changes if change.about == LawChange.About.PROVISION)
    places = {code for change in changes for code in change.jurisdictions}
    told = [f"{counted[kind]} {words.lower()}" for kind, words in CHANGES.items() if counted[kind]]
    if not places:
        return "No provision changed"
    provisions = f"Provisions: {', '.join(told)}" if told else "No provision changed"
    return f"{provisions}, in {len(places)} place{'' if len(places) == 1 else 's'}"


def _by_place(changes: Sequence[LawChange], held: HeldLaw) -> tuple[PlaceChanges, ...]:
    """The changes of each place, in order of names; one that was moved stands with both its places."""
    by_code: dict[str, list[ChangeText]] = {}
    for change in changes:
        for code in change.jurisdictions:
            by_code.setdefault(code, []).append(_read_change(change))
    places = (PlaceChanges(code, held.name_place(code), tuple(told)) for code, told in by_code.items())
    return tuple(sorted(places, key=lambda place: (place.name, place.code)))


def _read_change(change: LawChange) -> ChangeText:
    is_provision = change.about == LawChange.About.PROVISION
    return ChangeText(
        kind=CHANGES[change.kind],
        title=", ".join(map(name_profession, change.professions)) if is_provision else "The place as a whole",
        fields=", ".join(FIELDS.get(field, field.replace("_", " ")) for field in change.fields),
        period=_tell_period(change.in_force),
        anchor=change.name if is_provision and change.after else None,
        source=read_source(change.citation),
    )


def _tell_period(in_force: dict[str, Any] | None) -> str:
    if in_force is None:
        return ""
    starts, until = read_day(in_force["from"]), read_day(in_force["until"])
    told = f"in force from {starts:%-d %B %Y}" if starts else "in force since before our records"
    return told + (f" to {until - dt.timedelta(days=1):%-d %B %Y}" if until else "")


def _tell_whole(change: LawChange) -> str:
    if change.about == LawChange.About.STANDARD:
        fields = f" ({', '.join(field.replace('_', ' ') for field in change.fields)})" if change.fields else ""
        return f"{CHANGES[change.kind]}: the training standard {change.name}{fields}."
    if change.about == LawChange.About.EVIDENCE_FLOOR:
        before = f" (before: {_tell_evidence(change.before)})" if change.before else ""
        return f"Weakest source on which a “permitted” may rest: {_tell_evidence(change.after)}{before}."
    before = f" (before: {change.before})" if change.before else ""
    return f"Months after which a source must be looked at again: {change.after}{before}."


def _tell_evidence(told: str | None) -> str:
    return EVIDENCE.get(told or "", told or "").lower()
