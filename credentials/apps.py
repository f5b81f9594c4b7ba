from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Who holds what, and the decisions asked about it."""

    name = "credentials"
    default_auto_field = "django.db.models.BigAutoField"
