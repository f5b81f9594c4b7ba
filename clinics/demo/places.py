"""The three invented clinics and their eight sites in six jurisdictions."""

from dataclasses import dataclass

from credentials.demo.organisations import CLINIC, NAMES
from credentials.demo.places import PLACES, Place

HAREBELL, SALTMARSH = "Harebell Sports Rehab (fictional)", "Saltmarsh Therapy Group (fictional)"
CLINICS = (NAMES[CLINIC][0], HAREBELL, SALTMARSH)
_BY_REGISTER = {place.register: place for place in PLACES}


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A site as the demo calls it; so many work there, and so many of another site's staff besides."""

    code: str
    clinic: str
    name: str
    register: str
    time_zone: str
    staff: int
    lent: int = 0
    groups: tuple[str, ...] = ("adult", "child")

    @property
    def place(self) -> Place:
        """The register of its staff, with what the law of the place asks for."""
        return _BY_REGISTER[self.register]

    @property
    def jurisdiction(self) -> str:
        """Where its patients are."""
        return self.place.patient_is_in


SITES = (
    DemoSite("reef", CLINICS[0], "Palmetto Reef, main house", "US-FL", "America/New_York", 70),
    DemoSite("pier", CLINICS[0], "Palmetto Reef, pier", "US-FL", "America/New_York", 20, 15, ("adult",)),
    DemoSite("oysterbank", CLINICS[0], "Oysterbank", "US-MD", "America/New_York", 45),
    DemoSite("dogwood", HAREBELL, "Dogwood Hollow", "US-VA", "America/New_York", 60),
    DemoSite("foxglove", HAREBELL, "Foxglove-on-the-Wold", "GB", "Europe/London", 55),
    DemoSite("teasel", HAREBELL, "Teasel Lane", "GB", "Europe/London", 15, 20, ("adult",)),
    DemoSite("waratah", SALTMARSH, "Waratah Junction", "AU", "Australia/Sydney", 80),
    DemoSite("kowhai", SALTMARSH, "Kōwhai Bay", "NZ", "Pacific/Auckland", 20),
)
LENDERS = {"pier": "reef", "teasel": "foxglove"}  # whose staff also work there
