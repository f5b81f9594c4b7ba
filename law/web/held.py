"""The law that the pages show."""

import functools
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from law.web.documents import Document
from rulebook.loading import read_iso_codes, read_law_folder
from rulebook.places import Places


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """The documents of every place on file, by code, and what tells this law from another."""

    documents: dict[str, Document]
    digest: str
    places: Places


def read_held_law() -> HeldLaw:
    """The law in use now."""
    return _read_folder(settings.LAW_DIR)


@functools.cache
def _read_folder(folder: Path) -> HeldLaw:
    documents: dict[str, Document] = {str(one["jurisdiction"]): one for one in read_law_folder(folder)}
    return HeldLaw(documents, "", Places(read_iso_codes(), frozenset(documents)))
