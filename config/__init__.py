"""Settings, addresses and start-up."""

# Whoever loads the settings loads Celery's application too, or tasks would be sent with an empty configuration.
from config.celery import app as celery_app

__all__ = ["celery_app"]
