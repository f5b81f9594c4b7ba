from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.admin.forms import OnceAtATimeForm
from accounts.admin.read_only import AddedNotEdited
from accounts.models import Membership, Organisation, User

admin.site.unregister(Group)  # roles stand in memberships


@admin.register(Organisation)
class OrganisationAdmin(ModelAdmin):
    """Organisations, the owners of keys and the sources of facts."""

    list_display = ("name", "kind", "created_at")
    list_filter = ("kind",)
    search_fields = ("name",)
    ordering = ("name",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The source of facts stays."""
        return False


class NewUserForm(UserCreationForm):
    """A new user with a mail address and a password."""

    class Meta:
        model = User
        fields = ("email", "name")


class UserForm(UserChangeForm):
    """A user on file."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):  # type: ignore[type-arg]  # Django's class takes no parameter
    """Users; switched off rather than deleted."""

    form = UserForm
    add_form = NewUserForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("May", {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        ("When", {"fields": ("last_login", "created_at")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who once acted stays on record."""
        return False


class MembershipForm(OnceAtATimeForm):
    """Who may do what for whom."""

    once = (("user", "organisation", "role"),)

    class Meta:
        model = Membership
        fields = ("user", "organisation", "role")


@admin.register(Membership)
class MembershipAdmin(AddedNotEdited, ModelAdmin):
    """Who may do what for whom."""

    form = MembershipForm

    list_display = ("user", "organisation", "role", "created_at", "ended_at")
    list_filter = ("role", "organisation")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    actions: ClassVar = ["end"]

    @admin.action(description="End the chosen memberships", permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """End them now; keys bound to them die with them."""
        ended = queryset.filter(ended_at__isnull=True).update(ended_at=datetime.now(UTC))
        self.message_user(request, f"{ended} ended")
