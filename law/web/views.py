"""The law pages: an index of places, and a page for each place. Open to anyone."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from law.queries.packs import NoLawReleased
from law.web.documents import ProvisionText, last_checked_on, read_consent, read_provisions
from law.web.forms import LawFilter, LawIndexFilter
from law.web.held import HeldLaw, read_held_law
from law.web.index import index_places
from law.web.words import PROFESSIONS
from rulebook.places import UnknownPlace, country_of


class LawView(View):
    """Reads the law first: without one there is nothing to show, and the page says so."""

    scope = None
    public_because = "the law is anyone's to read"
    held: HeldLaw

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Hand the law in use to the page."""
        try:
            self.held = read_held_law()
        except NoLawReleased:
            return render(request, "law/none_yet.html", status=503)
        return super().dispatch(request, *args, **kwargs)


class LawIndexView(LawView):
    """Every place on file, by country, with its positions on a day."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the index; a fault of the filter is told and the rest of it holds."""
        form = LawIndexFilter(fill_day(request, timezone.now().date()))
        on, profession = form.read(timezone.now().date())
        countries = index_places(self.held, on=on, profession=profession, wanted=form.wanted_place)
        context = {
            "form": form,
            "faults": form.list_faults(),
            "on": on,
            "profession_name": PROFESSIONS.get(profession, ""),
            "professions": PROFESSIONS,
            "countries": countries,
            "place_count": sum(len(country.places) for country in countries),
            "place_query": carry_filter(request, form),
            "pack_digest": self.held.law.digest,
        }
        return render(request, "law/index.html", context)


class LawPlaceView(LawView):
    """The law of one place: in force, coming and closed."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the place; a code in another form is sent on to the one that records use."""
        try:
            told = self.held.law.places.read_asked(code)
        except UnknownPlace:
            raise Http404(code) from None
        if told != code:
            query = request.META.get("QUERY_STRING", "")
            return redirect(reverse("law-place", args=[told]) + (f"?{query}" if query else ""))
        return render(request, "law/place.html", self._describe(request, told))

    def _describe(self, request: HttpRequest, code: str) -> dict[str, Any]:
        zone = ZoneInfo(self.held.law.time_zone_of(code))
        today = timezone.now().astimezone(zone).date()
        form = LawFilter(fill_day(request, today))
        on, profession = form.read(today)
        document, name = self.held.documents.get(code), self.held.name_place(code)
        provisions = read_provisions(document, on, profession) if document else []
        country = country_of(code)
        return {
            "form": form,
            "faults": form.list_faults(),
            "on": on,
            "profession_name": PROFESSIONS.get(profession, ""),
            "place": {"code": code, "name": name, "is_on_file": document is not None},
            "facts": describe_place(code, self.held),
            "notes": (document or {}).get("notes") or (),
            "country": {"code": country, "name": self.held.name_country(country)}
            if self._adds(country, code)
            else None,
            "trail": [("The law", reverse("law-index")), (name, None)],
            "consent": read_consent(document) if document else [],
            "in_force": [one for one in provisions if one.when == "now"],
            "coming": [one for one in provisions if one.when == "coming"],
            "closed": sorted((one for one in provisions if one.when == "closed"), key=_ended_on, reverse=True),
            "place_query": carry_filter(request, form),
            "pack_digest": self.held.law.digest,
        }

    def _adds(self, country: str, code: str) -> bool:
        """Whether the country has law of its own that counts in this part of it."""
        return country != code and country in self.held.documents


def describe_place(code: str, held: HeldLaw) -> tuple[tuple[str, str], ...]:
    """What is known of the place as a whole."""
    document = held.documents.get(code)
    if document is None:
        return ()
    checked = last_checked_on(document)
    return (
        ("Consents to health care as an adult", f"from {held.law.age_of_majority_in(code)} years"),
        ("Issues privileges under compacts", ", ".join(document.get("compacts") or ())),
        ("Time zone", held.law.time_zone_of(code)),
        ("Last checked", f"{checked:%-d %B %Y}" if checked else ""),
    )


def fill_day(request: HttpRequest, today: dt.date) -> QueryDict:
    """What the reader sent, with today where no day was given, so that the page shows which day it tells."""
    sent = request.GET.copy()
    if not sent.get("on"):
        sent["on"] = today.isoformat()
    return sent


def carry_filter(request: HttpRequest, form: LawFilter) -> str:
    """The day and the profession that the reader chose, to hand on in links to other places."""
    kept = {name: told for name in ("profession", "on") if (told := request.GET.get(name)) and name not in form.errors}
    return f"?{urlencode(kept)}" if kept else ""


def _ended_on(provision: ProvisionText) -> dt.date:
    return provision.until or dt.date.max
