"""The law as held, open to anyone."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.parameters import read_parameters
from accounts.api.problems import not_found
from accounts.api.views import ApiView, json_response
from law.api.history import read_wanted, tell_release
from law.api.parameters import read_filter, read_law, read_place
from law.api.schemas import (
    LawHistorySerializer,
    LawReleaseSerializer,
    PlacesSerializer,
    PlaceWithLawSerializer,
    ProvisionsSerializer,
)
from law.api.telling import tell_place, tell_places, tell_provisions
from law.queries.history import find_release, list_releases
from rulebook.facts import PROFESSIONS

WHY_PUBLIC = "the law is everyone's to read"
PLACE = {"type": "string", "pattern": "^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$"}
PROFESSION = OpenApiParameter("profession", enum=list(PROFESSIONS), description="of one profession only")
ON = OpenApiParameter("on", OpenApiTypes.DATE, description="in force on this day only, 1900-01-01 to 2199-12-31")
CODE = OpenApiParameter(
    "code", PLACE, OpenApiParameter.PATH, description="ISO 3166-1 or 3166-2, in any case; PR is US-PR"
)
SINCE = OpenApiParameter("since", OpenApiTypes.STR, description="released then or later: an instant, or a day in UTC")
JURISDICTION = OpenApiParameter("jurisdiction", PLACE, description="what touches this place, its country's law too")
CURSOR = OpenApiParameter(
    "cursor", {"type": "string", "pattern": "^[1-9][0-9]{0,17}$"}, description="`next` of the page before"
)
RELEASES_A_PAGE = 20


class PlacesView(ApiView):
    """The places whose law is on file."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(operation_id="list_jurisdictions", tags=["law"], responses=PlacesSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Every place with a law file, without its provisions."""
        read_parameters(request, ())
        return json_response({"items": tell_places(read_law()), "next": None})


class PlaceView(ApiView):
    """One place."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="read_jurisdiction",
        tags=["law"],
        parameters=[CODE],
        responses=PlaceWithLawSerializer,
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """A place with all its law. A subdivision within one that has a law file is read as that one."""
        law = read_law()
        place = read_place(law, code)
        read_parameters(request, ())
        return json_response(tell_place(law, place))


class ProvisionsView(ApiView):
    """The provisions of one place."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="list_provisions",
        tags=["law"],
        parameters=[CODE, PROFESSION, ON],
        responses=ProvisionsSerializer,
    )
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The provisions of a place's own law file. In a subdivision those of its country apply besides."""
        law = read_law()
        place = read_place(law, code)
        profession, on = read_filter(request)
        return json_response({"items": tell_provisions(law, place, profession, on), "next": None})


class LawChangesView(ApiView):
    """What changed, release by release."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="list_law_changes",
        tags=["law"],
        parameters=[JURISDICTION, PROFESSION, SINCE, CURSOR],
        responses=LawHistorySerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The releases of the law, newest first, each with what it changed.

        Narrowed to a place or a profession, releases that did not touch it are left out, and so are the changes that
        did not; what touches every place (a standard, the evidence floor, the review months) is always told. The same
        as an Atom feed: /law/changes.atom, and /law/{code}/changes.atom for a place.
        """
        wanted, before = read_wanted(request, read_law())
        found = list_releases(wanted, most=RELEASES_A_PAGE + 1, before=before)
        page = found[:RELEASES_A_PAGE]
        after = str(page[-1].pk) if len(found) > len(page) else None
        return json_response({"items": [tell_release(one) for one in page], "next": after})


class LawReleaseView(ApiView):
    """One release."""

    scope = None
    public_because = WHY_PUBLIC

    @extend_schema(
        operation_id="read_law_release",
        tags=["law"],
        responses=LawReleaseSerializer,
    )
    def get(self, request: HttpRequest, release_id: int) -> HttpResponse:
        """One release with all that it changed."""
        read_parameters(request, ())
        release = find_release(release_id)
        if release is None:
            raise not_found("No such release")
        return json_response(tell_release(release))
