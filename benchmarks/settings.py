"""The settings of `make run`, with the addresses of the views that it is compared with."""

import os

from config.settings.local import *  # noqa: F403 (the same settings are the point)

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
# Counted as everywhere, and never reached: a 429 would be a failure. The results name the limit in force.
RATE_LIMIT_PER_MINUTE = int(os.environ.get("RATE_LIMIT_PER_MINUTE", "10000000"))
PUBLIC_RATE_LIMIT_PER_MINUTE = 0  # the reference views stand for plain Django, which counts nobody
