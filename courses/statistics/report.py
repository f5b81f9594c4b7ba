"""The report on a paper: how results are spread, how items and stations did, how far examiners agree."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from courses.statistics.agreement import ICC_NAMES, intraclass, weighted_kappa
from courses.statistics.distributions import describe
from courses.statistics.figures import EXAMINERS_VARY, NO_ITEMS, NO_RATINGS, Figure, no_figure
from courses.statistics.items import difficulty, discrimination
from courses.statistics.reliability import cronbach_alpha

LINEAR, QUADRATIC = 1, 2


def tell_results(percents: list[float], passed: int) -> dict[str, Any]:
    """How results are spread."""
    return describe(percents, passed)


def tell_parts(
    codes: Sequence[str], maxima: Sequence[float], rows: Sequence[Sequence[float]]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Difficulty and discrimination of each item or station, and alpha of all together."""
    if not codes:
        return [], no_figure(0, NO_ITEMS).told()
    marks = np.array(rows, dtype=float).reshape(len(rows), len(codes))
    hard, parting = difficulty(marks / np.array(maxima)), discrimination(marks)
    told = [
        {"code": code, "maximum": maximum, "difficulty": one.told(), "discrimination": other.told()}
        for code, maximum, one, other in zip(codes, maxima, hard, parting, strict=True)
    ]
    return told, cronbach_alpha(marks).told()


def tell_agreement(
    station: str,
    marks: Sequence[tuple[float, float]],
    ratings: Sequence[tuple[int, int]],
    examiners: frozenset[tuple[int, int]],
) -> dict[str, Any]:
    """How far the two examiners of a station agree.

    Kappa, and correlations that suppose the same examiners throughout, are told where one pair marked everybody; with
    several pairs only those that suppose other examiners for each candidate.
    """
    is_one_pair = len(examiners) <= 1
    figures = intraclass(np.array(marks, dtype=float).reshape(len(marks), 2))
    if not is_one_pair:
        varying = no_figure(len(marks), EXAMINERS_VARY)
        figures = {name: figures[name] if name.startswith("icc_1") else varying for name in ICC_NAMES}
    return {
        "station": station,
        "kappa_linear": _kappa(ratings, LINEAR, is_one_pair).told(),
        "kappa_quadratic": _kappa(ratings, QUADRATIC, is_one_pair).told(),
        **{name: one.told() for name, one in figures.items()},
    }


def _kappa(ratings: Sequence[tuple[int, int]], power: int, is_one_pair: bool) -> Figure:
    if not ratings:
        return no_figure(0, NO_RATINGS)
    return weighted_kappa(ratings, power=power) if is_one_pair else no_figure(len(ratings), EXAMINERS_VARY)
