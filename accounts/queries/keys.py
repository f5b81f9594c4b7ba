"""Finds the caller behind a key or a session."""

from dataclasses import dataclass
from datetime import datetime

from django.db import InternalError, connection

from accounts.models import Membership, PersonLink

# The use is noted in the same round trip, at most once a minute, and never waits for anyone who holds the row.
_NOTE_USE = """
WITH used AS (
    UPDATE accounts_apikey SET last_used_at = clock_timestamp() WHERE id IN (
        SELECT id FROM accounts_apikey WHERE key_hash = %s AND revoked_at IS NULL
        AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute') FOR UPDATE SKIP LOCKED
    )
)
"""
_FIND = """
SELECT k.id, k.organisation_id, o.name, k.scopes, k.expires_at, m.role, m.user_id
FROM accounts_apikey k
JOIN accounts_organisation o ON o.id = k.organisation_id
LEFT JOIN accounts_membership m ON m.id = k.membership_id
LEFT JOIN accounts_user u ON u.id = m.user_id
WHERE k.key_hash = %s AND k.revoked_at IS NULL
AND (k.membership_id IS NULL OR (u.is_active AND m.ended_at IS NULL))
"""


@dataclass(frozen=True, slots=True)
class FoundKey:
    """A key that is neither revoked nor bound to an ended membership; whether it expired is for the reader to see."""

    id: int
    organisation_id: int
    organisation_name: str
    scopes: tuple[str, ...]
    expires_at: datetime | None
    role: str | None
    user_id: int | None


def find_key(key_hash: str) -> FoundKey | None:
    """The key with this hash, noting its use. One round trip; two where the database takes no writes."""
    with connection.cursor() as cursor:
        try:
            cursor.execute(_NOTE_USE + _FIND, [key_hash, key_hash])
        except InternalError:  # a read-only transaction or a standby
            if connection.in_atomic_block:
                raise
            cursor.execute(_FIND, [key_hash])
        row = cursor.fetchone()
    return FoundKey(row[0], row[1], row[2], tuple(row[3]), *row[4:]) if row else None


def memberships_of(user_id: int) -> list[Membership]:
    """The user's memberships in force, oldest first, each with its organisation."""
    in_force = Membership.objects.filter(user_id=user_id, ended_at__isnull=True)
    return list(in_force.select_related("organisation").order_by("id"))


def person_of(user_id: int) -> int | None:
    """The person on file that this user is, by a link in force."""
    links = PersonLink.objects.filter(user_id=user_id, ended_at__isnull=True)
    return links.values_list("person_id", flat=True).first()
