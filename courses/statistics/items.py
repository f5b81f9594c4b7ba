"""How hard each item was, and how well it parts those who know from those who do not."""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from courses.statistics.figures import FEWEST, NO_VARIANCE, ONE_PART, TOO_FEW, Figure, no_figure

Matrix = NDArray[np.float64]


def difficulty(shares: Matrix) -> list[Figure]:
    """For each item (column) the mean share of its marks that candidates (rows) reached, 0 to 1: 1 is easy.

    For items that are right or wrong that is the proportion right (Crocker & Algina, Introduction to Classical and
    Modern Test Theory, 1986, chapter 14).
    """
    count = len(shares)
    if not count:
        return [no_figure(0, TOO_FEW)] * shares.shape[1]
    return [Figure(count, float(mean)) for mean in shares.mean(axis=0)]


def discrimination(marks: Matrix) -> list[Figure]:
    """For each item (column) its correlation with the total of the others, with Fisher's interval.

    For items that are right or wrong that is the point-biserial correlation, corrected for the item's own part in the
    total (Henrysson, Psychometrika 1963; 28: 211-218): without the correction every item seems to discriminate.
    """
    count, items = marks.shape
    if count < FEWEST or items == 1:
        return [no_figure(count, TOO_FEW if count < FEWEST else ONE_PART)] * items
    rest = marks.sum(axis=1, keepdims=True) - marks
    return [_correlate(marks[:, item], rest[:, item]) for item in range(items)]


def _correlate(one: Matrix, other: Matrix) -> Figure:
    # Sums of hundredths as floats: a column without variance may differ by rounding, so that spans are compared.
    if np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:  # far below a hundredth of a mark
        return no_figure(len(one), NO_VARIANCE)
    found = stats.pearsonr(one, other)
    interval = found.confidence_interval(0.95)
    return Figure(len(one), float(found.statistic), float(interval.low), float(interval.high))
