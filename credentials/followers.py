"""Who else must hear that what counts for a person changed: the apps below the registry register themselves."""

from collections.abc import Callable, Sequence
from datetime import datetime

FollowChange = Callable[[Sequence[int], datetime], None]

_followers: list[FollowChange] = []


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
