"""The invented learners: three hundred, each with what an enrolment asks for. None of them exists."""

from dataclasses import dataclass
from typing import Any

from credentials.demo.days import Days

METALS = (
    "Copper", "Silver", "Bronze", "Cobalt", "Nickel", "Tin", "Zinc", "Iron", "Brass", "Pewter",
    "Quartz", "Opal", "Garnet", "Topaz", "Agate", "Jasper", "Onyx", "Beryl", "Pyrite", "Mica",
)  # fmt: skip
TREES = (
    "Aldertop", "Birchmoor", "Cedarling", "Elmwick", "Firhollow", "Hazelbank", "Juniperly", "Larchford",
    "Maplehurst", "Oakenby", "Pinewhistle", "Rowanmere", "Sprucely", "Willowgate", "Yewbridge",
)  # fmt: skip
MANY = len(METALS) * len(TREES)


@dataclass(frozen=True, slots=True)
class Learner:
    """The nth learner of the demo, of a profession, licensed in a place for years."""

    n: int
    profession: str
    jurisdiction: str

    @property
    def name(self) -> str:
        """No two of them are alike."""
        return f"{METALS[self.n % len(METALS)]} {TREES[self.n // len(METALS)]}"

    @property
    def candidate(self) -> str:
        """The provider's own number for them."""
        return f"DEMO-{self.n:03d}"

    def licence(self, days: Days) -> dict[str, Any]:
        """A licence of twelve years and more, with one and more ahead."""
        return {
            "jurisdiction": self.jurisdiction,
            "profession": self.profession,
            "number": f"DEMO-L-{self.jurisdiction}-{self.profession}-{self.n:03d}",
            "issued_on": days.ago(4400 + 7 * self.n),
            "expires_on": days.ahead(400 + self.n),
            "checked_on": days.ago(10 + self.n % 60),
        }

    def record(self, registry_number: str, days: Days) -> dict[str, Any]:
        """What the register tells about them, with the education that ladders ask for before and after."""
        return {
            "registry_number": registry_number,
            "name": self.name,
            "email": f"{self.name.replace(' ', '.').lower()}@example.org",
            "born_on": days.ago(11_000 + 23 * self.n),
            "licences": [self.licence(days)],
            "continuing_education": [
                {"hours": 16, "completed_on": days.ago(2000), "subject": "manual therapy"},
                {"hours": 12, "completed_on": days.ago(150), "subject": "dry_needling"},
            ],
        }
