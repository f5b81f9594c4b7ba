"""What happened to some of the staff in the month before the demo was written; the rest worked on undisturbed."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clinics.demo.people import Colleague
from credentials.demo.days import Days
from credentials.demo.records import ACADEMY, BOARD, REGISTER

Item = dict[str, Any]
Change = Callable[[Item, Days], None]


@dataclass(frozen=True, slots=True)
class Story:
    """On a day a source tells something new about a colleague: `change` alters the one item of `told` it speaks of."""

    site: str
    turn: int
    days_ago: int
    source: str
    told: str
    change: Change

    def tell(self, colleague: Colleague, days: Days) -> Item:
        """The list as the source tells it from that day on."""
        items = copy.deepcopy(colleague.told.told[self.source][self.told])
        self.change(items[0], days)
        colleague.told.told[self.source][self.told] = items
        return {self.told: items}


def _suspend(from_ago: int, until_ago: int | None = None) -> Change:
    def change(licence: Item, days: Days) -> None:
        until = None if until_ago is None else days.ago(until_ago)
        licence["statuses"] = [{"status": "suspended", "from": days.ago(from_ago), "until": until}]

    return change


def _watch(licence: Item, days: Days) -> None:
    licence["statuses"] = [{"status": "probation", "from": days.ago(19), "until": days.ahead(160)}]


def _keep_from_minors(licence: Item, days: Days) -> None:
    licence["restrictions"] = [{"kind": "no_minors", "from": days.ago(6), "until": days.ahead(90)}]


def _last(ahead: int) -> Change:
    def change(item: Item, days: Days) -> None:
        item["expires_on"] = days.ahead(ahead)

    return change


def _count_fewer_hours(training: Item, _: Days) -> None:
    training["hours"][0]["hours"] -= 10


# The days of some credentials as the month began: (site, turn, source, list, days from today on which they end).
ENDING = (
    ("reef", 4, REGISTER, "licences", -12),
    ("reef", 8, REGISTER, "licences", 12),
    ("pier", 2, ACADEMY, "certifications", -9),
    ("oysterbank", 4, REGISTER, "licences", -8),
    ("oysterbank", 6, ACADEMY, "certifications", 25),
    ("dogwood", 2, ACADEMY, "certifications", -4),
    ("foxglove", 4, ACADEMY, "certifications", 55),
    ("waratah", 6, REGISTER, "licences", 6),
    ("kowhai", 4, REGISTER, "licences", -2),
)
STORIES = (
    Story("reef", 0, 24, REGISTER, "licences", _suspend(24)),
    Story("reef", 0, 16, REGISTER, "licences", _suspend(24, 16)),
    Story("reef", 2, 20, ACADEMY, "training", _count_fewer_hours),
    Story("oysterbank", 4, 5, REGISTER, "licences", _last(725)),  # renewed, late
    Story("foxglove", 2, 19, REGISTER, "licences", _watch),
    Story("pier", 2, 14, ACADEMY, "certifications", _last(1080)),  # renewed in time: nobody is told
    Story("waratah", 2, 13, REGISTER, "licences", _suspend(14)),
    Story("kowhai", 2, 6, REGISTER, "licences", _keep_from_minors),
    Story("dogwood", 6, 2, REGISTER, "licences", _suspend(2)),
    Story("oysterbank", 8, 1, BOARD, "authorizations", _last(30)),
)


def begin(colleagues: list[Colleague], days: Days) -> None:
    """Give those whose credentials end the days on which they do."""
    by_place = {(one.site.code, one.turn): one for one in colleagues}
    for site, turn, source, told, ahead in ENDING:
        _last(ahead)(by_place[site, turn].told.told[source][told][0], days)
