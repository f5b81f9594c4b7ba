"""`/mailbox/`: what was mailed, for whoever sits at this machine. It is part of the settings of `make run` alone."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from config.content_security import POLICY
from config.mailbox.letters import Mail, find_mail, list_mails
from config.this_machine import is_from_this_machine

# The page frames the mail; the mail may draw itself with its own styles and do nothing else, not even reach a server.
FRAMING = f"{POLICY}; frame-src 'self'"
FRAMED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

View = Callable[..., HttpResponse]


def for_this_machine(view: View) -> View:
    """Mails are personal: shown to whoever asks from this machine itself, and to staff."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: UUID) -> HttpResponse:
        if not is_from_this_machine(request) and not getattr(request.user, "is_staff", False):
            raise PermissionDenied
        response = view(request, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return require_safe(guarded)


@for_this_machine
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail, the newest first."""
    return render(request, "mailbox/index.html", {"mails": list_mails()})


@for_this_machine
def mail_page(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail, in both of its forms."""
    response = render(request, "mailbox/mail.html", {"mail": _find(mail_id)})
    response.headers["Content-Security-Policy"] = FRAMING
    return response


@xframe_options_sameorigin
@for_this_machine
def mail_html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """The HTML of a mail, for the frame in its page."""
    del request
    return HttpResponse(_find(mail_id).html, headers={"Content-Security-Policy": FRAMED})


def _find(mail_id: UUID) -> Mail:
    mail = find_mail(mail_id)
    if mail is None:
        raise Http404
    return mail
