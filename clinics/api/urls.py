"""The addresses of clinics under /api/v1/; each subject has its own block."""

from django.urls import URLPattern, path

from clinics.api.sites import SiteCloseView, SiteDeclarationsView, SitesView, SiteView

_SITES = [
    path("sites", SitesView.as_view(), name="sites"),
    path("sites/<str:code>", SiteView.as_view(), name="site"),
    path("sites/<str:code>/close", SiteCloseView.as_view(), name="site-close"),
    path("sites/<str:code>/declarations", SiteDeclarationsView.as_view(), name="site-declarations"),
]

_ROSTER: list[URLPattern] = []

_IMPORTS: list[URLPattern] = []

_ALERTS: list[URLPattern] = []

_WEBHOOKS: list[URLPattern] = []

_PROOF: list[URLPattern] = []

_POINT_OF_CARE: list[URLPattern] = []

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
