"""How an address says that it will go."""

import datetime as dt
from dataclasses import dataclass
from email.utils import format_datetime


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since which day an address is deprecated, from which day it may be gone, and the page that says what to use."""

    since: dt.date
    gone_from: dt.date
    guide: str

    def __post_init__(self) -> None:
        if self.gone_from <= self.since:
            raise ValueError("gone_from must come after since")

    def headers(self) -> dict[str, str]:
        """`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and a link to the guide."""
        return {
            "Deprecation": f"@{int(_instant(self.since).timestamp())}",
            "Sunset": format_datetime(_instant(self.gone_from), usegmt=True),
            "Link": f'<{self.guide}>; rel="deprecation"; type="text/html"',
        }


def _instant(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)
