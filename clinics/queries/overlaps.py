"""Who stands on which roster when, by person: records that were found to be one person count as one."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connection

_PEOPLE = """
SELECT p.id, coalesce(p.merged_into_id, p.id), person.erased_at IS NOT NULL
FROM credentials_practitioner p JOIN accounts_person person ON person.id = p.person_id WHERE p.id = ANY(%s)
"""
_STAYS = """
WITH known (id, root) AS (
    SELECT id, id FROM unnest(%(roots)s::bigint[]) AS id
    UNION ALL SELECT id, merged_into_id FROM credentials_practitioner WHERE merged_into_id = ANY(%(roots)s)
)
SELECT e.site_id, known.root, e.key, e.starts_on, e.until_on
FROM known JOIN clinics_rosterentry e ON e.practitioner_id = known.id
WHERE e.superseded_at IS NULL AND e.site_id = ANY(%(sites)s) ORDER BY e.starts_on, e.id
"""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The record that survives, and whether the person was erased."""

    root_id: int
    is_erased: bool


class Stay(NamedTuple):
    """A time on a site's roster, from a day to before another; without a key it is not written yet."""

    site_id: int
    root_id: int
    key: UUID | None
    starts_on: dt.date
    until_on: dt.date | None


def known_people(practitioner_ids: Collection[int]) -> Mapping[int, KnownPerson]:
    """These records as they stand now; those that do not exist are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [list(practitioner_ids)])
        return {id_: KnownPerson(root, is_erased) for id_, root, is_erased in cursor.fetchall()}


def standing_stays(*, site_ids: Collection[int], root_ids: Collection[int]) -> list[Stay]:
    """The current entries of these persons at these sites, under whichever of their records."""
    with connection.cursor() as cursor:
        cursor.execute(_STAYS, {"sites": list(site_ids), "roots": list(root_ids)})
        return [Stay(*row) for row in cursor.fetchall()]
