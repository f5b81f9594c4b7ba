"""What is told about the person, not about a credential: all of it personal data that can be erased."""

from typing import Any

import orjson

from credentials.records.faults import refuse, shown
from credentials.records.objects import Field, read_object
from credentials.records.values import list_reader, optional, read_address, read_day, read_npi, text_reader

FORMER_NAMES = "former_names"
_LONGEST_LISTING = 10_000

_read_short = text_reader(200)


def read_flag(value: Any) -> bool:
    """True or false, nothing like it."""
    if not isinstance(value, bool):
        raise refuse("wrong_type", f"true or false is needed, not {shown(value)}")
    return value


_LISTED = (
    Field("consented", read_flag),
    Field("city", optional(_read_short), None),
    Field("languages", list_reader(_read_short, once=True), ()),
)


def read_listed(value: Any) -> str:
    """Whether the person is to be listed and how, as the canonical JSON text that is stored."""
    consented, city, languages = read_object(value, _LISTED)
    text = orjson.dumps({"consented": consented, "city": city, "languages": languages}).decode()
    if len(text) > _LONGEST_LISTING:
        raise refuse("too_long", f"at most {_LONGEST_LISTING} characters are kept")
    return text


# In the order of the API; former names, a list, stand after the name.
SCALARS = {
    "name": optional(text_reader()),
    "npi": optional(read_npi),
    "email": optional(read_address),
    "born_on": optional(read_day),
    "listed": optional(read_listed),
}
read_former_names = list_reader(text_reader(), once=True)
