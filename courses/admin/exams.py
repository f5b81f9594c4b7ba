"""Papers, attempts, sheets, results, corrections and appeals, to look at; they change by their operations alone.

What nobody may see yet is not seen here either: an examiner's marks before nobody marks blind any more, and results
of one's own before they are released, whatever else one may do in the admin.
"""

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from courses.models import (
    Appeal,
    Attempt,
    CorrectedAnswers,
    Correction,
    DeclaredConflict,
    MarkSheet,
    Paper,
    Result,
    StationCut,
    VoidedItem,
)
from courses.queries.exam_sight import hide_own_drafts, learner_of
from courses.queries.marking import visible_sheets

HIDDEN = "hidden while somebody marks blind"


class VoidedInline(ReadOnly, TabularInline):
    """Items that count for nobody."""

    model = VoidedItem
    fields = ("item", "reason", "voided_by", "voided_at", "restored_by", "restored_at")
    readonly_fields = fields
    extra = 0


class CutInline(ReadOnly, TabularInline):
    """Standards by borderline regression."""

    model = StationCut
    fields = ("station", "hundredths", "rests_on", "set_by", "set_at", "superseded_at")
    readonly_fields = fields
    extra = 0


@admin.register(Paper)
class PaperAdmin(ReadOnly, ModelAdmin):
    """Papers as they were written."""

    list_display = ("examination", "form", "number", "programme", "published_at")
    fields = (*list_display, "drafted_by", "drafted_at", "published_by", "content")
    readonly_fields = fields
    list_filter: ClassVar = ["form", "programme"]
    list_select_related: ClassVar = ["programme"]
    ordering: ClassVar = ["programme", "examination", "form", "-number"]
    inlines: ClassVar = [VoidedInline, CutInline]


@admin.register(Attempt)
class AttemptAdmin(ReadOnly, ModelAdmin):
    """What was sat; answers are left out, since they would tell a candidate the result."""

    list_display = ("sat_on", "practitioner", "examination", "form", "number", "session")
    fields = (*list_display, "enrolment", "paper", "entered_by", "entered_at")
    readonly_fields = fields
    list_filter: ClassVar = ["form"]
    list_select_related: ClassVar = ["enrolment__practitioner", "session"]
    search_fields: ClassVar = ["=enrolment__practitioner__registry_number", "=enrolment__candidate"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    @admin.display(description="practitioner")
    def practitioner(self, attempt: Attempt) -> str:
        """The registry number."""
        return attempt.enrolment.practitioner.registry_number


@admin.register(MarkSheet)
class MarkSheetAdmin(ReadOnly, ModelAdmin):
    """Examiners' sheets; that one is in is shown, what stands on it only once nobody marks blind."""

    list_display = ("submitted_at", "attempt", "station", "examiner", "place")
    fields = (*list_display, "marks_in_sight", "superseded_at", "superseded_because")
    readonly_fields = fields
    list_select_related: ClassVar = ["attempt", "examiner"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """One sheet, with what of it this user may see."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            seen = {one.pk for one in visible_sheets(found.attempt, user_id=cast(User, request.user).pk)}
            found.seen = found.pk in seen
        return found

    @admin.display(description="marks")
    def marks_in_sight(self, sheet: MarkSheet) -> str:
        """Marks in hundredths and the global rating, or that they are hidden."""
        if not getattr(sheet, "seen", False):
            return HIDDEN
        return f"{sheet.marks}, rating {sheet.rating}" if sheet.rating is not None else str(sheet.marks)


@admin.register(Result)
class ResultAdmin(ReadOnly, ModelAdmin):
    """Results with everything that became of them."""

    list_display = ("attempt", "passed", "percent", "drafted_at", "checked_at", "released_at", "superseded_at")
    fields = (*list_display, "detail", "drafted_by", "checked_by", "released_by", "superseded_by", "superseded_because")
    readonly_fields = fields
    list_filter: ClassVar = ["passed"]
    list_select_related: ClassVar = ["attempt"]
    search_fields: ClassVar = ["=attempt__enrolment__practitioner__registry_number"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Result]:
        """All but the looker's own results that are not released."""
        own = learner_of(user_id=cast(User, request.user).pk)
        return hide_own_drafts(super().get_queryset(request), own)


class OfResults(ReadOnly):
    """Rows with a `result`: those about the looker's own are left out."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All but what concerns the looker's own results that are not released."""
        found: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # beside ModelAdmin
        own = learner_of(user_id=cast(User, request.user).pk)
        if own is None:
            return found
        hidden = Result.objects.exclude(pk__in=hide_own_drafts(Result.objects.all(), own))
        return found.exclude(result__in=hidden)


@admin.register(Correction)
class CorrectionAdmin(OfResults, ModelAdmin):
    """Corrections: who proposed, who confirmed, and what they did."""

    list_display = ("proposed_at", "kind", "paper", "result", "proposed_by", "confirmed_by", "confirmed_at")
    fields = (*list_display, "because", "content", "effect")
    readonly_fields = fields
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["paper", "result"]
    ordering: ClassVar = ["-id"]


@admin.register(Appeal)
class AppealAdmin(ReadOnly, ModelAdmin):
    """Appeals and what came of them."""

    list_display = ("lodged_at", "result", "upheld", "decided_at")
    fields = (*list_display, "grounds", "decision", "lodged_by", "decided_by", "correction")
    readonly_fields = fields
    list_filter: ClassVar = ["upheld"]
    list_select_related: ClassVar = ["result"]
    ordering: ClassVar = ["-id"]


@admin.register(CorrectedAnswers)
class CorrectedAnswersAdmin(ReadOnly, ModelAdmin):
    """That answers were corrected, and why; the answers themselves are left out, as with attempts."""

    list_display = ("entered_at", "attempt", "because", "entered_by")
    fields = list_display
    readonly_fields = fields
    list_select_related: ClassVar = ["attempt"]
    ordering: ClassVar = ["-id"]


@admin.register(DeclaredConflict)
class DeclaredConflictAdmin(ReadOnly, ModelAdmin):
    """Who may not examine whom."""

    list_display = ("declared_at", "examiner", "practitioner", "declared_by")
    fields = (*list_display, "because")
    readonly_fields = fields
    list_select_related: ClassVar = ["examiner", "practitioner"]
    ordering: ClassVar = ["-id"]
