"""Names of places, of those without a law file too."""

import pycountry

from rulebook.law import Law
from rulebook.places import country_of


def name_place(law: Law, code: str) -> str:
    """The name of a known place: its law file's, else ISO's everyday one, else the code."""
    held = law.jurisdictions.get(code)
    if held is not None:
        return held.name
    if code != country_of(code):
        subdivision = pycountry.subdivisions.get(code=code)  # type: ignore[no-untyped-call]  # it ships no types
        return str(subdivision.name) if subdivision else code
    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", country.name)) if country else code
