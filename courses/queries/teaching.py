"""Levels as the versions of their programme have them."""

from courses.ladders.shapes import Level
from courses.models import ProgrammeVersion
from courses.queries.compiled import ladders_of


def levels_taught(programme_id: int, level_code: str) -> list[Level]:
    """The level as each published version has it, oldest first: learners of several sit side by side."""
    published = ProgrammeVersion.objects.filter(programme_id=programme_id, published_at__isnull=False)
    ids = list(published.order_by("starts_on").values_list("pk", flat=True))
    ladders = ladders_of(ids)
    found = (ladders[version_id].level(level_code) for version_id in ids)
    return [level for level in found if level is not None]
