"""Asking for an evidence pack: what it holds is written down once, so that asked again it is the same."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from accounts.models import Organisation
from clinics.models import EvidenceAsk, EvidenceMaking, EvidencePack
from clinics.operations.packs.waking import wake_maker
from clinics.packs.contents import Scope, SiteScope
from clinics.queries.packs import choose_rows, day_end, read_place_names
from credentials.instants import tell_instant
from credentials.models import Site
from credentials.queries.evidence import wait_for_writers
from credentials.records.faults import Fault, Refusal
from credentials.signing.canonical import write_canonical

LATEST_LOOKED_BACK = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked for: a day that is over, or an instant that has passed; of these sites (None: of all)."""

    day: dt.date | None
    at: dt.datetime | None
    sites: tuple[str, ...] | None

    def tell(self) -> dict[str, Any]:
        """As JSON; the order in which sites are named is no difference."""
        return {
            "day": self.day.isoformat() if self.day else None,
            "at": tell_instant(self.at) if self.at else None,
            "sites": sorted(self.sites) if self.sites is not None else None,
        }


@transaction.atomic
def ask_for_pack(
    *, organisation_id: int, asking: Asking, by: str, at: dt.datetime
) -> tuple[EvidencePack, bool] | Refusal:
    """The pack that was asked for, and whether it is new; the faults of what cannot be told.

    Asked again it is the one of before, whatever was renamed or recorded since; one put away waits to be made again.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)  # two who ask together: one pack
    told = asking.tell()
    digest = hashlib.sha256(write_canonical(told)).digest()
    pack = EvidencePack.objects.filter(organisation=organisation_id, asked_digest=digest).first()
    is_new = pack is None
    if pack is None:
        sites = _find_sites(organisation_id, asking, at)
        if isinstance(sites, Refusal):
            return sites
        pack = _write_down(organisation_id, told, digest, sites, at)
    EvidenceAsk.objects.create(pack=pack, asked_by=by, asked_at=at)
    EvidenceMaking.objects.filter(pack=pack, state__in=("put_away", "failed")).update(
        state="waiting", failures=0, problem="", wanted_at=at
    )
    wake_maker()
    return pack, is_new


def _write_down(
    organisation_id: int, told: dict[str, Any], digest: bytes, sites: Sequence[SiteScope], at: dt.datetime
) -> EvidencePack:
    wait_for_writers(max((site.known_at for site in sites), default=None))
    chosen = choose_rows(organisation_id=organisation_id, sites=sites)
    pack = EvidencePack.objects.create(
        organisation_id=organisation_id,
        asked=told,
        asked_digest=digest,
        scope=_keep_scope(organisation_id, sites),
        entries=chosen.entries,
        checks=chosen.checks,
        created_at=at,
    )
    EvidenceMaking.objects.create(pack=pack, wanted_at=at)
    return pack


def _find_sites(organisation_id: int, asking: Asking, at: dt.datetime) -> Sequence[SiteScope] | Refusal:
    """The sites with the day and the instant of each, or what is wrong with them."""
    rows = list(Site.objects.filter(organisation=organisation_id).order_by("code"))
    if asking.sites is not None:
        unknown = [code for code in asking.sites if code not in {row.code for row in rows}]
        if unknown:
            places = enumerate(asking.sites)
            return Refusal(
                tuple(Fault(f"/sites/{n}", "unknown_site", "no such site of yours") for n, c in places if c in unknown)
            )
        rows = [row for row in rows if row.code in asking.sites]
    names = read_place_names(at)
    scoped = [_scope_site(row, asking, names) for row in rows]
    scoped = [site for site, row in zip(scoped, rows, strict=True) if row.created_at <= site.known_at]
    if not scoped:
        return Refusal((Fault("/day" if asking.day else "/at", "no_site", "no site of yours was there yet"),))
    if any(site.known_at > at for site in scoped):
        late = next(site for site in scoped if site.known_at > at)
        return Refusal((Fault("/day", "not_over", f"the day is not over at {late.code}; ask from tomorrow on"),))
    return scoped


def _scope_site(row: Site, asking: Asking, names: Mapping[str, str]) -> SiteScope:
    """Its day and instant: the end of the day there, or the instant asked about and the day that it was there."""
    zone = ZoneInfo(row.time_zone)
    known_at = asking.at or day_end(asking.day or LATEST_LOOKED_BACK, zone)
    return SiteScope(
        id=row.pk,
        code=row.code,
        name=row.name,
        jurisdiction=row.jurisdiction,
        place=names.get(row.jurisdiction, row.jurisdiction),
        time_zone=row.time_zone,
        day=asking.day or known_at.astimezone(zone).date(),
        known_at=known_at.astimezone(dt.UTC),
    )


def _keep_scope(organisation_id: int, sites: Sequence[SiteScope]) -> dict[str, Any]:
    name = Organisation.objects.values_list("name", flat=True).get(pk=organisation_id)
    kept = [{**asdict(site), "day": site.day.isoformat(), "known_at": tell_instant(site.known_at)} for site in sites]
    return {"issuer": settings.PUBLIC_URL, "organisation": name, "sites": kept}


def read_scope(pack: EvidencePack) -> Scope:
    """What was written down."""
    return Scope(
        pack_id=str(pack.pk),
        issuer=pack.scope["issuer"],
        organisation_id=pack.organisation_id,
        organisation=pack.scope["organisation"],
        asked=pack.asked,
        created_at=pack.created_at,
        sites=[
            SiteScope(
                **{
                    **site,
                    "day": dt.date.fromisoformat(site["day"]),
                    "known_at": dt.datetime.fromisoformat(site["known_at"]),
                }
            )
            for site in pack.scope["sites"]
        ],
    )
