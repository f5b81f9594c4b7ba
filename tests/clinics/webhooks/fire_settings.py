"""What the workers that are killed run with: the product's settings; what a killed one held comes back soon."""

from datetime import timedelta

from config.settings.test import *  # noqa: F403 (settings are one namespace)

OUTBOX_FIRST_RETRY = timedelta(seconds=1)
