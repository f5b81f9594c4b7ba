"""Evidence packs in the examples: of a site that was there long ago, with nobody on its roster."""

import datetime as dt

from django.db import transaction

from accounts.models import RegistryClock
from accounts.operations.clock import recording_at, tick
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Site

PACK = "{pack_id}"
SENT = {
    "ask_for_evidence_pack": {"body": {"day": "2026-03-02"}},
    "list_evidence_packs": {},
    "read_evidence_pack": {"path": {"pack_id": PACK}},
}
MADE = {"ask_for_evidence_pack": (PACK, "id")}


def make_old_site():
    """A site of the examples' organisation, in Utah since 2020: made before anything else is recorded."""
    RegistryClock.objects.all().delete()  # nothing was recorded that it must come after
    with recording_at(dt.datetime(2020, 1, 2, 9, tzinfo=dt.UTC)), transaction.atomic():
        Site.objects.create(
            organisation=find_or_make_organisation(name="Aspen Clinic"),
            name="Old Town",
            jurisdiction="US-UT",
            time_zone="America/Denver",
            created_at=tick(),
        )
