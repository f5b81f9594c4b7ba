"""Levels as the versions of their programme have them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from courses.ladders.shapes import Ladder, Level
from courses.models import ProgrammeVersion
from courses.queries.compiled import ladders_of


def ladders_taught(programme_ids: Collection[int]) -> Mapping[int, list[Ladder]]:
    """The ladders of all published versions by programme, oldest first: learners of several sit side by side."""
    published = ProgrammeVersion.objects.filter(programme_id__in=programme_ids, published_at__isnull=False)
    rows = list(published.order_by("starts_on").values_list("programme_id", "pk"))
    ladders = ladders_of([version_id for _, version_id in rows])
    found: dict[int, list[Ladder]] = defaultdict(list)
    for programme_id, version_id in rows:
        found[programme_id].append(ladders[version_id])
    return found


def levels_taught(programme_id: int, level_code: str) -> list[Level]:
    """The level as each published version of a programme has it, oldest first."""
    found = (ladder.level(level_code) for ladder in ladders_taught([programme_id])[programme_id])
    return [level for level in found if level is not None]
