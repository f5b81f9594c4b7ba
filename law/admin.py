"""Packs and releases to look at; releasing is load_law's."""

from datetime import datetime
from typing import ClassVar

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from accounts.admin.read_only import ReadOnly
from law.models import LawPack, LawRelease
from law.queries.counts import count_pack
from law.queries.packs import read_content


@admin.register(LawPack)
class LawPackAdmin(ReadOnly, ModelAdmin):
    """Packs by digest, with what each holds in numbers."""

    list_display = ("digest", "holds", "last_released_at")
    fields = ("digest", "holds", "last_released_at")
    readonly_fields = fields
    search_fields = ("digest",)
    ordering = ("-id",)
    list_per_page = 20  # each row reads its pack to count

    def get_queryset(self, request: HttpRequest) -> QuerySet[LawPack]:
        """Without the content, with the last release of each."""
        packs: QuerySet[LawPack] = super().get_queryset(request)
        return packs.defer("content").annotate(last_released=Max("releases__released_at"))

    @admin.display(description="holds")
    def holds(self, pack: LawPack) -> str:
        """Places, provisions, standards and strictness."""
        return count_pack(read_content(pack.pk))

    @admin.display(description="last released at", ordering="last_released")
    def last_released_at(self, pack: LawPack) -> datetime | None:
        """When it was released, or released again."""
        last: datetime | None = pack.last_released  # type: ignore[attr-defined]  # annotated above
        return last


@admin.register(LawRelease)
class LawReleaseAdmin(ReadOnly, ModelAdmin):
    """Which pack answered from when on; the first in the list answers now."""

    list_display = ("released_at", "digest", "released_by", "note")
    fields = ("released_at", "digest", "released_by", "note")
    readonly_fields = fields
    list_select_related = ("released_by",)
    search_fields = ("pack__digest", "note")
    ordering: ClassVar = ["-released_at"]
    date_hierarchy = "released_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LawRelease]:
        """With the pack, without its content."""
        releases: QuerySet[LawRelease] = super().get_queryset(request)
        return releases.select_related("pack").defer("pack__content")

    @admin.display(description="pack", ordering="pack__digest")
    def digest(self, release: LawRelease) -> str:
        """The pack's digest."""
        return release.pack.digest
