"""A figure with its interval, or the reason why there is none."""

from dataclasses import dataclass
from typing import Any

FEWEST = 10  # below so many candidates a coefficient tells of chance alone
PLACES = 4
TOO_FEW, NO_VARIANCE, ONE_PART = "too_few", "no_variance", "one_part"
NO_RATINGS, NO_ITEMS, EXAMINERS_VARY = "no_ratings", "no_items", "examiners_vary"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval where one is known. `because` says why `value` is None; `n` counts candidates."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    because: str | None = None

    def told(self) -> dict[str, Any]:
        """The figure as JSON, four places after the point."""
        value, low, high = (None if one is None else round(one, PLACES) for one in (self.value, self.low, self.high))
        return {"n": self.n, "value": value, "low": low, "high": high, "because": self.because}


def no_figure(n: int, because: str) -> Figure:
    """Nothing to tell, and why."""
    return Figure(n, because=because)
