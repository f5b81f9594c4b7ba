"""What stands between an answer and `permitted`."""

from rulebook.engine import Judgement
from rulebook.findings import Finding, Judged
from rulebook.status import Status


def gaps_of(judgement: Judgement) -> list[Finding]:
    """The findings to close, in the tree's order; those of bases are the chosen basis's."""
    chosen = judgement.chosen
    bases = chosen.node if chosen is not None else judgement.top.children[0 if judgement.identity is None else 1]
    parts = (judgement.identity, bases, judgement.standard, judgement.policy)
    return [gap for part in parts if part is not None for gap in gaps_in(part)]


def gaps_in(node: Judged) -> list[Finding]:
    """Of `all_of` every child not met; of `any_of` the child of highest status, then fewest gaps, then the first."""
    if node.status is Status.MET:
        return []
    if node.tell is not None:
        return [node.tell()]
    if not node.is_any:
        return [gap for child in node.children for gap in gaps_in(child)]
    best = max((child.status for child in node.children), default=Status.UNMET)
    ways = [gaps_in(child) for child in node.children if child.status is best]
    return min(ways, key=len, default=[])
