from django.apps import AppConfig
from django.conf import settings

from credentials.signing.keys import read_key_set


class CredentialsConfig(AppConfig):
    """Who holds what, and the decisions asked about it."""

    name = "credentials"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say at the start, not at the first answer, when keys that were given cannot sign; tell the apps below."""
        from credentials.wiring import register_flags, register_relying

        if settings.SIGNING_KEYS:
            read_key_set(settings.SIGNING_KEYS)
        register_relying()
        register_flags()
