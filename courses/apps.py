from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Training providers' ladders of courses and examinations."""

    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the apps below what is theirs to run and to send."""
        from courses.wiring import register_awards, register_erasing, register_seats

        register_seats()
        register_awards()
        register_erasing()
