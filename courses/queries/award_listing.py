"""Awards as their provider and their holder see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from courses.models import Award, AwardStatus
from courses.queries.awards import AwardRow, read_awards_of
from courses.queries.enrolments import EnrolmentSight, visible_enrolments

PAGE = 50


@dataclass(frozen=True, slots=True)
class ShownAward:
    """An award with its term and what became of it."""

    award: Award
    row: AwardRow
    statuses: Sequence[AwardStatus]

    @property
    def renewed_as(self) -> str | None:
        """The number of its successor."""
        successor = getattr(self.award, "renewed_as", None)
        return successor.number if successor is not None else None


def visible_awards(sight: EnrolmentSight) -> QuerySet[Award]:
    """The awards of the enrolments that may be seen, the withdrawn ones too."""
    seen = visible_enrolments(sight).values("pk")
    return Award.objects.filter(enrolment__in=seen)


def list_awards(
    sight: EnrolmentSight, *, enrolment_id: int | None = None, after: int = 0
) -> tuple[list[ShownAward], int | None]:
    """A page in the order of ids, and the id after which the next begins (None: there is none)."""
    found = visible_awards(sight).filter(pk__gt=after).order_by("pk")
    if enrolment_id is not None:
        found = found.filter(enrolment=enrolment_id)
    page = list(found.values_list("pk", flat=True)[: PAGE + 1])
    return show_awards(page[:PAGE]), page[PAGE - 1] if len(page) > PAGE else None


def show_awards(award_ids: Sequence[int]) -> list[ShownAward]:
    """These awards, with all that is shown of them, in the order of ids."""
    statuses = Prefetch("statuses", AwardStatus.objects.order_by("pk"), to_attr="told_statuses")
    awards = Award.objects.filter(pk__in=award_ids).order_by("pk").prefetch_related(statuses)
    awards = awards.select_related(
        "level", "renews", "renewed_as", "enrolment__programme", "enrolment__practitioner__merged_into"
    )
    rows = {row.id: row for row in read_awards_of(enrolment_ids={one.enrolment_id for one in awards})}
    return [ShownAward(one, rows[one.pk], one.told_statuses) for one in awards]
