"""A preview of a release as lines for a terminal."""

from collections.abc import Iterator, Sequence

from law.queries.changes import Change, PackChanges, ProvisionChange

_SIGNS = {"added": "+", "closed": "x", "changed": "~", "removed": "-"}


def tell_changes(changes: PackChanges) -> Iterator[str]:
    """A line for each thing that would change."""
    yield from _tell("place", changes.places)
    yield from _tell("provision", changes.provisions)
    yield from _tell("standard", changes.standards)
    for name, pair in (("evidence floor", changes.floor), ("review months", changes.months)):
        if pair:
            yield f"  ~ {name}: {pair[0]} -> {pair[1]}"


def _tell(what: str, changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        fields = f": {', '.join(change.fields)}" if change.fields else ""
        digests = " -> ".join(digest[7:19] for digest in (change.digest_before, change.digest_after) if digest)
        yield f"  {_SIGNS[change.kind]} {what} {change.kind}: {change.name}{_where(change)}{fields} [{digests}]"


def _where(change: Change) -> str:
    if not isinstance(change, ProvisionChange):
        return ""
    return " (" + ", ".join(f"{place} {profession}" for place, profession in change.touches) + ")"
