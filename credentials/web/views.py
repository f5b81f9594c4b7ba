"""The page of the question: ask it, and read the answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credentials.web.answers import read_answer
from credentials.web.asking import ask
from credentials.web.forms import QuestionForm
from credentials.web.members import MemberView

RECENT_IN_SESSION = "recent_people"
MOST_RECENT = 8


class AskView(MemberView):
    """Signed-out visitors read what this is; members ask."""

    def greet(self, request: HttpRequest) -> HttpResponse:
        """What this is, for visitors; a question sent after the session ended leads to signing in."""
        is_reading = request.method in ("GET", "HEAD")
        return render(request, "credentials/welcome.html") if is_reading else super().greet(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty form; a page of the law may have named the place, the list of people the person."""
        place = request.GET.get("place", "")
        named = {"place" if self.held.find(place) else "place_code": place, "person": request.GET.get("person", "")}
        return self._show(request, "credentials/ask.html", {"form": QuestionForm(held=self.held, initial=named)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the form below to change the question; or the form with every fault."""
        form = QuestionForm(request.POST, held=self.held)
        if not form.is_valid():
            return self._show_faults(request, form)
        decision = ask(form.read_question(), now=timezone.now(), organisation_id=self.organisation_id)
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
