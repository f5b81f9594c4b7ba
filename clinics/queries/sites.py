"""An organisation's own sites; those of others are as unknown to it as none."""

import datetime as dt
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo

from credentials.models import Site, SiteDeclaration, SitePolicy
from credentials.records.numbers import capitalise_number

PAGE = 50
OPEN, CLOSED, ALL = "open", "closed", "all"
STATES = (OPEN, CLOSED, ALL)


def find_site(*, organisation_id: int, code: str) -> Site | None:
    """The organisation's site of that code, closed or not."""
    return Site.objects.filter(organisation=organisation_id, code=capitalise_number(code)).first()


def find_sites(*, organisation_id: int, codes: Collection[str]) -> Mapping[str, Site]:
    """The organisation's sites by code; those of others and unknown ones are left out."""
    found = Site.objects.filter(organisation=organisation_id, code__in=[capitalise_number(code) for code in codes])
    return {site.code: site for site in found}


def list_sites(*, organisation_id: int, state: str = OPEN, after: int = 0) -> tuple[list[Site], int | None]:
    """A page in the order in which they were made, and the id after which the next begins (None: there is none)."""
    found = Site.objects.filter(organisation=organisation_id, pk__gt=after).order_by("pk")
    if state != ALL:
        found = found.filter(closed_at__isnull=state == OPEN)
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def list_declarations(site: Site) -> list[SiteDeclaration]:
    """What the clinic declares there now, by key and day."""
    return list(site.declarations.filter(superseded_at__isnull=True).order_by("key", "starts_on"))


def list_policies(site: Site) -> list[SitePolicy]:
    """The versions of its rules as they stand now, in the order of their days."""
    return list(site.policies.filter(superseded_at__isnull=True).order_by("starts_on"))


def day_at(site: Site, instant: dt.datetime) -> dt.date:
    """The day that it is there at the instant."""
    return instant.astimezone(ZoneInfo(site.time_zone)).date()
