"""Builds what is derived from the facts for a whole population. Needs Django set up; `benchmarks.servers` runs it."""

import sys
import time

from credentials.operations.dossiers import build_missing_dossiers


def build_all():
    """Dossiers for everyone who has none; prints how many were built."""
    built, after, began = 0, 0, time.monotonic()
    while (done := build_missing_dossiers(after=after)) is not None:
        built, after = built + done[0], done[1]
        sys.stderr.write(f"\rdossiers: {built} in {time.monotonic() - began:.0f} s     ")
    print(built)
