"""The addresses of clinics under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from clinics.api.point_of_care import PointOfCareView, PrecautionsView
from clinics.api.policies import PoliciesView, PolicyPreviewView, SitePoliciesView, SitePolicyEndView
from clinics.api.sites import SiteCloseView, SiteDeclarationsView, SitesView, SiteView

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

_ALERTS: list[URLPattern] = []

_WEBHOOKS: list[URLPattern] = []

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
