"""`manage.py load_demo_clinics`: the demo's clinics with a month of history; `make run` calls it after `load_demo`."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from clinics.demo.writing import write_clinics
from credentials.demo.events import DemoRefused
from credentials.demo.organisations import is_written


class Command(BaseCommand):
    help = (
        "Write three plainly fictional clinics with eight sites and four hundred roster entries beside the demo of the "
        "registry, with a month of history counted from today. A second call changes nothing."
    )

    def handle(self, **_: Any) -> None:
        if not is_written():
            raise CommandError("The demo of the registry comes first: manage.py load_demo")
        try:
            is_new = write_clinics(now=dt.datetime.now(dt.UTC))
        except DemoRefused as refused:
            raise CommandError(f"The demo goes with the law that ships, and with nothing else: {refused}") from None
        self.stdout.write("The demo's clinics are written." if is_new else "The demo's clinics are there already.")
