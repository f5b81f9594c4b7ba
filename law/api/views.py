"""The law as held, open to anyone."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView
from law.api.caching import answer
from law.api.parameters import read_filter, read_law, read_place
from law.api.schemas import PlacesSerializer, PlaceWithLawSerializer, ProvisionsSerializer
from law.api.telling import tell_place, tell_places, tell_provisions
from rulebook.facts import PROFESSIONS

WHY_PUBLIC = "the law is everyone's to read"
PROFESSION = OpenApiParameter("profession", enum=list(PROFESSIONS), description="of one profession only")
ON = OpenApiParameter("on", OpenApiTypes.DATE, description="in force on this day only, 1900-01-01 to 2199-12-31")
CODE = OpenApiParameter(
    "code", OpenApiTypes.STR, OpenApiParameter.PATH, description="ISO 3166-1 or 3166-2, in any case; PR is US-PR"
)
HELD = OpenApiParameter(
    "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, description="an ETag held; 304 while it still stands"
)


class PlacesView(ApiView):
    """The places whose law is on file."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="list_jurisdictions", tags=["law"], parameters=[HELD], responses={200: PlacesSerializer, 304: None}
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Every place with a law file, without its provisions."""
        read_parameters(request, ())
        return answer(request, {"items": tell_places(read_law()), "next": None})


class PlaceView(ApiView):
    """One place."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="read_jurisdiction",
        tags=["law"],
        parameters=[CODE, HELD],
        responses={200: PlaceWithLawSerializer, 304: None},
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """A place with all its law. A subdivision within one that has a law file is read as that one."""
        law = read_law()
        place = read_place(law, code)
        read_parameters(request, ())
        return answer(request, tell_place(law, place))


class ProvisionsView(ApiView):
    """The provisions of one place."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="list_provisions",
        tags=["law"],
        parameters=[CODE, PROFESSION, ON, HELD],
        responses={200: ProvisionsSerializer, 304: None},
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The provisions of a place's own law file. In a subdivision those of its country apply besides."""
        law = read_law()
        place = read_place(law, code)
        profession, on = read_filter(request)
        return answer(request, {"items": tell_provisions(law, place, profession, on), "next": None})
