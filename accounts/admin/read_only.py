from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Looking only: for rows that are written by operations, and guarded by the database besides."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes here."""
        return False


class AddedNotEdited:
    """Rows that are added whole and afterwards only ended by an action."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list may be seen and its actions run; a row on file is not edited."""
        return obj is None and bool(super().has_change_permission(request, obj))  # type: ignore[misc]  # beside ModelAdmin

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was once true stays on record."""
        return False
