"""How results are spread."""

from typing import Any

import numpy as np

from courses.statistics.figures import PLACES

BINS = 10


def describe(percents: list[float], passed: int) -> dict[str, Any]:
    """Count, passes, mean, spread, quartiles and tenths of results in per cent; null where there is nothing to tell.

    The standard deviation is that of a sample (n - 1) and needs two; the last tenth includes 100.
    """
    count = len(percents)
    if not count:
        empty = dict.fromkeys(("mean", "deviation", "lowest", "quartile", "median", "upper_quartile", "highest"))
        return {"n": 0, "passed": passed, **empty, "tenths": [0] * BINS}
    values = np.array(percents)
    lowest, quartile, median, upper, highest = (float(one) for one in np.quantile(values, (0, 0.25, 0.5, 0.75, 1)))
    tenths, _ = np.histogram(values, bins=BINS, range=(0, 100))
    return {
        "n": count,
        "passed": passed,
        "mean": round(float(values.mean()), PLACES),
        "deviation": round(float(values.std(ddof=1)), PLACES) if count > 1 else None,
        "lowest": lowest,
        "quartile": quartile,
        "median": median,
        "upper_quartile": upper,
        "highest": highest,
        "tenths": [int(one) for one in tenths],
    }
