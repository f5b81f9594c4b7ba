"""What the workers that are killed run with: the product's settings, and small chunks, so that a kill hits many."""

import os

from config.settings.test import *  # noqa: F403 (settings are one namespace)

ROSTER_IMPORT_CHUNK = int(os.environ["CHUNK"])
