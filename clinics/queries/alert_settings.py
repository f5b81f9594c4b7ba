"""Who is told of alerts, and by which way: what was said, else the defaults."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from accounts.models import Membership
from clinics.models import AlertPreferences, AlertSettings
from clinics.models.inbox import PERSONAL, Channel
from credentials.models import Site

Role = Membership.Role
HEARING = (Role.CLINIC_ADMIN, Role.CLINIC_VIEWER)
DIGEST_HOUR = 7
NO_ZONE = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a clinic wants to hear; `ladder` None: that of the deployment."""

    ladder: tuple[int, ...] | None = None
    channels: frozenset[str] = frozenset(Channel.values)
    quiet_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearer:
    """How a user wants to hear. `sites` are ids, of any clinic."""

    user_id: int
    channels: frozenset[str] = frozenset(PERSONAL)
    quiet_kinds: frozenset[str] = frozenset()
    sites: frozenset[int] = frozenset()
    digest_hour: int = DIGEST_HOUR
    time_zone: str = NO_ZONE
    urgent_mail: bool = True

    def cares_for(self, site_id: int | None, sites_of_clinic: Collection[int]) -> bool:
        """Whether what happens at a site (None: at none) of a clinic with these sites concerns the user."""
        chosen = self.sites & set(sites_of_clinic)
        return site_id is None or not chosen or site_id in chosen

    def local(self, at: dt.datetime) -> dt.datetime:
        """The instant where the user is."""
        return at.astimezone(ZoneInfo(self.time_zone))


def wanted_by(organisation_id: int) -> Wanted:
    """What the clinic wants."""
    row = AlertSettings.objects.filter(pk=organisation_id).first()
    if row is None:
        return Wanted()
    ladder = None if row.ladder is None else tuple(row.ladder)
    return Wanted(ladder=ladder, channels=frozenset(row.channels), quiet_kinds=frozenset(row.quiet_kinds))


def hearers_of(organisation_id: int) -> list[Hearer]:
    """Everybody who is told of the clinic's alerts, each once."""
    rows = Membership.objects.filter(
        organisation=organisation_id, ended_at__isnull=True, role__in=HEARING, user__is_active=True
    )
    user_ids = sorted(set(rows.values_list("user_id", flat=True)))
    found = read_hearers(user_ids)
    return [found[user_id] for user_id in user_ids]


def read_hearers(user_ids: Collection[int]) -> Mapping[int, Hearer]:
    """How these users want to hear."""
    said = {row.user_id: _read(row) for row in AlertPreferences.objects.filter(pk__in=user_ids)}
    zones = _zones_of([user_id for user_id in user_ids if user_id not in said])
    return {user_id: said.get(user_id) or Hearer(user_id=user_id, time_zone=zones[user_id]) for user_id in user_ids}


def clinics_of(user_id: int) -> list[int]:
    """The organisations whose alerts the user may hear now; none for a user who was switched off."""
    rows = Membership.objects.filter(user=user_id, ended_at__isnull=True, role__in=HEARING, user__is_active=True)
    return sorted(set(rows.values_list("organisation_id", flat=True)))


def site_ids_of(organisation_id: int) -> list[int]:
    """All sites that the clinic ever had."""
    return list(Site.objects.filter(organisation=organisation_id).values_list("pk", flat=True))


def _read(row: AlertPreferences) -> Hearer:
    return Hearer(
        user_id=row.user_id,
        channels=frozenset(row.channels),
        quiet_kinds=frozenset(row.quiet_kinds),
        sites=frozenset(row.sites),
        digest_hour=row.digest_hour,
        time_zone=row.time_zone,
        urgent_mail=row.urgent_mail,
    )


def _zones_of(user_ids: Sequence[int]) -> Mapping[int, str]:
    """The time zone of the first site of any clinic of each user."""
    zones = dict.fromkeys(user_ids, NO_ZONE)
    held = Membership.objects.filter(user__in=user_ids, ended_at__isnull=True, role__in=HEARING)
    pairs = list(held.order_by("user_id", "-organisation_id").values_list("user_id", "organisation_id"))
    sites = Site.objects.filter(organisation__in={one for _, one in pairs}).order_by("organisation_id", "-pk")
    first = dict(sites.values_list("organisation_id", "time_zone"))
    return zones | {user_id: first[one] for user_id, one in pairs if one in first}
