"""The addresses under /api/v1/, gathered from the apps, with the schema and a readable page of it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerView

from accounts.api.views import ApiView

schema_of_the_api = SpectacularJSONAPIView.as_view()


class SchemaView(ApiView):
    """The OpenAPI 3.1 description of this API."""

    scope = None
    public_because = "whoever writes a client reads it first"
    produces = ("application/json", "application/vnd.oai.openapi+json")

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Everything that can be asked here, with the shape of the answers."""
        response = schema_of_the_api(request)
        response.render()
        return HttpResponse(response.content, content_type="application/json")


class DocsView(SpectacularSwaggerView):
    """The same as a page that people can read and try."""

    scope = None
    public_because = SchemaView.public_because
    url_name = "schema"


urlpatterns = [
    path("", include("credentials.api.urls")),
    path("", include("law.api.urls")),
    path("schema", SchemaView.as_view(), name="schema"),
    path("docs", DocsView.as_view(), name="docs"),
]
