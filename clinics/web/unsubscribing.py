"""The way out of the mails about alerts, for mail programs (RFC 8058) and for people."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from clinics.letters.unsubscribing import user_of
from clinics.operations.alerts.settings import stop_mails


@csrf_exempt  # a mail program has no page of ours to take a token from: the address itself proves enough
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    """A page that asks (GET changes nothing: programs open links to look at them), or the end of the mails (POST).

    No sign-in and no cookie. Whoever is out already is told the same.
    """
    user_id = user_of(token)
    if user_id is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        stop_mails(user_id=user_id, at=timezone.now())
    response: HttpResponse = render(request, "clinics/unsubscribe.html", {"is_done": is_done})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
