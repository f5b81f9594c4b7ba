"""What changed in the law, release by release. Open to anyone."""

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from law.queries.history import Wanted, find_release, list_releases
from law.web.forms import HistoryFilter
from law.web.history import read_release
from law.web.views import LawView

RELEASES_A_PAGE = 10
MOST_SHOWN = 15  # a release with more changes is told in one line, and has a page of its own
_CURSOR = re.compile(r"[1-9][0-9]{0,17}")


class LawChangesView(LawView):
    """The releases, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of them, of one place or profession if asked."""
        form = HistoryFilter(request.GET, self.held.list_places())
        place, profession = form.read()
        cursor = request.GET.get("cursor", "")
        before = int(cursor) if _CURSOR.fullmatch(cursor) else None
        found = list_releases(Wanted(place, profession), most=RELEASES_A_PAGE + 1, before=before)
        page = found[:RELEASES_A_PAGE]
        kept = {name: told for name, told in (("place", place), ("profession", profession)) if told}
        older = urlencode({**kept, "cursor": page[-1].pk}) if len(found) > len(page) else ""
        context = {
            "form": form,
            "faults": form.list_faults(),
            "releases": [read_release(one, self.held) for one in page],
            "most_shown": MOST_SHOWN,
            "older": older,
            "newest": f"?{urlencode(kept)}" if before else "",
            "feed": reverse("law-place-feed", args=[place]) if place else reverse("law-feed"),
            "place_name": self.held.name_place(place) if place else "",
            "trail": [("The law", reverse("law-index")), ("What changed", None)],
            "pack_digest": self.held.law.digest,
        }
        return render(request, "law/changes.html", context)


class LawReleaseView(LawView):
    """One release with all that it changed."""

    def get(self, request: HttpRequest, release_id: int) -> HttpResponse:
        """Show it."""
        release = find_release(release_id)
        if release is None:
            raise Http404(release_id)
        told = read_release(release, self.held)
        trail = [("The law", reverse("law-index")), ("What changed", reverse("law-changes"))]
        day = f"{told.released_at:%-d %B %Y}"
        context = {"release": told, "trail": [*trail, (day, None)], "pack_digest": told.pack_digest}
        return render(request, "law/release.html", context)
