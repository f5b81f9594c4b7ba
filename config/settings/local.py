"""Settings of `make run`: everything on this machine."""

from config.settings.base import *  # noqa: F403
