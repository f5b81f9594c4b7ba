from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What must happen outside the transaction that caused it."""

    name = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
