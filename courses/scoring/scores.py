"""What a paper came to: parts with their thresholds, the weighted whole, and why it failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.scoring.documents import shown_hundredths

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class PartScore:
    """One section or station. `marks` and `maximum` are hundredths; `at_least` is the share that passes it, or None."""

    code: str
    marks: Fraction
    maximum: int
    weight: Fraction
    at_least: Fraction | None

    @property
    def share(self) -> Fraction:
        """What was reached of what counts, from 0 to 1."""
        return self.marks / self.maximum

    @property
    def is_met(self) -> bool:
        """Whether its threshold is reached, exactly; a part without one is never in the way."""
        return self.at_least is None or self.share >= self.at_least


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome. `percent` is in hundredths of a per cent, cut off and never rounded up.

    `because` names what failed: `part:CODE`, `parts` (too few stations), `critical:STATION/ITEM`, `whole`.
    """

    passed: bool
    percent: int
    parts: tuple[PartScore, ...]
    because: tuple[str, ...]


def weigh(
    parts: Sequence[PartScore], *, at_least: int | None, failed: Iterable[str], stations_to_pass: int | None = None
) -> Score:
    """The weighted whole of the parts. Every threshold must be met, and nothing may have `failed` outright.

    With `stations_to_pass` so many parts with a threshold must be met instead of each.
    """
    whole = sum((part.weight * part.share for part in parts), Fraction(0)) / sum(part.weight for part in parts)
    because = [*failed]
    missed = [part.code for part in parts if not part.is_met]
    judged = sum(part.at_least is not None for part in parts)
    if stations_to_pass is None:
        because += [f"part:{code}" for code in missed]
    elif judged - len(missed) < stations_to_pass:
        because.append("parts")
    if at_least is not None and whole < Fraction(at_least, WHOLE):
        because.append("whole")
    return Score(not because, int(whole * WHOLE), tuple(parts), tuple(because))


def tell_score(score: Score) -> dict[str, Any]:
    """The score as JSON, for `Result.detail`: no item, no right answer."""
    return {"parts": [_tell_part(part) for part in score.parts], "failed_because": list(score.because)}


def _tell_part(part: PartScore) -> dict[str, Any]:
    return {
        "code": part.code,
        "marks": shown_hundredths(int(part.marks)),
        "maximum": shown_hundredths(part.maximum),
        "percent": shown_hundredths(int(part.share * WHOLE)),
        "at_least": None if part.at_least is None else shown_hundredths(_rounded_up(part.at_least * WHOLE)),
        "met": part.is_met,
    }


def _rounded_up(value: Fraction) -> int:
    """A threshold that is shown is never shown lower than it is."""
    return -((-value.numerator) // value.denominator)
