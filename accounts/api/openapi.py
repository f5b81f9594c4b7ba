"""What drf-spectacular cannot know by itself: how callers authenticate, and that every refusal is a problem."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from accounts.api.callers import ANY_CALLER
from accounts.api.described import complete
from accounts.api.problems import MEDIA_TYPE

_FAULT = {
    "type": "object",
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer into the body, or /name of a query parameter"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
    "required": ["pointer", "code", "detail"],
}
_PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `errors` names every fault, not the first.",
    "properties": {
        "type": {"type": "string", "description": "A stable path: /problems/…"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _FAULT},
    },
    "required": ["type", "title", "status"],
}


def reads_openly(auto_schema: Any) -> bool:
    """Whether this operation is a read that strangers may ask of a view whose writes are guarded."""
    is_open = bool(getattr(auto_schema.view, "public_reads_because", ""))
    return is_open and str(auto_schema.method).lower() == "get"


class ApiSchema(AutoSchema):
    """Adds to every operation its refusals, and to its description the scope that it asks for."""

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular, which types nothing, has it
        """The view's own words and the scope."""
        scope = getattr(self.view, "scope", None)
        told = str(super().get_description() or "").strip()
        guarded = "Needs a valid key." if scope == ANY_CALLER else f"Needs the scope `{scope}`."
        if reads_openly(self):
            guarded = "Needs no key; what is not public is shown to callers whom it concerns."
        needs = guarded if scope else "Public: needs no key."
        return f"{told}\n\n{needs}".strip()

    def get_summary(self) -> str:
        """The first sentence of the view's own words."""
        told = str(super().get_summary() or super().get_description() or "")
        return " ".join(told.partition("\n\n")[0].split()).partition(". ")[0].rstrip(".")

    def is_deprecated(self) -> bool:
        """Whether the view says that it will go."""
        return getattr(self.view, "deprecation", None) is not None

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with the headers that it takes and gives, and every status that it answers with."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation is not None:
            is_guarded, refuses = bool(getattr(self.view, "scope", None)), getattr(self.view, "refuses", {})
            is_kept = not getattr(self.view, "keeps_nothing", False)
            is_kept = is_kept and self.method not in getattr(self.view, "tells_secret", ())
            complete(operation, is_guarded=is_guarded, is_kept=is_kept, method=self.method, refuses=refuses)
        return operation

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        problem = ResolvedComponent(  # type: ignore[no-untyped-call]  # drf-spectacular types little
            name="Problem", type=ResolvedComponent.SCHEMA, object="accounts.Problem", schema=_PROBLEM
        )
        self.registry.register_on_missing(problem)
        refusal = {"description": "Refused; the body says why", "content": {MEDIA_TYPE: {"schema": problem.ref}}}
        return {**bodies, "default": refusal}


class CallerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by being defined
    """Key or session, as `accounts.api.authentication.CallerAuthentication` reads them."""

    target_class = "accounts.api.authentication.CallerAuthentication"
    name = ["ApiKey", "Session"]  # noqa: RUF012 (the base class declares no type)

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """Either of the two; where strangers may read, neither will do as well."""
        scope = getattr(auto_schema.view, "scope", None)
        open_too: list[dict[str, list[str]]] = [{}] if reads_openly(auto_schema) else []
        return [*open_too, {"ApiKey": [] if scope in {None, ANY_CALLER} else [scope]}, {"Session": []}]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        """The two security schemes."""
        return [
            {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer fil_…`"},
            {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        ]
