"""Where somebody who was invited to be put on file says no."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinics.operations.imports.invitations import decline_invitation
from clinics.operations.imports.tokens import find_invitation
from clinics.queries.invitations import OPEN


@csrf_exempt  # no cookie and no sign-in: the address itself proves enough
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """A page that asks (GET changes nothing: programs open links to look at them), or the no itself (POST).

    Neither tells anything of the person: whoever holds the address may not be them.
    """
    invitation = find_invitation(token)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        invitation = decline_invitation(invitation=invitation, at=timezone.now())
    told = {"clinic": invitation.organisation.name, "state": invitation.state, "is_open": invitation.state in OPEN}
    response: HttpResponse = render(request, "clinics/invitation.html", told)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
