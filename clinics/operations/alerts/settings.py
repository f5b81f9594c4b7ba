"""What a clinic and its people want to hear: said whole each time."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from clinics.models import AlertPreferences, AlertSettings
from clinics.models.inbox import Channel
from clinics.queries.alert_settings import Hearer, Wanted, read_hearers


@transaction.atomic
def put_settings(*, organisation_id: int, wanted: Wanted, by: str, at: dt.datetime) -> None:
    """What a clinic wants to hear from now on; a ladder is kept farthest first."""
    ladder = None if wanted.ladder is None else sorted(set(wanted.ladder), reverse=True)
    AlertSettings.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={
            "ladder": ladder,
            "channels": sorted(wanted.channels),
            "quiet_kinds": sorted(wanted.quiet_kinds),
            "changed_at": at,
            "changed_by": by,
        },
    )


@transaction.atomic
def put_preferences(*, hearer: Hearer, sites_of_clinic: Collection[int], at: dt.datetime) -> None:
    """How a user wants to hear from now on. Of the sites only those of this clinic are said anew; others stay."""
    kept = AlertPreferences.objects.select_for_update().filter(pk=hearer.user_id).first()
    elsewhere = set(kept.sites) - set(sites_of_clinic) if kept is not None else set()
    AlertPreferences.objects.update_or_create(
        user_id=hearer.user_id,
        defaults={
            "channels": sorted(hearer.channels),
            "quiet_kinds": sorted(hearer.quiet_kinds),
            "sites": sorted(elsewhere | (hearer.sites & set(sites_of_clinic))),
            "digest_hour": hearer.digest_hour,
            "time_zone": hearer.time_zone,
            "urgent_mail": hearer.urgent_mail,
            "changed_at": at,
        },
    )


@transaction.atomic
def stop_mails(*, user_id: int, at: dt.datetime) -> bool:
    """No mail about alerts any more, of any clinic; everything else stays as it was. False: there were none before."""
    hearer = read_hearers([user_id])[user_id]
    if Channel.MAIL not in hearer.channels:
        return False
    AlertPreferences.objects.update_or_create(
        user_id=user_id,
        defaults={
            "channels": sorted(hearer.channels - {Channel.MAIL}),
            "quiet_kinds": sorted(hearer.quiet_kinds),
            "sites": sorted(hearer.sites),
            "digest_hour": hearer.digest_hour,
            "time_zone": hearer.time_zone,
            "urgent_mail": hearer.urgent_mail,
            "changed_at": at,
        },
    )
    return True
