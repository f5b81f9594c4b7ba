"""The addresses of the law as the product includes them, alone."""

from django.urls import include, path

from accounts.api import errors

urlpatterns = [path("api/v1/", include("law.api.urls"))]
handler400, handler403, handler404, handler500 = (
    errors.handle_400,
    errors.handle_403,
    errors.handle_404,
    errors.handle_500,
)
