"""The addresses under /api/v1/, gathered from the apps, with the schema and a readable page of it."""

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerView

from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, negotiate
from config.api_examples import add_examples
from config.api_links import add_links
from config.api_strictness import tighten


@functools.cache
def describe_api() -> bytes:
    """The OpenAPI description as JSON; drawn once, since nothing in it changes while a process lives."""
    described: Any = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped there
    tighten(described)
    add_examples(described)
    add_links(described)
    return bytes(OpenApiJsonRenderer().render(described))


class SchemaView(ApiView):
    """The OpenAPI 3.1 description of this API."""

    scope = None
    public_because = "whoever writes a client reads it first"
    produces = ("application/json", "application/vnd.oai.openapi+json")

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything that can be asked here, with the shape of the answers."""
        read_parameters(request, ())
        return HttpResponse(describe_api(), content_type=negotiate(request, self.produces))


class DocsView(SpectacularSwaggerView):
    """The same as a page that people can read and try."""

    scope = None
    public_because = SchemaView.public_because
    authentication_classes = ()  # a key that a browser or proxy sends along is no reason to refuse
    url_name = "schema"


urlpatterns = [
    path("", include("credentials.api.urls")),
    path("", include("law.api.urls")),
    path("", include("courses.api.urls")),
    path("", include("clinics.api.urls")),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
]
