"""The job in a process of its own, to be killed or to race: `python one_run.py YYYY-MM-DD` tells what it wrote."""

import datetime as dt
import sys

import django

django.setup()

from credentials.operations.flags import flag_expiring  # noqa: E402 (after Django is set up)

day = dt.date.fromisoformat(sys.argv[1])
sys.stdout.write("ready\n")
sys.stdout.flush()
raised = flag_expiring(day=day, at=dt.datetime.combine(day, dt.time(12), dt.UTC), ladder=(90, 60, 30, 14, 7, 1, 0, -1))
sys.stdout.write(f"{raised.flags} {raised.digests} {raised.is_idle}\n")
