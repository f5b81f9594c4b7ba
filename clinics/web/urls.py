"""Addresses of clinics outside the API: for calendar and mail programs, which bring no key."""

from django.urls import path

from clinics.web.calendars import calendar_feed
from clinics.web.invitations import invitation_page
from clinics.web.unsubscribing import unsubscribe

urlpatterns = [
    path("calendars/<str:secret>.ics", calendar_feed, name="calendar-feed"),
    path("invitations/<str:token>", invitation_page, name="invitation"),
    path("alerts/unsubscribe/<str:token>", unsubscribe, name="alerts-unsubscribe"),
]
