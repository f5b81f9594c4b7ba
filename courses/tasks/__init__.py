"""The courses' jobs; Celery finds them here."""

from courses.tasks.imports import run_result_imports, sweep_result_files
from courses.tasks.reminders import (
    award_waiting_levels,
    remind_of_examiners,
    remind_of_renewals,
    remind_of_results,
    remind_of_time,
)

__all__ = [
    "award_waiting_levels",
    "remind_of_examiners",
    "remind_of_renewals",
    "remind_of_results",
    "remind_of_time",
    "run_result_imports",
    "sweep_result_files",
]
