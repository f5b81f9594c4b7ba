"""Every address of the product."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from accounts.web.doors import sign_in_for_admin
from config.health import healthz, readyz
from config.metrics import metrics
from credentials.api.jwks import KeysView

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/login/", sign_in_for_admin),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path(".well-known/jwks.json", KeysView.as_view(), name="jwks"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("", include("accounts.web.urls")),
    path("", include("clinics.web.urls")),
    path("", include("credentials.web.urls")),
    path("", include("law.web.urls")),
]

handler400 = "accounts.api.errors.handle_400"
handler403 = "accounts.api.errors.handle_403"
handler404 = "accounts.api.errors.handle_404"
handler500 = "accounts.api.errors.handle_500"
