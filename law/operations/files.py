"""The law files as the settings name them, read for a release; what is wrong with either is told clearly."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from law.queries.files import digest_of_files
from rulebook.law import EVIDENCE
from rulebook.loading import LawFaults, read_pack


class LawFilesRefused(Exception):
    """The files cannot be released; the text is a sentence, `faults` name each fault with file and line."""

    def __init__(self, sentence: str, faults: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.faults = faults


@dataclass(frozen=True, slots=True)
class LawFiles:
    """The folder of law files, the weakest evidence that permits, and the months after which a check is overdue."""

    folder: Path
    evidence_floor: str
    review_months: int

    def read_digest(self) -> str:
        """What tells these files from others, without reading them for sense. Raises LawFilesRefused."""
        try:
            return digest_of_files(self.folder, evidence_floor=self.evidence_floor, review_months=self.review_months)
        except OSError as error:
            raise _unreadable(error) from None

    def read(self) -> dict[str, Any]:
        """The content of a pack. Raises LawFilesRefused."""
        try:
            return read_pack(self.folder, evidence_floor=self.evidence_floor, review_months=self.review_months)
        except OSError as error:
            raise _unreadable(error) from None
        except LawFaults as refused:
            faults = tuple(map(str, refused.faults))
            count = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
            raise LawFilesRefused(
                f"{count} in the law files of {self.folder}; law with a fault is not released.", faults
            ) from None


def find_law_files(folder: str | None = None) -> LawFiles:
    """Those of LAW_DIR (or of the folder given), LAW_EVIDENCE_FLOOR and LAW_REVIEW_MONTHS. Raises LawFilesRefused."""
    where = Path(folder or settings.LAW_DIR)
    floor, months = settings.LAW_EVIDENCE_FLOOR, settings.LAW_REVIEW_MONTHS
    if not where.is_dir():
        raise LawFilesRefused(f"{'--dir' if folder else 'LAW_DIR'} names no folder: {where}")
    if floor not in EVIDENCE:
        raise LawFilesRefused(f"LAW_EVIDENCE_FLOOR must be one of {', '.join(EVIDENCE)}, not {floor!r}.")
    if type(months) is not int or months < 1:
        raise LawFilesRefused(f"LAW_REVIEW_MONTHS must be a whole number of at least 1, not {months!r}.")
    return LawFiles(where, floor, months)


def _unreadable(error: OSError) -> LawFilesRefused:
    return LawFilesRefused(f"The law files cannot be read: {error}.")
