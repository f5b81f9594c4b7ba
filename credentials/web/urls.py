"""The address of the question."""

from django.urls import path

from credentials.web.views import AskView

urlpatterns = [path("", AskView.as_view(), name="ask")]
