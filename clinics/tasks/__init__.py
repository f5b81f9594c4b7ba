"""The clinics' jobs; Celery finds them here."""

from clinics.tasks.alerts import mail_alerts

__all__ = ["mail_alerts"]
