"""The law pages: an index of places, and a page for each place. Open to anyone."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pycountry
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from law.web.documents import Document, ProvisionText, last_checked_on, read_consent, read_provisions
from law.web.forms import LawFilter, LawIndexFilter
from law.web.held import HeldLaw, read_held_law
from law.web.index import index_places, name_country
from law.web.words import PROFESSIONS
from rulebook.places import UnknownPlace, country_of


class LawIndexView(View):
    """Every place on file, by country, with its positions on a day."""

    scope = None  # public, because the law is

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the index; a fault of the filter is told and the rest of it holds."""
        today = timezone.now().date()
        form = LawIndexFilter(fill_day(request, today))
        on, profession = form.read(today)
        held = read_held_law()
        countries = index_places(held.documents.values(), on=on, profession=profession, wanted=form.wanted_place)
        context = {
            "form": form,
            "faults": list_faults(form),
            "on": on,
            "profession_name": PROFESSIONS.get(profession, ""),
            "professions": PROFESSIONS,
            "countries": countries,
            "place_count": sum(len(country.places) for country in countries),
            "place_query": carry_filter(request, form),
            "pack_digest": held.digest,
        }
        return render(request, "law/index.html", context)


class LawPlaceView(View):
    """The law of one place, in force, coming and closed."""

    scope = None  # public, because the law is

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """Show the place; a code in another form is sent on to the one that records use."""
        held = read_held_law()
        try:
            told = held.places.read_asked(code)
        except UnknownPlace:
            raise Http404(code) from None
        if told != code:
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"/law/{told}/{f'?{query}' if query else ''}")
        return render(request, "law/place.html", self._read_place(request, held, told))

    def _read_place(self, request: HttpRequest, held: HeldLaw, code: str) -> dict[str, Any]:
        document = held.documents.get(code)
        today = today_at(document)
        form = LawFilter(fill_day(request, today))
        on, profession = form.read(today)
        provisions = read_provisions(document, on, profession) if document else []
        country = held.documents.get(country_of(code)) if country_of(code) != code else None
        name = name_place(code, held)
        return {
            "form": form,
            "faults": list_faults(form),
            "on": on,
            "profession_name": PROFESSIONS.get(profession, ""),
            "place": {"code": code, "name": name, "is_on_file": document is not None, **describe_place(code, held)},
            "country": {"code": country_of(code), "name": country["name"]} if country else None,
            "trail": [("The law", "/law/"), (name, None)],
            "consent": read_consent(document) if document else [],
            "in_force": [one for one in provisions if one.when == "now"],
            "coming": [one for one in provisions if one.when == "coming"],
            "closed": sorted((one for one in provisions if one.when == "closed"), key=_ended_on, reverse=True),
            "place_query": carry_filter(request, form),
            "pack_digest": held.digest,
        }


def list_faults(form: LawFilter) -> list[dict[str, str]]:
    """Each fault of a form with the id of its field, for the summary on top of the page."""
    return [
        {"field_id": form[field].id_for_label, "says": str(error)}
        for field, errors in form.errors.items()
        for error in errors
    ]


def today_at(document: Document | None) -> dt.date:
    """Today in the place's time zone; UTC where none is on file."""
    zone = (document or {}).get("time_zone")
    return timezone.now().astimezone(ZoneInfo(zone) if zone else dt.UTC).date()


def name_place(code: str, held: HeldLaw) -> str:
    """The place's name: its file's, else ISO's."""
    if code in held.documents:
        return str(held.documents[code]["name"])
    subdivision = pycountry.subdivisions.get(code=code)
    return str(subdivision.name) if subdivision else name_country(code)


def describe_place(code: str, held: HeldLaw) -> dict[str, Any]:
    """What is known of the place as a whole."""
    document = held.documents.get(code)
    if document is None:
        return {"facts": (), "notes": ()}
    country: Document = held.documents.get(country_of(code), {})
    majority = document.get("age_of_majority") or country.get("age_of_majority")
    checked = last_checked_on(document)
    facts = (
        (
            "Consents to health care as an adult",
            f"from {majority} years" if majority else "from 18 years, as nothing else is on file",
        ),
        ("Issues privileges under compacts", ", ".join(document.get("compacts") or ())),
        ("Time zone", document.get("time_zone")),
        ("Last checked", f"{checked:%-d %B %Y}" if checked else ""),
    )
    return {"facts": facts, "notes": document.get("notes") or ()}


def _ended_on(provision: ProvisionText) -> dt.date:
    return provision.until or dt.date.max


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
