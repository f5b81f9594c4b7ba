"""`manage.py load_demo_courses`: the demo's training providers; `make run` calls it after `load_demo`."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.demo.offering import DemoRefused
from courses.demo.writing import write_providers
from credentials.demo.organisations import is_written


class Command(BaseCommand):
    help = (
        "Write two plainly fictional training providers with five programmes and 300 learners beside the demo of the "
        "registry, with days counted from today. A second call changes nothing."
    )

    def handle(self, **_: Any) -> None:
        if not is_written():
            raise CommandError("The demo of the registry comes first: manage.py load_demo")
        try:
            is_new = write_providers(now=dt.datetime.now(dt.UTC))
        except DemoRefused as refused:
            raise CommandError(f"The demo goes with the law that ships, and with nothing else: {refused}") from None
        self.stdout.write("The demo's providers are written." if is_new else "The demo's providers are there already.")
