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
from law.web.forms import LawFilter, LawIndexFilter
from law.web.held import HeldLaw, read_held_law
from law.web.index import index_places
from law.web.provisions import ProvisionText, last_checked_on, read_provisions
from law.web.sources import ConsentText, read_consent
from law.web.words import PROFESSIONS
from rulebook.law import Jurisdiction
from rulebook.places import UnknownPlace


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
        today = timezone.now().date()
        form = LawIndexFilter(fill_day(request, today))
        on, profession = form.read(today)
        countries = index_places(self.held, on=on, today=today, profession=profession, wanted=form.wanted_place)
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
        place, above = self.held.find(code), self.held.find_country_above(code)
        provisions = _read_from(place, on, today, profession)
        name = self.held.name_place(code)
        return {
            "form": form,
            "faults": form.list_faults(),
            "on": on,
            "profession_name": PROFESSIONS.get(profession, ""),
            "place": {"code": code, "name": name, "is_on_file": place is not None},
            "facts": describe_place(place, self.held),
            "notes": (place.document.get("notes") if place else None) or (),
            "country": above,
            "trail": [("The law", reverse("law-index")), (name, None)],
            "consent": _read_bands(place) or _read_bands(above),
            "in_force": [one for one in provisions if one.when == "now"],
            "from_country": [one for one in _read_from(above, on, today, profession) if one.when == "now"],
            "coming": [one for one in provisions if one.when == "coming"],
            "closed": sorted((one for one in provisions if one.when == "closed"), key=_ended_on, reverse=True),
            "place_query": carry_filter(request, form),
            "pack_digest": self.held.law.digest,
        }


def _read_from(place: Jurisdiction | None, on: dt.date, today: dt.date, profession: str) -> list[ProvisionText]:
    return read_provisions(place, on=on, today=today, profession=profession) if place else []


def _read_bands(place: Jurisdiction | None) -> list[ConsentText]:
    return read_consent(place.document) if place else []


def describe_place(place: Jurisdiction | None, held: HeldLaw) -> tuple[tuple[str, str], ...]:
    """What is known of the place as a whole."""
    if place is None:
        return ()
    checked = last_checked_on(place)
    return (
        ("Consents to health care as an adult", f"from {held.law.age_of_majority_in(place.code)} years"),
        ("Issues privileges under compacts", ", ".join(place.document.get("compacts") or ())),
        ("Time zone", held.law.time_zone_of(place.code)),
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
