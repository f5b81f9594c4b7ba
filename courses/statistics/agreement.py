"""How far examiners agree: on ratings by weighted kappa, on marks by intraclass correlations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from courses.statistics.figures import FEWEST, NO_VARIANCE, TOO_FEW, Figure, no_figure
from courses.statistics.items import Matrix

ICC_NAMES = ("icc_1_1", "icc_1_k", "icc_2_1", "icc_2_k", "icc_3_1", "icc_3_k")
_TAIL = 0.975
_NOTHING = 1e-9  # what rounding leaves of nought; marks are hundredths


def weighted_kappa(pairs: Sequence[tuple[int, int]], *, power: int) -> Figure:
    """Cohen's kappa of two examiners' ratings, disagreements weighted by their distance to the power of 1 or 2.

    Cohen, Psychological Bulletin 1968; 70: 213-220: one less the weighted disagreement seen over that expected by
    chance from each examiner's own ratings. With two ratings alone it is the unweighted kappa of 1960.
    """
    if len(pairs) < FEWEST:
        return no_figure(len(pairs), TOO_FEW)
    first, second = np.array(pairs).T
    seen = (np.abs(first - second).astype(float) ** power).mean()
    # Every rating of the one against every rating of the other: what chance alone would pair.
    expected = (np.abs(np.subtract.outer(first, second)).astype(float) ** power).mean()
    if expected == 0:
        return no_figure(len(pairs), NO_VARIANCE)  # both gave everybody the same rating: no chance to disagree
    return Figure(len(pairs), float(1 - seen / expected))


@dataclass(frozen=True, slots=True)
class _Anova:
    """Mean squares of subjects, within subjects, of examiners, and of what is left; subjects and examiners counted."""

    between: float
    within: float
    judges: float
    error: float
    n: int
    k: int


def intraclass(marks: Matrix) -> dict[str, Figure]:
    """The six intraclass correlations of examiners' marks (columns) for candidates (rows), with 95 % intervals.

    Shrout & Fleiss, Psychological Bulletin 1979; 86: 420-428; intervals as there and in McGraw & Wong, Psychological
    Methods 1996; 1: 30-46. `icc_1_…` supposes other examiners for each candidate, `icc_2_…` the same ones, who stand
    for all examiners (absolute agreement), `icc_3_…` the same ones, and no others (consistency); `…_1` is one
    examiner's marks, `…_k` the mean of all.
    """
    n = len(marks)
    if n < FEWEST:
        return dict.fromkeys(ICC_NAMES, no_figure(n, TOO_FEW))
    return intraclass_of(marks)


def intraclass_of(marks: Matrix) -> dict[str, Figure]:
    """The same however few the candidates are: for worked examples."""
    table = _part_variance(marks)
    if table.between + table.within < _NOTHING:
        return dict.fromkeys(ICC_NAMES, no_figure(table.n, NO_VARIANCE))
    one, two, three = _one_way(table), _two_way(table), _fixed(table)
    singles = {"icc_1": one, "icc_2": two, "icc_3": three}
    return {f"{name}_1": one for name, one in singles.items()} | {
        f"{name}_k": _of_mean(one, table.k) for name, one in singles.items()
    }


def _part_variance(marks: Matrix) -> _Anova:
    n, k = marks.shape
    mean = marks.mean()
    of_subjects = k * ((marks.mean(axis=1) - mean) ** 2).sum()
    of_judges = n * ((marks.mean(axis=0) - mean) ** 2).sum()
    whole = ((marks - mean) ** 2).sum()
    left = max(whole - of_subjects - of_judges, 0.0)  # below zero by rounding where all agree
    return _Anova(
        between=float(of_subjects / (n - 1)),
        within=float(max(whole - of_subjects, 0.0) / (n * (k - 1))),
        judges=float(of_judges / (k - 1)),
        error=float(left / ((n - 1) * (k - 1))),
        n=n,
        k=k,
    )


def _one_way(table: _Anova) -> Figure:
    value = _divide(table.between - table.within, table.between + (table.k - 1) * table.within)
    return _with_interval(table, value, table.within, table.n * (table.k - 1))


def _fixed(table: _Anova) -> Figure:
    value = _divide(table.between - table.error, table.between + (table.k - 1) * table.error)
    return _with_interval(table, value, table.error, (table.n - 1) * (table.k - 1))


def _divide(numerator: float, denominator: float) -> float | None:
    """None where nothing varies but the examiners: nought by nought, or a pole."""
    return None if abs(denominator) < _NOTHING else numerator / denominator


def _with_interval(table: _Anova, value: float | None, error: float, freedom: int) -> Figure:
    if value is None:
        return no_figure(table.n, NO_VARIANCE)
    if error < _NOTHING:
        return Figure(table.n, value)  # no disagreement at all: F has no value, and no interval follows
    ratio, more = table.between / error, table.k - 1
    low = ratio / stats.f.ppf(_TAIL, table.n - 1, freedom)
    high = ratio * stats.f.ppf(_TAIL, freedom, table.n - 1)
    return Figure(table.n, value, float((low - 1) / (low + more)), float((high - 1) / (high + more)))


def _two_way(table: _Anova) -> Figure:
    n, k, between, judges, error = table.n, table.k, table.between, table.judges, table.error
    value = _divide(between - error, between + (k - 1) * error + k * (judges - error) / n)
    if value is None:
        return no_figure(n, NO_VARIANCE)
    if error < _NOTHING:
        return Figure(n, value)
    freedom = _satterthwaite(table, value)
    above, below = stats.f.ppf(_TAIL, n - 1, freedom), stats.f.ppf(_TAIL, freedom, n - 1)
    spread = k * judges + (k * n - k - n) * error
    low = n * (between - above * error) / (above * spread + n * between)
    high = n * (below * between - error) / (spread + n * below * between)
    return Figure(n, value, float(low), float(high))


def _satterthwaite(table: _Anova, value: float) -> float:
    """The degrees of freedom of the denominator of ICC(2,1), which is a sum of mean squares."""
    n, k, ratio = table.n, table.k, table.judges / table.error
    a, b = k * value * ratio, n * (1 + (k - 1) * value) - k * value
    return (k - 1) * (n - 1) * (a + b) ** 2 / ((n - 1) * a**2 + b**2)


def _of_mean(single: Figure, k: int) -> Figure:
    """Spearman and Brown's step from one examiner to the mean of k, for the value and both ends."""
    if single.value is None:
        return single
    value, low, high = (
        None if one is None else _divide(k * one, 1 + (k - 1) * one) for one in (single.value, single.low, single.high)
    )
    return no_figure(single.n, NO_VARIANCE) if value is None else Figure(single.n, value, low, high)
