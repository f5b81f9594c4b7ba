from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin

from accounts.admin.read_only import AddedNotEdited
from accounts.models import SCOPES, ApiKey
from accounts.operations.keys import create_api_key, revoke_api_key

if TYPE_CHECKING:
    _Form = forms.ModelForm[ApiKey]
else:
    _Form = forms.ModelForm  # Django's own class takes no parameter


class NewKeyForm(_Form):
    """What a key may do, and for whom."""

    scopes = forms.MultipleChoiceField(choices=[(s, s) for s in SCOPES], widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiKey
        fields = ("organisation", "membership", "label", "scopes", "expires_at")

    def clean(self) -> dict[str, Any]:
        """A key bound to a membership belongs to that membership's organisation."""
        told: dict[str, Any] = super().clean() or {}
        membership, organisation = told.get("membership"), told.get("organisation")
        if membership and organisation and membership.organisation_id != organisation.pk:
            raise ValidationError({"membership": "This membership is of another organisation."})
        return told


@admin.register(ApiKey)
class ApiKeyAdmin(AddedNotEdited, ModelAdmin):
    """API keys: made here and shown once, listed by prefix, revoked for good."""

    form = NewKeyForm
    list_display = ("prefix", "organisation", "label", "scopes", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("prefix", "label", "organisation__name")
    autocomplete_fields = ("organisation", "membership")
    actions: ClassVar = ["revoke"]

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        """The form when a key is made; afterwards all but the hash."""
        told = ("organisation", "membership", "label", "scopes", "expires_at")
        return ("prefix", *told, "created_at", "revoked_at", "last_used_at") if obj else told

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Make the key; its text lives in this request alone."""
        told = form.cleaned_data
        row, key = create_api_key(
            organisation=told["organisation"],
            membership=told["membership"],
            label=told["label"],
            scopes=told["scopes"],
            expires_at=told["expires_at"],
        )
        obj.pk, obj.prefix = row.pk, row.prefix
        request.new_key = key  # type: ignore[attr-defined]  # read by response_add below

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """Show the key once, in the page itself: a message would carry it through a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": "The new API key",
            "key": request.new_key,  # type: ignore[attr-defined]  # set by save_model above
            "row": obj,
            "list_url": reverse("admin:accounts_apikey_changelist"),
        }
        headers = {"Cache-Control": "no-store"}
        return TemplateResponse(request, "admin/accounts/apikey/created.html", context, headers=headers)

    @admin.action(description="Revoke the chosen keys for good", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        """Revoke them now; refused by every process within two seconds."""
        at = datetime.now(UTC)
        revoked = [revoke_api_key(prefix=key.prefix, at=at) for key in queryset]
        self.message_user(request, f"{sum(revoked)} revoked")
