"""What becomes of a learner. Stories repeat in this order, so that every programme shows every kind of result."""

from dataclasses import dataclass

Marks = tuple[tuple[bool, int | None], ...]  # for each attempt: passed, per cent
_GOOD: Marks = ((True, 84),)
RELEASED, CHECKED, DRAFTED = "released", "checked", "drafted"


@dataclass(frozen=True, slots=True)
class Story:
    """How far somebody comes. `written` and `practical` are the attempts at each examination of a level.

    `attends` is the share of every component's hours; `levels` how many levels of the climb are gone through;
    `results` how far the results of the last of these levels have come; `after` what happens to the last award.
    """

    name: str
    written: Marks = _GOOD
    practical: Marks = _GOOD
    attends: float = 1.0
    levels: int = 99
    results: str = RELEASED
    after: str = ""


STORIES = (
    Story("certified"),
    Story("certified with honours", written=((True, 98),), practical=((True, 95),)),
    Story("certified at the second attempt", written=((False, 52), (True, 77))),
    Story("failed the written part", written=((False, 48),)),
    Story("failed the practical part", practical=((False, 41),)),
    Story("missed some hours", attends=0.5),
    Story("certified with hardly enough", written=((True, 76),), practical=((True, 70),)),
    Story("stopped after one level", levels=1),
    Story("waits for a check", results=DRAFTED),
    Story("waits for release", results=CHECKED),
    Story("left", levels=1, after="left"),
    Story("suspended", after="suspended"),
    Story("revoked", after="revoked"),
    Story("reinstated", after="reinstated"),
    Story("renewed", after="renewed"),
    Story("appeals", written=((False, 60),), after="appeals"),
)


def story_of(turn: int) -> Story:
    """The story of the nth learner of a cohort."""
    return STORIES[turn % len(STORIES)]
