"""Who tells what a release would do to answers given before: the apps above, which law itself knows nothing of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TouchedPractitioner:
    """Someone with a recorded answer that would come out otherwise.

    `outcomes` are (before, after, number of recorded answers); both sides are the same word where only reasons or
    conditions would differ.
    """

    registry_number: str
    outcomes: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class TouchedAnswers:
    """What a release would do to recorded answers: of `asked` looked at, `answers` would differ, of so many askers.

    Which organisations asked is never told, only how many.
    """

    asked: int
    answers: int
    organisations: int
    practitioners: tuple[TouchedPractitioner, ...]


Previewer = Callable[[Mapping[str, Any]], TouchedAnswers]

_previewer: Previewer | None = None


def register_previewer(preview: Previewer) -> None:
    """Let `preview` tell what releasing a pack's plain content would touch. The last one registered counts."""
    global _previewer  # noqa: PLW0603 (filled once, in AppConfig.ready)
    _previewer = preview


def preview_answers(content: Mapping[str, Any]) -> TouchedAnswers | None:
    """What releasing this content would touch, compared with the law in use; None where no app records answers."""
    return None if _previewer is None else _previewer(content)
