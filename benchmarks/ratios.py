"""Medians over rounds, and ratios paired by round: each round's own reference, so that the machine's drift cancels."""

import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks.shooting import Shot


def pair(taken: Sequence[float], reference: Sequence[float]) -> float:
    """The median of the rounds' own ratios."""
    return statistics.median(one / other for one, other in zip(taken, reference, strict=True) if other)


def shorten(rate: float) -> float:
    """As many digits as mean something."""
    return round(rate) if rate >= 100 else round(rate, 2)


def noise(taken: Sequence[float]) -> str:
    """The least and the most of the rounds, as parts of the median."""
    middle = statistics.median(taken)
    return f"{min(taken) / middle:.2f}..{max(taken) / middle:.2f}" if middle else "-"


def tell_rates(rates: Sequence[float], **references: Sequence[float]) -> dict[str, Any]:
    """The median rate, its noise, and its ratio to each reference (named `of_…`), with that ratio's own range."""
    told: dict[str, Any] = {"per_second": shorten(statistics.median(rates)), "noise": noise(rates)}
    for name, reference in references.items():
        told[name] = round(pair(rates, reference), 3)
        ratios = sorted(one / other for one, other in zip(rates, reference, strict=True) if other)
        told[f"{name}_rounds"] = f"{ratios[0]:.2f}..{ratios[-1]:.2f}" if ratios else "-"
    return told


def tell_shots(taken: Sequence[Shot], **references: Sequence[Shot]) -> dict[str, Any]:
    """Rates of shots, their 99th percentile (median of rounds, and paired with each reference), and the failures."""
    others = {name: [shot.per_second for shot in shots] for name, shots in references.items()}
    told = tell_rates([shot.per_second for shot in taken], **others)
    told["p99_ms"] = round(statistics.median(shot.p99_ms for shot in taken), 1)
    told["p99_by_round"] = [round(shot.p99_ms, 1) for shot in taken]
    for name, shots in references.items():
        told[f"p99_{name}"] = round(pair([shot.p99_ms for shot in taken], [shot.p99_ms for shot in shots]), 2)
    told["failures"] = sum(shot.failures for shot in taken)
    return told
