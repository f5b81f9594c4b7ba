"""Who of a clinic comes into the admin, and what its pages have in common."""

from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.read_only import ReadOnly
from accounts.models import Membership, Organisation, User
from clinics.permissions import may_see_clinic
from credentials.records.faults import Refusal

_ROLES = (Membership.Role.CLINIC_ADMIN, Membership.Role.CLINIC_VIEWER)


class SeenByClinics(ReadOnly):
    """Looking only, for members of clinics (at their own) besides those with Django's own permission."""

    of_organisation: ClassVar = "organisation"  # the column that tells whose a row is

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Members of clinics see their own by their role."""
        user = cast(User, request.user)
        return user.is_active and (super().has_view_permission(request, obj) or may_see_clinic(user))  # type: ignore[misc]  # beside ModelAdmin

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Clinics stand in the menu of those who may look at them."""
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of the user's own clinics; all for whoever runs the deployment."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # beside ModelAdmin
        user = cast(User, request.user)
        return rows if user.is_superuser else rows.filter(**{f"{self.of_organisation}__in": clinics_of(user, _ROLES)})


def clinics_of(user: User, roles: tuple[str, ...] = (Membership.Role.CLINIC_ADMIN,)) -> QuerySet[Organisation]:
    """The organisations for which a user may act in one of these roles; every clinic for who runs the deployment."""
    found = Organisation.objects.order_by("name")
    if user.is_superuser:
        return found.filter(kind=Organisation.Kind.CLINIC)
    held = Membership.objects.filter(user=user, role__in=roles, ended_at__isnull=True)
    return found.filter(pk__in=held.values("organisation_id"))


def told(form: forms.Form, made: object, sentence: str) -> str | None:
    """What to tell of a thing made; None after adding what was refused to the form."""
    if not isinstance(made, Refusal):
        return sentence
    for fault in made.faults:
        form.add_error(None, f"{fault.pointer or '/'} {fault.code}: {fault.detail}")
    return None


def author_of(request: HttpRequest) -> str:
    """Who writes, as rows remember it."""
    return f"user:{request.user.pk}"
