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
_RECORDS = """
SELECT id, coalesce(merged_into_id, id) FROM credentials_practitioner WHERE id = ANY(%(roots)s)
UNION ALL SELECT id, merged_into_id FROM credentials_practitioner WHERE merged_into_id = ANY(%(roots)s)
"""
# Apart from the one above: joined, ten thousand persons are compared with as many entries one by one where the planner
# knows little of them yet.
_STAYS = """
SELECT site_id, practitioner_id, key, starts_on, until_on FROM clinics_rosterentry
WHERE practitioner_id = ANY(%(records)s) AND site_id = ANY(%(sites)s) AND superseded_at IS NULL ORDER BY starts_on, id
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
        cursor.execute(_RECORDS, {"roots": list(root_ids)})
        roots = dict(cursor.fetchall())
        cursor.execute(_STAYS, {"records": list(roots), "sites": list(site_ids)})
        return [Stay(site_id, roots[record], *more) for site_id, record, *more in cursor.fetchall()]
