"""The product's own settings, with the addresses of the views that it is compared with."""

import os

from config.settings.base import *  # noqa: F403 (the same settings are the point)
from credentials.signing.keys import make_key_set

# One for the servers that are started from here too; it signs nothing but what is measured.
SIGNING_KEYS = os.environ.setdefault("SIGNING_KEYS", make_key_set())
ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
RATE_LIMIT_PER_MINUTE = 0  # what is measured is the answer; a 429 would be counted as a failure
