"""The addresses of courses under /api/v1/; each subject has its own block."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
