import math
from typing import Any, ClassVar

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from accounts.strangers import stranger_of
from accounts.web.attempts import begin_attempt, forgive_attempts


class SignInForm(AuthenticationForm):
    """A mail address, in any case, and a password."""

    error_messages: ClassVar[dict[str, Any]] = {  # type: ignore[misc]  # Django declares it for the instance
        "invalid_login": "No account has this mail address with this password.",
        "inactive": "This account is switched off.",
        "too_many": "Too many attempts. Try again in %(wait)s.",
    }

    def clean(self) -> dict[str, Any]:
        """Compare the password, unless too many were tried: then nothing is compared, the right one neither."""
        assert self.request is not None  # noqa: S101 (the page hands it over)
        name, address = self.cleaned_data.get("username", ""), stranger_of(self.request).address
        wait = begin_attempt(name=name, address=address)
        if wait:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"wait": _say(wait)})
        told = super().clean()
        forgive_attempts(name=name, address=address)
        return told

    @property
    def faults(self) -> list[dict[str, str]]:
        """Every fault with the id of its field ("" for the form as a whole), for the summary on top of the page."""
        return [
            {"field_id": "" if name == "__all__" else f"id_{name}", "says": str(fault)}
            for name, found in self.errors.items()
            for fault in found
        ]


def _say(seconds: float) -> str:
    """In the words of the page."""
    if seconds > 90:
        return f"{math.ceil(seconds / 60)} minutes"
    whole = max(1, math.ceil(seconds))
    return f"{whole} second{'' if whole == 1 else 's'}"
