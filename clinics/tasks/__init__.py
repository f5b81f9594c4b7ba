"""The clinics' jobs; Celery finds them here."""
