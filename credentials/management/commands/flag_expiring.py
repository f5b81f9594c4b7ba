"""`manage.py flag_expiring [--on DAY]`: raise the flags of a day by hand, as the schedule does every hour."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from credentials.operations.flags import LAST_ZONE, Raised, flag_expiring


class Command(BaseCommand):
    help = (
        "Flag what has reached a step of the ladder (EXPIRY_LADDER_DAYS) and write each person's digest mail, once: "
        "what the schedule has done already is left alone. Safe beside it, and to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=_read_day, help="the day, YYYY-MM-DD (default: the one that has begun in every time zone)"
        )

    def handle(self, *, on: dt.date | None, **_: Any) -> None:
        now = dt.datetime.now(dt.UTC)
        today = (now - LAST_ZONE).date()
        day = on or today
        if day > today:
            # The schedule leaves days alone that come before the last one seen to: it would rest until then.
            raise CommandError(f"{day} has not begun everywhere; the schedule would do nothing until then")
        self.stdout.write(_tell(flag_expiring(day=day, at=now, ladder=settings.EXPIRY_LADDER_DAYS), day))


def _tell(raised: Raised, day: dt.date) -> str:
    if raised.is_idle:
        return f"Nothing to do for {day}: that day, or a later one, has been seen to."
    return f"Raised for {day}: flags {raised.flags}, digest mails {raised.digests}."


def _read_day(told: str) -> dt.date:
    try:
        return dt.datetime.strptime(told, "%Y-%m-%d").date()  # noqa: DTZ007 (a day)
    except ValueError:
        raise CommandError(f"{told} is no day, YYYY-MM-DD") from None
