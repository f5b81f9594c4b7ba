"""The registry's jobs; Celery finds them here."""

from credentials.tasks.flags import flag_expiring

__all__ = ["flag_expiring"]
