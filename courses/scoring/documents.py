"""Reading JSON documents field by field, so that every fault is named and not the first alone."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from credentials.records.faults import Fault, shown

LONGEST = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A value with where it stands. What is wrong with it goes to `faults`, which all places of a document share."""

    value: Any
    pointer: str = ""
    faults: list[Fault] = field(default_factory=list)

    def fail(self, code: str, detail: str) -> None:
        """Note a fault here."""
        self.faults.append(Fault(self.pointer, code, detail))

    def at(self, name: str | int) -> "Place":
        """The place under a name of an object or an index of a list; its value is None where nothing stands."""
        step = str(name).replace("~", "~0").replace("/", "~1")
        value = self.value.get(name) if isinstance(self.value, dict) else self.value[name]
        return Place(value, f"{self.pointer}/{step}", self.faults)

    def has(self, name: str) -> bool:
        """Whether an object gives something other than null under the name."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def is_object(self, needed: Collection[str], optional: Collection[str] = ()) -> bool:
        """Whether it is an object whose fields can be read; names what is missing and what no such object has."""
        if not isinstance(self.value, dict):
            self.fail("wrong_type", f"An object is needed, not {shown(self.value)}")
            return False
        for name in needed:
            if name not in self.value:
                Place(None, f"{self.pointer}/{name}", self.faults).fail("missing", "Needed")
        for name in self.value:
            if name not in needed and name not in optional:
                known = ", ".join(sorted({*needed, *optional}))
                self.at(name).fail("unknown_field", f"Known here: {known}")
        return all(name in self.value for name in needed)

    def entries(self, *, least: int = 1, most: int = 1000) -> Iterator["Place"]:
        """The places of a list's entries; none when it is no list or has too few or too many."""
        if not isinstance(self.value, list):
            self.fail("wrong_type", f"A list is needed, not {shown(self.value)}")
        elif not least <= len(self.value) <= most:
            self.fail("out_of_range", f"From {least} to {most} entries are needed, not {len(self.value)}")
        else:
            yield from (self.at(index) for index in range(len(self.value)))

    def text(self, *, most: int = LONGEST) -> str:
        """A text with something to read in it."""
        if not isinstance(self.value, str):
            self.fail("wrong_type", f"A text is needed, not {shown(self.value)}")
        elif not self.value.strip():
            self.fail("blank", "A text with a character to read is needed")
        elif len(self.value) > most:
            self.fail("too_long", f"At most {most} characters")
        else:
            return self.value
        return ""

    def word(self, words: Collection[str]) -> str:
        """One of a closed list of words."""
        if isinstance(self.value, str) and self.value in words:
            return self.value
        self.fail("unknown_value", f"One of: {', '.join(sorted(words))}")
        return ""

    def whole(self, *, least: int, most: int) -> int:
        """A whole number."""
        if type(self.value) is not int:
            self.fail("wrong_type", f"A whole number is needed, not {shown(self.value)}")
        elif not least <= self.value <= most:
            self.fail("out_of_range", f"From {least} to {most}")
        else:
            return self.value
        return least

    def flag(self) -> bool:
        """True or false."""
        if type(self.value) is not bool:
            self.fail("wrong_type", f"true or false is needed, not {shown(self.value)}")
        return self.value is True

    def hundredths(self, *, least: int, most: int) -> int:
        """A number with at most two decimal places, in hundredths; `least` and `most` are hundredths too."""
        read = hundredths_of(self.value)
        if read is None:
            code = "too_precise" if type(self.value) is float else "wrong_type"
            self.fail(code, f"A number with at most two decimal places is needed, not {shown(self.value)}")
        elif read < least:
            self.fail("negative" if read < 0 else "out_of_range", f"At least {shown_hundredths(least)}")
        elif read > most:
            self.fail("over_maximum", f"At most {shown_hundredths(most)}")
        else:
            return read
        return least


def hundredths_of(value: object) -> int | None:
    """A JSON number in whole hundredths; None where it is none, or is more precise than that.

    A float is read by its shortest text, which is what the sender wrote: 0.29 is 29 hundredths and not 28.999….
    """
    if type(value) is int:
        return value * 100
    if type(value) is not float or abs(value) > 1e12:  # what no mark is
        return None
    scaled = Decimal(repr(value)) * 100
    return int(scaled) if scaled == scaled.to_integral_value() else None


def shown_hundredths(value: int) -> int | float:
    """Hundredths as the JSON number that people wrote: 6100 is 61, 2750 is 27.5."""
    return value // 100 if value % 100 == 0 else float(Decimal(value) / 100)
