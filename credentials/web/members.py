"""Who may enter the pages on which clinics ask."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.api.callers import caller_of
from accounts.api.problems import Problem
from law.queries.packs import NoLawReleased
from law.web.held import HeldLaw, read_held_law


@method_decorator((never_cache, sensitive_post_parameters()), name="dispatch")
class MemberView(View):
    """For members of an organisation in whose role they may ask; tells everyone else what to do.

    What is typed about a person is sent by POST: in an address it would stay in logs and histories.
    """

    scope = "verify:read"
    held: HeldLaw
    organisation_id: int  # for which the member acts

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let members in, with the law in use."""
        if not request.user.is_authenticated:
            return self.greet(request)
        try:
            caller = caller_of(request)
            self.organisation_id, may_ask = caller.organisation_id, caller.has(self.scope)
            self.held = read_held_law()
        except Problem:
            may_ask = False
        except NoLawReleased:
            return render(request, "law/none_yet.html", status=503)
        if not may_ask:
            return render(request, "credentials/no_organisation.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def greet(self, request: HttpRequest) -> HttpResponse:
        """Visitors sign in first."""
        return redirect("sign-in")
