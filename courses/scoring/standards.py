"""Borderline regression: the marks of a station that a borderline candidate gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST = 10


@dataclass(frozen=True, slots=True)
class Cut:
    """A standard in hundredths of a mark, with what it rests on. `r_squared` is what the line explains, 0 to 1."""

    hundredths: int
    candidates: int
    slope: Fraction
    intercept: Fraction
    r_squared: Fraction


@dataclass(frozen=True, slots=True)
class NoCut:
    """Why no standard can be set: `too_few`, `one_rating`, `no_rise`, `out_of_range`."""

    code: str
    detail: str


def set_cut(pairs: Sequence[tuple[int, int]], *, borderline: int, maximum: int) -> Cut | NoCut:
    """The standard from pairs of (global rating, marks in hundredths), one for each candidate's sheet.

    The marks are regressed on the ratings by least squares, and the line is read at the borderline rating (Kramer et
    al., Medical Education 2003; 37: 132-139; Wood, Humphrey-Murto & Norman, Advances in Health Sciences Education 2006;
    11: 115-122). Computed in fractions; the cut is then rounded up to the hundredth, so that nobody passes below it.
    """
    count = len(pairs)
    if count < FEWEST:
        return NoCut("too_few", f"{count} candidates; a line through fewer than {FEWEST} says nothing")
    mean_x, mean_y = Fraction(sum(x for x, _ in pairs), count), Fraction(sum(y for _, y in pairs), count)
    spread = sum((x - mean_x) ** 2 for x, _ in pairs)
    if not spread:
        return NoCut("one_rating", "Everybody got the same global rating")
    slope = Fraction(sum((x - mean_x) * (y - mean_y) for x, y in pairs)) / spread
    if slope <= 0:
        return NoCut("no_rise", "Better ratings went with no better marks")
    intercept = mean_y - slope * mean_x
    at_borderline = intercept + slope * borderline
    cut = -((-at_borderline.numerator) // at_borderline.denominator)
    if not 0 < cut <= maximum:
        return NoCut("out_of_range", "The line meets the borderline rating outside the station's marks")
    explained = slope**2 * spread / sum((y - mean_y) ** 2 for _, y in pairs)
    return Cut(cut, count, slope, intercept, Fraction(explained))
