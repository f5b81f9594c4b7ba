"""What the settings say about the law, checked, so that a wrong value is one clear sentence."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from rulebook.law import EVIDENCE


@dataclass(frozen=True, slots=True)
class LawSettings:
    """The folder of law files, the weakest evidence that permits, and the months after which a check is overdue."""

    folder: Path
    evidence_floor: str
    review_months: int


def read_law_settings(folder: str | None = None) -> LawSettings:
    """LAW_DIR (or the folder given), LAW_EVIDENCE_FLOOR and LAW_REVIEW_MONTHS. Raises CommandError."""
    where = Path(folder or settings.LAW_DIR)
    floor, months = settings.LAW_EVIDENCE_FLOOR, settings.LAW_REVIEW_MONTHS
    if not where.is_dir():
        raise CommandError(f"{'--dir' if folder else 'LAW_DIR'} names no folder: {where}")
    if floor not in EVIDENCE:
        raise CommandError(f"LAW_EVIDENCE_FLOOR must be one of {', '.join(EVIDENCE)}, not {floor!r}.")
    if type(months) is not int or months < 1:
        raise CommandError(f"LAW_REVIEW_MONTHS must be a whole number of at least 1, not {months!r}.")
    return LawSettings(where, floor, months)
