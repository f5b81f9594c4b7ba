"""The law that the pages show: that of the pack that answers now."""

from dataclasses import dataclass

import pycountry

from law.queries.compiled import current_law
from law.web.documents import Document
from rulebook.law import Law
from rulebook.places import country_of


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """The documents of every place on file, by code, beside the law compiled from them."""

    documents: dict[str, Document]
    law: Law

    def name_place(self, code: str) -> str:
        """The place's name: its file's, else ISO's."""
        if code in self.documents:
            return str(self.documents[code]["name"])
        subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # the package is half typed
        return str(subdivision.name) if subdivision else self.name_country(country_of(code))

    def name_country(self, code: str) -> str:
        """The country's name: its file's, else ISO's everyday one; a code that ISO leaves to users stands as it is."""
        if code in self.documents:
            return str(self.documents[code]["name"])
        country = pycountry.countries.get(alpha_2=code)
        return str(getattr(country, "common_name", country.name)) if country else code

    def list_places(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every place on file as (country, [(code, name)]), in order of names, a country before its parts."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for code in self.documents:
            groups.setdefault(self.name_country(country_of(code)), []).append((code, self.name_place(code)))
        return [(name, sorted(places, key=_by_name)) for name, places in sorted(groups.items())]


def read_held_law() -> HeldLaw:
    """The law in use now, in one small query. Raises NoLawReleased."""
    law = current_law()
    return HeldLaw({code: place.document for code, place in law.jurisdictions.items()}, law)


def _by_name(place: tuple[str, str]) -> tuple[bool, str]:
    return "-" in place[0], place[1]
