"""Packs and releases: looked at, and released after showing what that would change."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from law.admin.releasing import offer_files, offer_pack
from law.models import LawPack, LawRelease
from law.queries.counts import count_pack
from law.queries.keepers import is_keeper
from law.queries.packs import read_content


class SeenByKeepers(ReadOnly):
    """Looking only, and releasing: for law keepers who may enter the admin, and those with Django's own permission."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Law keepers read packs and releases by their role."""
        user = cast(User, request.user)
        return user.is_active and (super().has_view_permission(request, obj) or is_keeper(user))  # type: ignore[misc]  # beside ModelAdmin

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The law stands in the menu of those who may look at it."""
        return self.has_view_permission(request)

    def has_release_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in may release law."""
        return is_keeper(cast(User, request.user))


@admin.register(LawPack)
class LawPackAdmin(SeenByKeepers, ModelAdmin):
    """Packs by digest, with what each holds in numbers."""

    list_display = ("digest", "holds", "last_released_at")
    fields = ("digest", "holds", "last_released_at")
    readonly_fields = fields
    search_fields = ("digest",)
    ordering = ("-id",)
    list_per_page = 20  # each row reads its pack to count
    actions_detail: ClassVar = ["release"]

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

    @action(description="Release again", url_path="release", permissions=["release"], icon="history")  # type: ignore[untyped-decorator]  # unfold ships no types
    def release(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what would change, and release this pack once that is confirmed."""
        return offer_pack(self, request, self.get_object(request, object_id))


@admin.register(LawRelease)
class LawReleaseAdmin(SeenByKeepers, ModelAdmin):
    """Which pack answered from when on; the first in the list answers now."""

    list_display = ("released_at", "digest", "released_by", "note")
    fields = ("released_at", "digest", "released_by", "note")
    readonly_fields = fields
    list_select_related = ("released_by",)
    search_fields = ("pack__digest", "note")
    ordering: ClassVar = ["-released_at"]
    date_hierarchy = "released_at"
    actions_list: ClassVar = ["release"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LawRelease]:
        """With the pack, without its content."""
        releases: QuerySet[LawRelease] = super().get_queryset(request)
        return releases.select_related("pack").defer("pack__content")

    @admin.display(description="pack", ordering="pack__digest")
    def digest(self, release: LawRelease) -> str:
        """The pack's digest."""
        return release.pack.digest

    @action(description="Release the law files", url_path="release", permissions=["release"], icon="gavel")  # type: ignore[untyped-decorator]  # unfold ships no types
    def release(self, request: HttpRequest) -> HttpResponse:
        """Show what the law files of this deployment would change, and release them once that is confirmed."""
        return offer_files(self, request)
