"""The addresses of clinics under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from clinics.api.alert_settings import AlertPreferencesView, AlertSettingsView
from clinics.api.alerts import AlertCountsView, AlertReadView, AlertsReadView, AlertsView, AlertView
from clinics.api.calendars import CalendarsView
from clinics.api.consent_requests import ConsentRequestsView, RosterRecordView
from clinics.api.consents import (
    ConsentLogView,
    DeclineView,
    GrantView,
    MyConsentRequestsView,
    MyConsentsView,
    WithdrawView,
)
from clinics.api.evidence_packs import EvidencePacksView, EvidencePackView
from clinics.api.list_checks import RosterListCheckView
from clinics.api.organisation import OrganisationExportView, OrganisationLeaveView
from clinics.api.point_of_care import PointOfCareView, PrecautionsView
from clinics.api.policies import PoliciesView, PolicyPreviewView, SitePoliciesView, SitePolicyEndView
from clinics.api.roster import EntryCheckView, EntryEndView, EntryView, RosterView
from clinics.api.roster_checks import EntryChecksView
from clinics.api.roster_imports import (
    RosterImportCancelView,
    RosterImportConfirmView,
    RosterImportFaultsView,
    RosterImportRefusedView,
    RosterImportRowsView,
    RosterImportsView,
    RosterImportView,
)
from clinics.api.roster_invitations import (
    RosterInvitationAcceptView,
    RosterInvitationsView,
    RosterInvitationView,
    RosterInvitationWithdrawView,
)
from clinics.api.roster_mappings import RosterMappingsView
from clinics.api.roster_matches import RosterImportMatchesView
from clinics.api.sites import SiteCloseView, SiteDeclarationsView, SitesView, SiteView
from clinics.api.webhook_deliveries import (
    WebhookDeliveriesView,
    WebhookDeliveryReplayView,
    WebhookDeliveryView,
    WebhookReplayView,
)
from clinics.api.webhooks import (
    WebhookResumeView,
    WebhookRotateView,
    WebhooksView,
    WebhookTestView,
    WebhookView,
)

_SITES = [
    path("sites", SitesView.as_view(), name="sites"),
    path("sites/<str:code>", SiteView.as_view(), name="site"),
    path("sites/<str:code>/close", SiteCloseView.as_view(), name="site-close"),
    path("sites/<str:code>/declarations", SiteDeclarationsView.as_view(), name="site-declarations"),
    path("sites/<str:code>/policies", SitePoliciesView.as_view(), name="site-policies"),
    path("sites/<str:code>/policies/end", SitePolicyEndView.as_view(), name="site-policy-end"),
    path("policies", PoliciesView.as_view(), name="policies"),
    path("policies/preview", PolicyPreviewView.as_view(), name="policy-preview"),
]

_ROSTER = [
    path("roster", RosterView.as_view(), name="roster"),
    path("roster/<uuid:key>", EntryView.as_view(), name="entry"),
    path("roster/<uuid:key>/end", EntryEndView.as_view(), name="entry-end"),
    path("roster/<uuid:key>/check", EntryCheckView.as_view(), name="entry-check"),
    path("roster/<uuid:key>/checks", EntryChecksView.as_view(), name="entry-checks"),
]

_IMPORTS = [
    path("roster-imports", RosterImportsView.as_view(), name="roster-imports"),
    path("roster-imports/<int:import_id>", RosterImportView.as_view(), name="roster-import"),
    path("roster-imports/<int:import_id>/rows", RosterImportRowsView.as_view(), name="roster-import-rows"),
    path("roster-imports/<int:import_id>/faults", RosterImportFaultsView.as_view(), name="roster-import-faults"),
    path("roster-imports/<int:import_id>/matches", RosterImportMatchesView.as_view(), name="roster-import-matches"),
    path("roster-imports/<int:import_id>/refused", RosterImportRefusedView.as_view(), name="roster-import-refused"),
    path("roster-imports/<int:import_id>/confirm", RosterImportConfirmView.as_view(), name="roster-import-confirm"),
    path("roster-imports/<int:import_id>/cancel", RosterImportCancelView.as_view(), name="roster-import-cancel"),
    path("roster-checks", RosterListCheckView.as_view(), name="roster-list-check"),
    path("roster-mappings", RosterMappingsView.as_view(), name="roster-mappings"),
    path("roster-invitations", RosterInvitationsView.as_view(), name="roster-invitations"),
    path("roster-invitations/<uuid:key>", RosterInvitationView.as_view(), name="roster-invitation"),
    path("roster-invitations/<uuid:key>/accept", RosterInvitationAcceptView.as_view(), name="roster-invitation-accept"),
    path(
        "roster-invitations/<uuid:key>/withdraw",
        RosterInvitationWithdrawView.as_view(),
        name="roster-invitation-withdraw",
    ),
]

_ALERTS = [
    path("alerts", AlertsView.as_view(), name="alerts"),
    path("alerts/counts", AlertCountsView.as_view(), name="alert-counts"),
    path("alerts/read", AlertsReadView.as_view(), name="alerts-read"),
    path("alerts/<uuid:key>", AlertView.as_view(), name="alert"),
    path("alerts/<uuid:key>/read", AlertReadView.as_view(), name="alert-read"),
    path("alert-settings", AlertSettingsView.as_view(), name="alert-settings"),
    path("alert-settings/mine", AlertPreferencesView.as_view(), name="alert-preferences"),
    path("calendars", CalendarsView.as_view(), name="calendars"),
]

_WEBHOOKS = [
    path("webhooks", WebhooksView.as_view(), name="webhooks"),
    path("webhooks/<uuid:key>", WebhookView.as_view(), name="webhook"),
    path("webhooks/<uuid:key>/rotate", WebhookRotateView.as_view(), name="webhook-rotate"),
    path("webhooks/<uuid:key>/test", WebhookTestView.as_view(), name="webhook-test"),
    path("webhooks/<uuid:key>/resume", WebhookResumeView.as_view(), name="webhook-resume"),
    path("webhooks/<uuid:key>/replay", WebhookReplayView.as_view(), name="webhook-replay"),
    path("webhooks/<uuid:key>/deliveries", WebhookDeliveriesView.as_view(), name="webhook-deliveries"),
    path("webhooks/<uuid:key>/deliveries/<uuid:delivery_key>", WebhookDeliveryView.as_view(), name="webhook-delivery"),
    path(
        "webhooks/<uuid:key>/deliveries/<uuid:delivery_key>/replay",
        WebhookDeliveryReplayView.as_view(),
        name="webhook-delivery-replay",
    ),
]

_PROOF = [
    path("evidence-packs", EvidencePacksView.as_view(), name="evidence-packs"),
    path("evidence-packs/<uuid:pack_id>", EvidencePackView.as_view(), name="evidence-pack"),
]

_POINT_OF_CARE = [
    path("point-of-care", PointOfCareView.as_view(), name="point-of-care"),
    path("precautions", PrecautionsView.as_view(), name="precautions"),
]

_CONSENTS = [
    path("consent-requests", ConsentRequestsView.as_view(), name="consent-requests"),
    path("consent-requests/mine", MyConsentRequestsView.as_view(), name="my-consent-requests"),
    path("consent-requests/<int:request_id>/grant", GrantView.as_view(), name="consent-grant"),
    path("consent-requests/<int:request_id>/decline", DeclineView.as_view(), name="consent-decline"),
    path("consents/mine", MyConsentsView.as_view(), name="my-consents"),
    path("consents/log", ConsentLogView.as_view(), name="consent-log"),
    path("consents/<int:consent_id>/withdraw", WithdrawView.as_view(), name="consent-withdraw"),
    path("roster/<uuid:key>/record", RosterRecordView.as_view(), name="entry-record"),
    path("organisation/export", OrganisationExportView.as_view(), name="organisation-export"),
    path("organisation/leave", OrganisationLeaveView.as_view(), name="organisation-leave"),
]

urlpatterns: list[URLPattern] = [
    *_SITES,
    *_ROSTER,
    *_IMPORTS,
    *_ALERTS,
    *_WEBHOOKS,
    *_PROOF,
    *_POINT_OF_CARE,
    *_CONSENTS,
]
