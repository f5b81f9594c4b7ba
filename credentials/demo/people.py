"""The two hundred: ten to a place, in a fixed order."""

import datetime as dt

from credentials.demo.days import Days
from credentials.demo.places import PLACES
from credentials.demo.records import Draft, Invented, draft_record
from credentials.demo.specials import SPECIALS
from credentials.demo.twists import TWISTS

FIRST_SHORT, FIRST_WHOLE = "US-FL short", "US-FL whole"


def invent_people(today: dt.date) -> list[Invented]:
    """Everyone of the demo as their sources tell them. `alias` is unique: the register, then what is shown."""
    days = Days(today)
    people = []
    for turn, place in enumerate(PLACES):
        twists = {**TWISTS, SPECIALS[place.register][0]: SPECIALS[place.register][1]}
        for slot, (name, twist) in enumerate(twists.items()):
            draft: Draft = draft_record(len(twists) * turn + slot, place, days)
            twist(draft)
            people.append(draft.tell(f"{place.register} {name}"))
    return people
