from django.apps import AppConfig


class ClinicsConfig(AppConfig):
    """Clinics: their sites, rosters, alerts and proofs."""

    name = "clinics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the apps below what is theirs to run and to send."""
        from clinics.wiring import register_all

        register_all()
