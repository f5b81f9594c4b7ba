"""Who of a provider comes into the admin, and what their forms have in common."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from courses.models import Programme, ProgrammeVersion
from courses.permissions import may_offer
from credentials.records.faults import Refusal


class SeenByProviders(ReadOnly):
    """Looking only, for administrators of providers (at their own) besides those with Django's own permission."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Provider administrators read their own programmes by their role."""
        user = cast(User, request.user)
        return user.is_active and (super().has_view_permission(request, obj) or may_offer(user))  # type: ignore[misc]  # beside ModelAdmin

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Courses stand in the menu of those who may look at them."""
        return self.has_view_permission(request)


def told(form: forms.Form, made: object, sentence: str) -> str | None:
    """What to tell of a thing made; None after adding what was refused to the form."""
    if not isinstance(made, Refusal):
        return sentence.format(made)
    for fault in made.faults:
        form.add_error(None, f"{fault.pointer or '/'} {fault.code}: {fault.detail}")
    return None


def author_of(request: HttpRequest) -> str:
    """Who writes, as rows remember it."""
    return f"user:{request.user.pk}"


def back_to(row: Programme | ProgrammeVersion) -> str:
    """The page of a row."""
    return reverse(f"admin:courses_{type(row).__name__.lower()}_change", args=[row.pk])
