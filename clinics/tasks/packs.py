import logging
from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinics.operations.packs.making import NOT_REPRODUCED, ErasedMeanwhile, NotReproduced, make_pack, note_failure
from clinics.operations.packs.sweeping import sweep_packs
from clinics.operations.packs.waking import wake_maker
from clinics.queries.packs import list_waiting

TURN_SECONDS = 20
MOST_FAILURES = 3
_log = logging.getLogger(__name__)


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
        made += _make(pack_id)
    return made


@shared_task(name="clinics.tasks.sweep_evidence_packs")
def sweep_evidence_packs() -> int:
    """Let go of the bytes of packs after EVIDENCE_PACK_DAYS; give of how many."""
    return sweep_packs(before=timezone.now() - timedelta(days=settings.EVIDENCE_PACK_DAYS))


def _make(pack_id: object) -> bool:
    try:
        return make_pack(pack_id=pack_id, at=timezone.now())
    except ErasedMeanwhile:
        return False  # it waits still
    except NotReproduced:
        _log.error("evidence pack %s is not reproduced by what is on record", pack_id)
        note_failure(pack_id=pack_id, problem=NOT_REPRODUCED, most=MOST_FAILURES)
    except Exception as error:  # one pack that fails, however it does, must not hold up the others
        _log.exception("evidence pack %s", pack_id)
        note_failure(pack_id=pack_id, problem=type(error).__name__, most=MOST_FAILURES)
    return False
