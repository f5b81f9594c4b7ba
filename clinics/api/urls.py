"""The addresses of clinics under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from clinics.api.alert_settings import AlertPreferencesView, AlertSettingsView
from clinics.api.alerts import AlertCountsView, AlertReadView, AlertsReadView, AlertsView, AlertView
from clinics.api.point_of_care import PointOfCareView, PrecautionsView
from clinics.api.policies import PoliciesView, PolicyPreviewView, SitePoliciesView, SitePolicyEndView
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

_ROSTER: list[URLPattern] = []

_IMPORTS: list[URLPattern] = []

_ALERTS = [
    path("alerts", AlertsView.as_view(), name="alerts"),
    path("alerts/counts", AlertCountsView.as_view(), name="alert-counts"),
    path("alerts/read", AlertsReadView.as_view(), name="alerts-read"),
    path("alerts/<uuid:key>", AlertView.as_view(), name="alert"),
    path("alerts/<uuid:key>/read", AlertReadView.as_view(), name="alert-read"),
    path("alert-settings", AlertSettingsView.as_view(), name="alert-settings"),
    path("alert-settings/mine", AlertPreferencesView.as_view(), name="alert-preferences"),
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

_PROOF: list[URLPattern] = []

_POINT_OF_CARE = [
    path("point-of-care", PointOfCareView.as_view(), name="point-of-care"),
    path("precautions", PrecautionsView.as_view(), name="precautions"),
]

_CONSENTS: list[URLPattern] = []

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
