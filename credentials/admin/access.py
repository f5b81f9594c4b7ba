"""Who looks at the registry in the admin."""

from typing import Any, cast

from django.http import HttpRequest

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from credentials.permissions import is_registrar


class SeenByRegistrars(ReadOnly):
    """Looking only, for registrars who may enter the admin besides those with Django's own permission."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Registrars read the registry by their role."""
        user = cast(User, request.user)
        return user.is_active and (super().has_view_permission(request, obj) or is_registrar(user))  # type: ignore[misc]  # beside ModelAdmin

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The registry stands in the menu of those who may look at it."""
        return self.has_view_permission(request)
