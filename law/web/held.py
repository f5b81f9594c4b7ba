"""The law that the pages show: that of the pack that answers now."""

from dataclasses import dataclass

import pycountry

from law.queries.compiled import current_law
from rulebook.law import Jurisdiction, Law
from rulebook.places import country_of


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """The law, and how its places are called."""

    law: Law

    def find(self, code: str) -> Jurisdiction | None:
        """The place's law; None where no file tells any."""
        return self.law.jurisdictions.get(code)

    def find_country_above(self, code: str) -> Jurisdiction | None:
        """The law of the country that counts in this part of it too; None for a country, and where there is none."""
        country = country_of(code)
        return None if country == code else self.find(country)

    def name_place(self, code: str) -> str:
        """The place's name: its file's, else ISO's."""
        held = self.find(code)
        if held is not None:
            return held.name
        subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # the package is half typed
        return str(subdivision.name) if subdivision else self.name_country(country_of(code))

    def name_country(self, code: str) -> str:
        """The country's name: its file's, else ISO's everyday one; a code that ISO leaves to users stands as it is."""
        held = self.find(code)
        if held is not None:
            return held.name
        country = pycountry.countries.get(alpha_2=code)
        return str(getattr(country, "common_name", country.name)) if country else code

    def list_places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every place on file as (country, [(code, name)]), in order of names, a country before its parts."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, place in self.law.jurisdictions.items():
            groups.setdefault(self.name_country(country_of(code)), []).append((code, place.name))
        return [(name, sorted(places, key=_by_name)) for name, places in sorted(groups.items())]


def read_held_law() -> HeldLaw:
    """The law in use now, in one small query. Raises NoLawReleased."""
    return HeldLaw(current_law())


def _by_name(place: tuple[str, str]) -> tuple[bool, str]:
    return "-" in place[0], place[1]
