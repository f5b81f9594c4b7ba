"""The job that decides answers again after a change, and tells each organisation once which of its own differ now.

A message of kind `answers_may_differ` is one step of it. The first writes a step for each organisation that asked;
each of those looks at some hundreds of answers and writes the next, or the telling. A step, and what it writes, are one
transaction: killed anywhere, the job goes on where it stood, tells nobody twice and misses nobody.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from accounts.operations.telling import tell_organisation
from credentials.followers import Differing, follow_differing
from credentials.operations.relying import MAY_DIFFER, touch_of
from credentials.queries.differing_law import touched_codes
from credentials.queries.relying import Touch, list_askers, list_touched
from credentials.redeciding import Compared, compare_instants
from law.queries.packs import pack_id_at
from outbox.models import Message
from outbox.operations import enqueue

TELLING = "answers_differ"
CHUNK = 500

_LOOKED = """
INSERT INTO credentials_secondlook (verification_id, known_at, pack_id, differs)
SELECT told.id, %s, %s, told.differs FROM unnest(%s::uuid[], %s::boolean[]) told (id, differs)
ON CONFLICT (verification_id) DO UPDATE
    SET known_at = excluded.known_at, pack_id = excluded.pack_id, differs = excluded.differs
    WHERE credentials_secondlook.known_at < excluded.known_at
"""


def look_again(message: Message) -> None:
    """Take one step, inside the transaction that marks it done."""
    payload = message.payload
    touch = touch_of(payload, touched_codes)
    if "organisation" in payload:
        _look_at_chunk(message, touch)
        return
    of = payload.get("of", message.cause)  # of answers recorded late, the cause that they were late for
    for organisation_id in list_askers(touch):
        step = {**payload, "organisation": organisation_id, "of": of, "differ": 0, "restored": 0}
        _write_step(message, step, f"{message.cause} of {organisation_id}")


def _look_at_chunk(message: Message, touch: Touch) -> None:
    payload, organisation_id = message.payload, message.payload["organisation"]
    after = uuid.UUID(payload["after_answer"]) if "after_answer" in payload else None
    relied = list_touched(touch, limit=CHUNK, organisation_id=organisation_id, after=after)
    compared = compare_instants(relied, at=touch.at)
    _note_looked(compared, touch)
    changed = [one for one in compared if one.changes]
    differ = payload["differ"] + sum(one.differs for one in changed)
    restored = payload["restored"] + sum(not one.differs for one in changed)
    if len(relied) == CHUNK:
        last = str(relied[-1].id)
        step = {**payload, "differ": differ, "restored": restored, "after_answer": last}
        _write_step(message, step, f"{payload['of']} of {organisation_id} after {last}")
    elif differ or restored:
        tell_organisation(
            organisation_id=organisation_id,
            kind=TELLING,
            cause=payload["of"],
            payload={"at": payload["at"], "differ": differ, "restored": restored},
            at=message.created_at,
        )
        follow_differing(Differing(organisation_id, payload["of"], differ, restored, message.created_at))


def _write_step(message: Message, payload: dict[str, Any], cause: str) -> None:
    enqueue(kind=MAY_DIFFER, cause=cause, recipient="job", payload=payload, at=message.created_at)


def _note_looked(compared: Sequence[Compared], touch: Touch) -> None:
    """Remember what was found, so that a list of what differs need not look at what stands."""
    if compared:
        ids, differ = [one.relied.id for one in compared], [one.differs for one in compared]
        with connection.cursor() as cursor:
            cursor.execute(_LOOKED, [touch.at, pack_id_at(touch.at), ids, differ])
