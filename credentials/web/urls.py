"""Addresses of the pages on which clinics ask."""

from django.urls import path

from credentials.web.finding import FindView
from credentials.web.views import AskView

urlpatterns = [
    path("", AskView.as_view(), name="ask"),
    path("find/", FindView.as_view(), name="find-people"),
]
