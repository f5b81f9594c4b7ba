from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinics.operations.packs.sweeping import sweep_packs
from clinics.operations.packs.trying import try_making
from clinics.operations.packs.waking import wake_maker
from clinics.queries.packs import list_waiting

TURN_SECONDS = 20


# Ten thousand entries take minutes; one that hangs must not hold its worker for ever.
@shared_task(name="clinics.tasks.make_evidence_packs", soft_time_limit=1_800, time_limit=1_860)
def make_evidence_packs() -> int:
    """Make the packs that wait, for one turn; give how many. Killed at any instant, a pack waits still.

    Any number may run at once: a pack is held by one.
    """
    ends, made = monotonic() + TURN_SECONDS, 0
    for pack_id in list_waiting():
        if monotonic() >= ends:
            wake_maker()  # the turn is over and the work is not
            break
        made += try_making(pack_id=pack_id, at=timezone.now())
    return made


@shared_task(name="clinics.tasks.sweep_evidence_packs")
def sweep_evidence_packs() -> int:
    """Let go of the bytes of packs after EVIDENCE_PACK_DAYS; give of how many."""
    return sweep_packs(before=timezone.now() - timedelta(days=settings.EVIDENCE_PACK_DAYS))
