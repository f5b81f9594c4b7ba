"""The clinics' jobs; Celery finds them here."""

from clinics.tasks.alerts import mail_alerts, tell_expiries

__all__ = ["mail_alerts", "tell_expiries"]
