"""The page of the question: ask it, and read the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.api.callers import caller_of
from accounts.api.problems import Problem
from credentials.web.answers import read_answer
from credentials.web.asking import ask
from credentials.web.forms import QuestionForm
from law.queries.packs import NoLawReleased
from law.web.held import HeldLaw, read_held_law

RECENT_IN_SESSION = "recent_people"
MOST_RECENT = 8


@method_decorator((never_cache, sensitive_post_parameters()), name="dispatch")
class AskView(View):
    """Signed-out visitors read what this is; members of an organisation ask. Sent by POST, for a name or an NPI in an
    address would stay in logs and histories."""

    scope = "verify:read"
    held: HeldLaw

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let members in whose role may ask; tell everyone else what to do."""
        if not request.user.is_authenticated:
            return self._greet(request)
        try:
            may_ask = caller_of(request).has(self.scope)
            self.held = read_held_law()
        except Problem:
            may_ask = False
        except NoLawReleased:
            return render(request, "law/none_yet.html", status=503)
        if not may_ask:
            return render(request, "credentials/no_organisation.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def _greet(self, request: HttpRequest) -> HttpResponse:
        """What this is, for visitors; a question sent after the session ended leads to signing in."""
        is_reading = request.method in ("GET", "HEAD")
        return render(request, "credentials/welcome.html") if is_reading else redirect("sign-in")

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form; a law page may have named the place."""
        place = request.GET.get("place", "")
        form = QuestionForm(held=self.held, initial={"place" if self.held.find(place) else "place_code": place})
        return self._show(request, "credentials/ask.html", {"form": form})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the form below to change the question; or the form with every fault."""
        form = QuestionForm(request.POST, held=self.held)
        if not form.is_valid():
            return self._show_faults(request, form)
        decision = ask(form.read_question(), now=timezone.now())
        if isinstance(decision, list):
            for fault in decision:
                form.add_error(fault.field, fault.says)
            return self._show_faults(request, form)
        who = decision["question"]["practitioner"]["registry_number"]
        place = self.held.name_place(decision["question"]["jurisdiction"])
        self._remember(request, who)
        answer = read_answer(decision, place=place, who=who)
        form.offer(answer.labels)
        return self._show(request, "credentials/answer.html", {"form": form, "answer": answer, "place": place})

    def _show_faults(self, request: HttpRequest, form: QuestionForm) -> HttpResponse:
        return self._show(request, "credentials/ask.html", {"form": form, "faults": form.list_faults()}, status=422)

    def _show(self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        recent = request.session.get(RECENT_IN_SESSION, [])
        return render(request, template, {"recent": recent, **context}, status=status)

    def _remember(self, request: HttpRequest, registry_number: str) -> None:
        """Keep the numbers asked about last, so that they need not be typed again; they leave with the session."""
        recent = [number for number in request.session.get(RECENT_IN_SESSION, []) if number != registry_number]
        request.session[RECENT_IN_SESSION] = [registry_number, *recent][:MOST_RECENT]
