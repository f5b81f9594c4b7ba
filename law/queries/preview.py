"""A preview of a release as lines for a terminal."""

from collections.abc import Iterator, Sequence

from law.previews import TouchedAnswers, TouchedPractitioner
from law.queries.changes import Change, PackChanges, ProvisionChange

_SIGNS = {"added": "+", "closed": "x", "changed": "~", "removed": "-"}
MOST_TOLD = 50  # practitioners by name of their number; the rest are counted


def tell_changes(changes: PackChanges) -> Iterator[str]:
    """A line for each thing that would change."""
    yield from _tell("place", changes.places)
    yield from _tell("provision", changes.provisions)
    yield from _tell("standard", changes.standards)
    for name, pair in (("evidence floor", changes.floor), ("review months", changes.months)):
        if pair:
            yield f"  ~ {name}: {pair[0]} -> {pair[1]}"


def tell_touched(touched: TouchedAnswers) -> Iterator[str]:
    """A line for the whole, and one for each practitioner whose recorded answers would come out otherwise."""
    told = f"{_count(touched.asked, 'recorded answer')} looked at"
    if not touched.answers:
        yield f"{told}: none would come out otherwise."
        return
    yield (
        f"{told}: {touched.answers} would come out otherwise, about"
        f" {_count(len(touched.practitioners), 'practitioner')}, asked by"
        f" {_count(touched.organisations, 'organisation')}."
    )
    for one in touched.practitioners[:MOST_TOLD]:
        yield f"  {one.registry_number}: {tell_outcomes(one)}"
    if len(touched.practitioners) > MOST_TOLD:
        yield f"  … and {len(touched.practitioners) - MOST_TOLD} more"


def tell_outcomes(one: TouchedPractitioner) -> str:
    """The outcomes before and after, with the number of answers where there is more than one."""
    return ", ".join(map(_tell_outcome, one.outcomes))


def _tell_outcome(outcome: tuple[str, str, int]) -> str:
    was, becomes, answers = outcome
    told = f"{was} -> {becomes}" if was != becomes else f"{was}, for other reasons"
    return told + (f" ({answers} answers)" if answers > 1 else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _tell(what: str, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        fields = f": {', '.join(change.fields)}" if change.fields else ""
        digests = " -> ".join(digest[7:19] for digest in (change.digest_before, change.digest_after) if digest)
        yield f"  {_SIGNS[change.kind]} {what} {change.kind}: {change.name}{_where(change)}{fields} [{digests}]"


def _where(change: Change) -> str:
    if not isinstance(change, ProvisionChange):
        return ""
    return " (" + ", ".join(f"{place} {profession}" for place, profession in change.touches) + ")"
