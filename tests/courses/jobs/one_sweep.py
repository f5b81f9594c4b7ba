"""The sweep in a process of its own, to be killed or to race: `python one_sweep.py` tells how many it gave."""

import datetime as dt
import sys

import django

django.setup()

from courses.operations.award_sweep import award_waiting  # noqa: E402 (after Django is set up)

at = dt.datetime(2026, 6, 30, 12, tzinfo=dt.UTC)
sys.stdout.write("ready\n")
sys.stdout.flush()
given = award_waiting(on=at.date(), at=at, by="job:award_waiting", batch=2)
sys.stdout.write(f"{given}\n")
