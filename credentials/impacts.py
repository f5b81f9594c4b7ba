"""What a correction, a merge or an import would do to answers on record, in sentences: how many, never whose."""

from collections.abc import Iterator

from credentials.operations.relying import Impact


def tell_impact(impact: Impact) -> Iterator[str]:
    """The whole in a sentence, then a line for each way in which answers would change."""
    looked_at = _count(impact.looked_at, "answer") if impact.is_whole else f"The first {impact.looked_at} answers"
    least = "" if impact.is_whole else "at least "
    if not impact.answers:
        yield f"{looked_at} on record looked at: none would come out otherwise."
    else:
        yield (
            f"{looked_at} on record looked at: {least}{impact.answers} of"
            f" {least}{_count(impact.organisations, 'organisation')} would come out otherwise. Whoever asked is told"
            " once."
        )
    for before, after, answers in impact.outcomes:
        change = f"{before} → {after}" if before != after else f"{before}, for other reasons"
        yield f"{change}: {least}{answers}"
    if not impact.is_whole:
        yield "There are more than could be looked at now; all are looked at afterwards."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
