from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, organisations, memberships and API keys; the erasable home of personal data."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
