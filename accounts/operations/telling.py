"""Telling an organisation something: one message for each member who is to know."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.queries.addresses import members_told
from outbox.operations import enqueue


def tell_organisation(
    *, organisation_id: int, kind: str, cause: str, payload: Mapping[str, Any], at: datetime
) -> list[uuid.UUID]:
    """Write one message for each member who is told things, inside the cause's transaction; give their ids.

    With no such member one is written to the organisation itself. It waits, tried again every six hours at the latest,
    until somebody has joined who is told things; whoever runs this sees it waiting, with `nobody to tell yet`.
    """
    recipients = [f"user:{user_id}" for user_id in members_told(organisation_id)] or [f"organisation:{organisation_id}"]
    return [enqueue(kind=kind, cause=cause, recipient=recipient, payload=payload, at=at) for recipient in recipients]
