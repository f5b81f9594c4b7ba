from typing import Any, ClassVar

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """A mail address, in any case, and a password."""

    error_messages: ClassVar[dict[str, Any]] = {  # type: ignore[misc]  # Django declares it for the instance
        "invalid_login": "No account has this mail address with this password.",
        "inactive": "This account is switched off.",
    }

    @property
    def faults(self) -> list[dict[str, str]]:
        """Every fault with the id of its field ("" for the form as a whole), for the summary on top of the page."""
        return [
            {"field_id": "" if name == "__all__" else f"id_{name}", "says": str(fault)}
            for name, found in self.errors.items()
            for fault in found
        ]
