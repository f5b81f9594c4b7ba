"""The addresses of courses under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from courses.api.programmes import ProgrammeCloseView, ProgrammesView, ProgrammeView
from courses.api.versions import VersionPublishView, VersionsView, VersionView

_PROGRAMMES = [
    path("programmes", ProgrammesView.as_view(), name="programmes"),
    path("programmes/<int:programme_id>", ProgrammeView.as_view(), name="programme"),
    path("programmes/<int:programme_id>/close", ProgrammeCloseView.as_view(), name="programme-close"),
    path("programmes/<int:programme_id>/versions", VersionsView.as_view(), name="versions"),
    path("programmes/<int:programme_id>/versions/<int:number>", VersionView.as_view(), name="version"),
    path(
        "programmes/<int:programme_id>/versions/<int:number>/publish",
        VersionPublishView.as_view(),
        name="version-publish",
    ),
]

urlpatterns: list[URLPattern] = [*_PROGRAMMES]
