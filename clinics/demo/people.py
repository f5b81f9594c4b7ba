"""The invented staff of the clinics: most may needle, some may not, each for a reason that can be looked at."""

from dataclasses import dataclass

from clinics.demo.places import SITES, DemoSite
from credentials.demo.days import Days
from credentials.demo.names import make_address, make_npi
from credentials.demo.records import Draft, Invented, draft_record
from credentials.demo.twists import TWISTS, leave_whole

BIRDS = (
    "Avocet", "Bunting", "Curlew", "Dunnock", "Finch", "Godwit", "Heron", "Jackdaw", "Kestrel", "Lapwing",
    "Martin", "Nuthatch", "Osprey", "Plover", "Redstart", "Siskin", "Teal", "Whimbrel", "Wren", "Yaffle",
)  # fmt: skip
STREAMS = (
    "Alderbeck", "Brookmere", "Cressford", "Dewpond", "Eddyton", "Foamwater", "Gillbeck", "Hatchpool", "Icebourne",
    "Kingcupley", "Loamrill", "Millrace", "Narrowford", "Otterburn", "Pebblebrook", "Quillstream", "Reedwater",
    "Saltrill", "Trickleby", "Weirstone",
)  # fmt: skip
FIRST = 2_000  # beyond the numbers of the registry's own demo
# Of every twenty: what is the matter with whom. All others have whatever their place asks for.
MATTERS = {3: "adults", 7: "short", 9: "expired", 11: "adults", 13: "lapsed", 15: "restriction", 17: "status"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone on the staff of a site; `turn` counts the staff of that site."""

    n: int
    site: DemoSite
    turn: int
    told: Invented

    @property
    def matter(self) -> str:
        """What is the matter with them, `whole` when nothing is."""
        return MATTERS.get(self.turn % 20, "whole")


def invent_staff(days: Days) -> list[Colleague]:
    """Everyone, site after site, in a fixed order."""
    drawn = [(site, turn) for site in SITES for turn in range(site.staff)]
    return [_invent(n, site, turn, days) for n, (site, turn) in enumerate(drawn)]


def _invent(n: int, site: DemoSite, turn: int, days: Days) -> Colleague:
    draft = draft_record(FIRST + n, site.place, days)
    name = make_name(n)
    draft.about |= {"name": name, "email": make_address(name), "born_on": days.ago(10_000 + 29 * n)}
    if site.place.has_npi:
        draft.about["npi"] = make_npi(FIRST + n)
    _age(draft, n, days)
    matter = MATTERS.get(turn % 20)
    if matter is not None:
        TWISTS[matter](draft)
        _settle(draft, turn, days)
    elif turn % 4 == 0:
        leave_whole(draft)
    return Colleague(n, site, turn, draft.tell(f"{site.code} {matter or 'whole'} {turn}"))


def _settle(draft: Draft, turn: int, days: Days) -> None:
    """What ended did so before the month that the demo tells of."""
    for item in (draft.licence, *draft.lists["certifications"]):
        if item["expires_on"] < days.ago(0):
            item["expires_on"] = days.ago(45 + turn)


def make_name(n: int) -> str:
    """The nth of four hundred names, none of which the registry's own demo has."""
    return f"{BIRDS[n % len(BIRDS)]} {STREAMS[(n // len(BIRDS) + n) % len(STREAMS)]}"


def _age(draft: Draft, n: int, days: Days) -> None:
    """Days of a working life: the registry's own demo counts them up with the number."""
    draft.licence["issued_on"] = days.ago(2400 + 9 * n)
    draft.licence["expires_on"] = days.ahead(120 + n)
    draft.licence["checked_on"] = days.ago(45 + n % 40)
    for certification in draft.lists["certifications"]:
        certification["expires_on"] = days.ahead(200 + n)
