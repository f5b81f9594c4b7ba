"""Who must know of a release in its own transaction: the apps above, which law itself knows nothing of."""

from collections.abc import Callable

from law.models import LawRelease

Follower = Callable[[LawRelease, int | None], None]

_followers: list[Follower] = []


def register_follower(follow: Follower) -> None:
    """Call `follow` with each new release, and the pack in use until then (None before the first).

    It runs inside the release's transaction, which holds the registry clock: it writes down what is to be done.
    """
    if follow not in _followers:
        _followers.append(follow)


def tell_followers(release: LawRelease, before: int | None) -> None:
    """Tell all of them."""
    for follow in _followers:
        follow(release, before)
