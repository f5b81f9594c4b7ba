"""The one door: whoever wants into the admin signs in where everybody does, and is counted as everybody is."""

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe


@require_safe
def sign_in_for_admin(request: HttpRequest) -> HttpResponse:
    """To the page for signing in, and back; whoever is signed in and was sent here may not enter (403)."""
    if request.user.is_authenticated:
        raise PermissionDenied
    wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect_to_login(wanted if is_ours else reverse("admin:index"), settings.LOGIN_URL)
