from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Training providers' ladders of courses and examinations."""

    name = "courses"
    default_auto_field = "django.db.models.BigAutoField"
