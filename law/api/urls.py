"""The addresses of the law under /api/v1/."""

from django.urls import path

from law.api.views import LawChangesView, LawReleaseView, PlacesView, PlaceView, ProvisionsView

urlpatterns = [
    path("jurisdictions", PlacesView.as_view(), name="jurisdictions"),
    path("jurisdictions/<str:code>", PlaceView.as_view(), name="jurisdiction"),
    path("jurisdictions/<str:code>/provisions", ProvisionsView.as_view(), name="provisions"),
    path("law/changes", LawChangesView.as_view(), name="law-api-changes"),
    path("law/changes/<int:release_id>", LawReleaseView.as_view(), name="law-api-release"),
]
