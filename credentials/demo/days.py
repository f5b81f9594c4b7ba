"""Days counted from the day on which the demo is written."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Days:
    """ISO days before and after `today`."""

    today: dt.date

    def ago(self, days: int) -> str:
        """So many days before today."""
        return (self.today - dt.timedelta(days)).isoformat()

    def ahead(self, days: int) -> str:
        """So many days after today."""
        return (self.today + dt.timedelta(days)).isoformat()
