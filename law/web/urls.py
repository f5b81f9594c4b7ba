"""Addresses of the law pages."""

from django.urls import path

from law.web.views import LawIndexView, LawPlaceView

urlpatterns = [
    path("law/", LawIndexView.as_view(), name="law-index"),
    path("law/<str:code>/", LawPlaceView.as_view(), name="law-place"),
]
