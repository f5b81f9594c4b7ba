"""A worker of rosters in a process of its own, to be killed or to race: tells how many watches it saw to."""

import datetime as dt
import sys

import django

django.setup()

from clinics.operations.monitoring.redeciding import redecide_due  # noqa: E402 (after Django is set up)

at = dt.datetime.fromisoformat(sys.argv[1])
sys.stdout.write("ready\n")
sys.stdout.flush()
done = 0
while seen_to := redecide_due(at=at, limit=2):
    done += seen_to
sys.stdout.write(f"{done}\n")
