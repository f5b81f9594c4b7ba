from django.apps import AppConfig


class LawConfig(AppConfig):
    """Law packs in the database: released, by digest."""

    name = "law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the outbox how the mails of this app are written."""
        from law.letters import write_review_letter
        from law.operations.reviews import REVIEW_DUE
        from outbox.kinds import register_letter

        register_letter(REVIEW_DUE, write_review_letter)
