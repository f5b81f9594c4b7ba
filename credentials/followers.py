"""Who else must hear what changed in the registry: the apps above it register themselves."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

FollowChange = Callable[[Sequence[int], datetime], None]


@dataclass(frozen=True, slots=True)
class Differing:
    """That answers of an organisation came out otherwise: `differ` now, `restored` as they were told, by a cause."""

    organisation_id: int
    cause: str
    differ: int
    restored: int
    at: datetime


FollowDiffering = Callable[[Differing], None]

_followers: list[FollowChange] = []
_differing: list[FollowDiffering] = []


def register_change_follower(follow: FollowChange) -> None:
    """`follow(practitioner ids, instant)` runs in the transaction of every change of what counts for these records.

    All records that a merge joins are named together. Records just made are not: nobody can rely on them yet.
    """
    if follow not in _followers:
        _followers.append(follow)


def follow_change(*, practitioner_ids: Sequence[int], at: datetime) -> None:
    """Tell everyone who follows."""
    for follow in _followers:
        follow(practitioner_ids, at)


def register_differing_follower(follow: FollowDiffering) -> None:
    """`follow` runs in the transaction that tells an organisation, once for each cause, that answers would differ."""
    if follow not in _differing:
        _differing.append(follow)


def follow_differing(found: Differing) -> None:
    """Tell everyone who follows."""
    for follow in _differing:
        follow(found)
