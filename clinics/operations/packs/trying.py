"""Makes a pack and writes down what went wrong: whoever asked sees it, and it is tried again."""

import datetime as dt
import logging
from uuid import UUID

from clinics.operations.packs.making import ErasedMeanwhile, NotReproduced, make_pack, note_failure

MOST_FAILURES = 3
NOT_REPRODUCED = "not_reproduced"
_log = logging.getLogger(__name__)


def try_making(*, pack_id: UUID, at: dt.datetime) -> bool:
    """Make a pack that waits; whether it was made. One that fails, however it does, is noted and harms no other."""
    try:
        return make_pack(pack_id=pack_id, at=at)
    except ErasedMeanwhile:
        return False  # it waits still
    except NotReproduced:
        _log.error("evidence pack %s is not reproduced by what is on record", pack_id)
        note_failure(pack_id=pack_id, problem=NOT_REPRODUCED, most=1)  # trying again would change nothing
    except Exception as error:
        _log.exception("evidence pack %s", pack_id)
        note_failure(pack_id=pack_id, problem=type(error).__name__, most=MOST_FAILURES)
    return False
