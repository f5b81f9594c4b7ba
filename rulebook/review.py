"""Which provisions wait for somebody to look at their sources again, and which soon will."""

import datetime as dt
from dataclasses import dataclass

from rulebook.law import Law, Provision


@dataclass(frozen=True, slots=True)
class DueProvision:
    """A provision whose sources are due for another look; `overdue_from` is the first day that its yes is withheld."""

    id: str
    place: str
    profession: str
    checked_on: dt.date
    overdue_from: dt.date
    url: str | None


def list_due(law: Law, on: dt.date) -> list[DueProvision]:
    """The provisions that are overdue on the day, the longest overdue first.

    Give a later day to see what comes due by then. A provision that is closed is listed too: a question about a day
    in its time still rests on it.
    """
    every = (one for place in law.jurisdictions.values() for several in place.provisions.values() for one in several)
    due = [told for told in map(_tell, every) if told is not None and told.overdue_from <= on]
    return sorted(due, key=lambda one: (one.overdue_from, one.place, one.profession, one.id))


def _tell(provision: Provision) -> DueProvision | None:
    if provision.overdue_from is None:
        return None
    document = provision.document
    return DueProvision(
        id=provision.id,
        place=provision.place,
        profession=provision.profession,
        checked_on=dt.date.fromisoformat(document["checked_on"]),
        overdue_from=provision.overdue_from,
        url=(document["citation"] or {}).get("url"),
    )
