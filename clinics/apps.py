from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    """Clinics, their sites and rosters."""

    name = "clinics"
    default_auto_field = "django.db.models.BigAutoField"
