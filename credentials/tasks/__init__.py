"""The registry's jobs; Celery finds them here."""

from credentials.tasks.audit import audit_head
from credentials.tasks.flags import flag_expiring

__all__ = ["audit_head", "flag_expiring"]
