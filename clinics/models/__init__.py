"""Rows of clinics and their database constraints; sites, policies and declarations stand in credentials."""

from clinics.models.alerts import Alert
from clinics.models.calendars import CalendarEvent, CalendarFeed
from clinics.models.checks import RosterCheck
from clinics.models.inbox import AlertPreferences, AlertSettings, InboxItem, MailItem
from clinics.models.roster import RosterEntry, Watch

__all__ = [
    "Alert",
    "AlertPreferences",
    "AlertSettings",
    "CalendarEvent",
    "CalendarFeed",
    "InboxItem",
    "MailItem",
    "RosterCheck",
    "RosterEntry",
    "Watch",
]
