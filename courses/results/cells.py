"""One cell at a time: days, numbers, words. What cannot be read is told, never guessed."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from courses.results.mapping import ResultMapping
from credentials.files.cells import Wrong, parse_day, refuse_text, shorten
from credentials.files.xlsx_rows import TypedText

_NUMBER = re.compile(r"[+-]?(\d{1,9})(\.\d{1,6})?")
_WITH_COMMA = re.compile(r"[+-]?\d{1,9},\d{1,6}")
MOST_REMEMBERED = 20_000  # of cells that were read before: more than there are per cents in hundredths


class CellReader:
    """Reads cells as a mapping says. What was read before is remembered: a file has few days and few marks."""

    def __init__(self, mapping: ResultMapping, last_day: dt.date) -> None:
        self._mapping, self._last_day = mapping, last_day
        self._days: dict[str, dt.date | Wrong] = {}
        self._percents: dict[str, int | Wrong] = {}

    def read_day(self, text: str) -> dt.date | Wrong:
        """A day, not after the last that has begun anywhere."""
        known = self._days
        key = f"={text}" if isinstance(text, TypedText) else text
        found = known.get(key)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[key] = self._parse_day(text)
        return found

    def read_percent(self, text: str) -> int | Wrong:
        """Hundredths of a per cent, from 0 to 10000; a sign of per cent may follow."""
        known = self._percents
        key = f"={text}" if isinstance(text, TypedText) else text
        found = known.get(key)
        if found is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            found = known[key] = self._parse_percent(text)
        return found

    def read_number(self, text: str) -> Decimal | Wrong:
        """A number of at least nothing."""
        if refused := refuse_text(text):
            return refused
        plain = text
        if self._mapping.decimal == "comma" and not isinstance(text, TypedText):
            # A point would part thousands there: 1.000 must not become 1.
            plain = text.replace(",", ".", 1) if "." not in text else "?"
        elif _WITH_COMMA.fullmatch(text):
            return Wrong("decimal_comma", (shorten(text),))
        if not _NUMBER.fullmatch(plain) or not plain.isascii():
            return Wrong("not_a_number", (shorten(text),))
        value = Decimal(plain)
        return Wrong("negative", (text,)) if value < 0 else value

    def read_whole(self, text: str) -> int | Wrong:
        """A whole number of at least nothing, as ids and numbers of papers are."""
        if refused := refuse_text(text):
            return refused
        is_whole = text.isascii() and text.isdigit() and len(text) <= 9
        return int(text) if is_whole else Wrong("not_a_whole_number", (shorten(text),))

    def read_passed(self, text: str) -> bool | Wrong:
        """Whether a word says passed or failed."""
        word = text.lower()
        if word in self._mapping.passed:
            return True
        if word in self._mapping.failed:
            return False
        return refuse_text(text) or Wrong("unknown_word", (shorten(text),))

    def _parse_percent(self, text: str) -> int | Wrong:
        bare = text.removesuffix("%").rstrip()
        value = self.read_number(TypedText(bare) if isinstance(text, TypedText) else bare)
        if isinstance(value, Wrong):
            return value
        return Wrong("above_maximum", (text, "100")) if value > 100 else to_hundredths(value)

    def _parse_day(self, text: str) -> dt.date | Wrong:
        day = parse_day(text, self._mapping.day_format)
        if isinstance(day, dt.date) and day > self._last_day:
            return Wrong("in_the_future", (day.isoformat(),))
        return day


def to_hundredths(value: Decimal) -> int:
    """Per cent in hundredths, halves up."""
    return int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
