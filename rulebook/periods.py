"""Calendar arithmetic on days: anniversaries, windows of months, half-open spans.

Months are clamped: a month after 31 January is the last day of February. A sum beyond the calendar's last day
(9999-12-31) is None, and stands for never.
"""

import calendar
import datetime as dt
from collections.abc import Iterator

ONE_DAY = dt.timedelta(days=1)
LAST_DAY = dt.date.max


def shift_months(day: dt.date, months: int) -> dt.date | None:
    """The same day of the month so many months on (or back, when negative), clamped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    if day.day <= 28:
        return day.replace(year, month + 1)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def shift_years(day: dt.date, years: int) -> dt.date | None:
    """The anniversary; that of 29 February is 28 February in common years."""
    year = day.year + years
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return None
    return day.replace(year) if day.day <= 28 or day.month != 2 else shift_months(day, 12 * years)


def day_after(day: dt.date) -> dt.date | None:
    """The next day, or None after the calendar's last."""
    return None if day == LAST_DAY else day + ONE_DAY


def is_within_months(day: dt.date, *, of: dt.date, months: int) -> bool:
    """Whether `day` lies in the window that ends with `of`: not after it, and later than `of` less the months."""
    if day > of:
        return False
    opened = shift_months(of, -months)
    return opened is None or day > opened


def window_closes_on(day: dt.date, months: int) -> dt.date | None:
    """The first day whose window of so many months no longer holds `day`.

    Clamping makes this uneven: what was done on 31 August still counts on 28 February, six months on, and no longer
    on 1 March.
    """
    turn = shift_months(day, months)
    while turn is not None and is_within_months(day, of=turn, months=months):
        turn = day_after(turn)
    return turn


def whole_years(since: dt.date, on: dt.date) -> int:
    """Completed years from one day to another; 0 when the second comes first."""
    years = on.year - since.year
    if years <= 0:
        return 0
    is_plain = since.day <= 28 or since.month != 2
    anniversary = since.replace(on.year) if is_plain else shift_years(since, years)
    return years - 1 if anniversary is None or anniversary > on else years


def each_day(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from the first to the last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield dt.date.fromordinal(ordinal)
