"""Codes of places: ISO 3166-1 and 3166-2, user-assigned codes that a law file defines, and how they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# United States territories have a country code and a subdivision code in ISO 3166; the second is told.
_TERRITORIES = {code: f"US-{code}" for code in ("PR", "GU", "VI", "AS", "MP", "UM")}
_USER_ASSIGNED = re.compile(r"(?:AA|Q[M-Z]|X[A-Z]|ZZ)(?:-[A-Z0-9]{1,3})?")


class UnknownPlace(ValueError):
    """The code stands for no place that is known here."""


def country_of(code: str) -> str:
    """The country of a place; a country is its own."""
    return code[:2]


def is_user_assigned(code: str) -> bool:
    """Whether ISO leaves the code to users, so that only a law file can give it a meaning."""
    return _USER_ASSIGNED.fullmatch(code) is not None


def tell_code(code: str) -> str:
    """A code in capitals, a territory under the United States, known or not. Raises UnknownPlace for no code at all."""
    # str.upper() turns letters of other scripts into ASCII ones (a sharp s becomes SS, which is South Sudan).
    if not isinstance(code, str) or not code.isascii():
        raise UnknownPlace(code)
    told = code.upper()
    return _TERRITORIES.get(told, told)


@dataclass(frozen=True, slots=True)
class Places:
    """All places there are: `parents` maps each ISO code to its parent subdivision (or None); `on_file` have law."""

    parents: Mapping[str, str | None]
    on_file: frozenset[str] = field(default=frozenset())

    def read(self, code: str) -> str:
        """A code as records tell it: in capitals, territories under the United States. Raises UnknownPlace."""
        told = tell_code(code)
        if told in self.on_file or (told in self.parents and not is_user_assigned(told)):
            return told
        raise UnknownPlace(code)

    def read_asked(self, code: str) -> str:
        """A code as a question means it: a subdivision within one that has a law file is read as that one."""
        told = self.read(code)
        ancestor: str | None = told
        while ancestor is not None:
            if ancestor in self.on_file:
                return ancestor
            ancestor = self.parents.get(ancestor)
        return told
