"""Addresses of the law pages."""

from django.urls import path

from law.web.changes import LawChangesView, LawReleaseView
from law.web.feeds import law_feed
from law.web.views import LawIndexView, LawPlaceView

urlpatterns = [
    path("law/", LawIndexView.as_view(), name="law-index"),
    path("law/changes/", LawChangesView.as_view(), name="law-changes"),
    path("law/changes/<int:release_id>/", LawReleaseView.as_view(), name="law-release"),
    path("law/changes.atom", law_feed, name="law-feed"),
    path("law/<str:code>/", LawPlaceView.as_view(), name="law-place"),
    path("law/<str:code>/changes.atom", law_feed, name="law-place-feed"),
]
