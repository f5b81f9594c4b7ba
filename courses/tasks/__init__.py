"""The courses' jobs; Celery finds them here."""

from courses.tasks.imports import run_result_imports, sweep_result_files

__all__ = ["run_result_imports", "sweep_result_files"]
