"""The law's jobs."""

from celery import shared_task
from django.utils import timezone

from law.operations.reviews import tell_reviews_due


@shared_task
def law_review_due() -> None:
    """Tell law keepers which sources are due for another look."""
    tell_reviews_due(at=timezone.now())
