from django.apps import AppConfig


class LawConfig(AppConfig):
    """Law packs in the database: released, by digest."""

    name = "law"
    default_auto_field = "django.db.models.BigAutoField"
