"""Rows of clinics and their database constraints; sites, policies and declarations stand in credentials."""

from clinics.models.alerts import Alert
from clinics.models.calendars import CalendarEvent, CalendarFeed
from clinics.models.checks import RosterCheck
from clinics.models.consents import ConsentRequest, RecordLook
from clinics.models.imports import RosterFile, RosterImport, StaffMapping, StagedEntry
from clinics.models.inbox import AlertPreferences, AlertSettings, InboxItem, MailItem
from clinics.models.invitations import Invitation, InvitedEntry
from clinics.models.packs import EvidenceAsk, EvidenceEdition, EvidenceMaking, EvidencePack, EvidencePiece
from clinics.models.roster import RosterEntry, Watch
from clinics.models.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookSecret

__all__ = [
    "Alert",
    "AlertPreferences",
    "AlertSettings",
    "CalendarEvent",
    "CalendarFeed",
    "ConsentRequest",
    "EvidenceAsk",
    "EvidenceEdition",
    "EvidenceMaking",
    "EvidencePack",
    "EvidencePiece",
    "InboxItem",
    "Invitation",
    "InvitedEntry",
    "MailItem",
    "RecordLook",
    "RosterCheck",
    "RosterEntry",
    "RosterFile",
    "RosterImport",
    "StaffMapping",
    "StagedEntry",
    "Watch",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookSecret",
]
