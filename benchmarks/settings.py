"""The product's own settings, with the addresses of the views that it is compared with."""

from config.settings.base import *  # noqa: F403 (the same settings are the point)

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
RATE_LIMIT_PER_MINUTE = 0  # what is measured is the answer; a 429 would be counted as a failure
