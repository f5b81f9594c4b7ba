from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm  # Django's own class takes no parameter


class OnceAtATimeForm(_Form):
    """Refuses to add what is in force already: the database would, but with an exception instead of a sentence."""

    ended_field: ClassVar[str] = "ended_at"
    once: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def clean(self) -> dict[str, Any]:
        """For each set of fields in `once`, no other row with the same values is in force."""
        told: dict[str, Any] = super().clean() or {}
        for names in self.once:
            same = {name: told.get(name) for name in names}
            same_given = {f"{name}__isnull" if value is None else name: value or True for name, value in same.items()}
            if self._meta.model.objects.filter(**same_given, **{f"{self.ended_field}__isnull": True}).exists():
                raise ValidationError(f"In force already for this {', '.join(names)}.")
        return told
