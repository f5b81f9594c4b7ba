"""Who writes down that a record was shown on the strength of its person's consent: an app above registers itself."""

from collections.abc import Callable
from datetime import datetime

from credentials.models import Practitioner

# (the record, the organisation that looks, who looks for it, when): whether it may; it is called in the transaction
# that shows the record.
NoteLook = Callable[[Practitioner, int, str, datetime], bool]

_noters: list[NoteLook] = []


def register_look(note: NoteLook) -> None:
    """Have every look written down; a look that cannot be is not had."""
    _noters[:] = [note]


def may_look(*, practitioner: Practitioner, organisation_id: int, by: str, at: datetime) -> bool:
    """Note the look; False, and nothing may be shown, without a consent in force or without anybody who notes it."""
    return any(note(practitioner, organisation_id, by, at) for note in _noters)
