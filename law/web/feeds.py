"""The releases of the law as an Atom feed (RFC 4287), of all places or of one."""

import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page, require_safe

from accounts.api.parameters import read_parameters
from accounts.api.problems import Problem, problem_response
from law.models import LawRelease
from law.queries.history import Wanted, list_releases
from law.queries.packs import NoLawReleased
from law.web.held import HeldLaw, read_held_law
from law.web.history import read_release
from rulebook.places import UnknownPlace

ENTRIES = 30
MOST_SHOWN = 40
# The names of feeds and entries are made within this one, so that they are the same on every host, for ever.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.rfc-editor.org/rfc/rfc4287#filiform-law")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 cannot hold, even escaped


class LawFeed(Feed):  # type: ignore[type-arg]  # Django's stubs ask for parameters that the class does not take
    """What each release changed, newest first."""

    feed_type = Atom1Feed
    author_name = "Filiform"

    def __init__(self, held: HeldLaw, code: str | None) -> None:
        self.held, self.code = held, code
        self.path = reverse("law-place-feed", args=[code]) if code else reverse("law-feed")
        self.feed_url = self.path

    def get_object(self, request: HttpRequest, **_: Any) -> None:
        """Nothing: the place was read before."""

    def title(self) -> str:
        """The feed's name."""
        return f"The law on dry needling in {self._where()}" if self.code else "The law on dry needling"

    def subtitle(self) -> str:
        """What the feed is."""
        return "What each release of the law as held here changed. No legal advice."

    def link(self) -> str:
        """The page that tells the same."""
        return f"{reverse('law-changes')}?place={self.code}" if self.code else reverse("law-changes")

    def feed_guid(self) -> str:
        """A name for ever, on whatever host."""
        return _name("feed", self.code or "")

    def items(self) -> Sequence[LawRelease]:
        """The latest releases that touched the place."""
        return list_releases(Wanted(self.code), most=ENTRIES)

    def item_title(self, item: LawRelease) -> str:
        """In one line."""
        told = read_release(item, self.held)
        return "The first release" if told.is_first else told.summary

    def item_description(self, item: LawRelease) -> str:
        """As escaped HTML, in plain words."""
        context = {"release": read_release(item, self.held), "most_shown": MOST_SHOWN}
        return _NO_XML.sub("", render_to_string("law/feed_entry.html", context))

    def item_link(self, item: LawRelease) -> str:
        """The release's own page."""
        return reverse("law-release", args=[item.pk])

    def item_guid(self, item: LawRelease) -> str:
        """A name for ever: of the pack and the instant at which it was released."""
        return _name("release", item.pack.digest, item.released_at.isoformat())

    def item_pubdate(self, item: LawRelease) -> datetime:
        """When it was released."""
        return item.released_at

    def item_updateddate(self, item: LawRelease) -> datetime:
        """The same: a release is never rewritten."""
        return item.released_at

    def _where(self) -> str:
        return _NO_XML.sub("", self.held.name_place(self.code or ""))


@csrf_exempt  # or Django's own check would answer a POST first, with a page
@require_safe
@conditional_page
def law_feed(request: HttpRequest, code: str | None = None) -> HttpResponseBase:
    """The feed of every place, or of one; 304 for whoever holds it already. It takes no parameters."""
    try:
        read_parameters(request, ())
        held = read_held_law()
        place = held.law.places.read_asked(code) if code is not None else None
    except NoLawReleased:
        return render(request, "law/none_yet.html", status=503)
    except Problem as problem:
        return problem_response(problem)
    except UnknownPlace:
        raise Http404(code) from None
    response = LawFeed(held, place)(request)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _name(*parts: str) -> str:
    return uuid.uuid5(NAMESPACE, "\n".join(parts)).urn
