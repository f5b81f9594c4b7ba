"""How consistently a paper measures."""

from scipy import stats

from courses.statistics.figures import FEWEST, NO_VARIANCE, ONE_PART, TOO_FEW, Figure, no_figure
from courses.statistics.items import Matrix


def cronbach_alpha(marks: Matrix) -> Figure:
    """Cronbach's alpha of items or stations (columns) over candidates (rows), with Feldt's 95 % interval.

    Cronbach, Psychometrika 1951; 16: 297-334, for items that are right or wrong the same as Kuder-Richardson's formula
    20; the interval is exact for compound symmetry (Feldt, Psychometrika 1965; 30: 357-370).
    """
    count, items = marks.shape
    if items == 1:
        return no_figure(count, ONE_PART)
    if count < FEWEST:
        return no_figure(count, TOO_FEW)
    whole = marks.sum(axis=1).var(ddof=1)
    if whole < 1e-9:
        return no_figure(count, NO_VARIANCE)
    alpha = items / (items - 1) * (1 - marks.var(axis=0, ddof=1).sum() / whole)
    freedom = count - 1, (count - 1) * (items - 1)
    low = 1 - (1 - alpha) * stats.f.ppf(0.975, *freedom)
    high = 1 - (1 - alpha) * stats.f.ppf(0.025, *freedom)
    return Figure(count, float(alpha), float(low), float(high))
