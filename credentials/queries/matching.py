"""Which records references fit, as known now: for many references in one statement."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from credentials.records.matching import Fits
from credentials.records.reading import LicenceKey

_FITS = """
SELECT 'number', registry_number, NULL, NULL, coalesce(merged_into_id, id)
FROM credentials_practitioner WHERE registry_number = ANY(%(numbers)s)
UNION ALL
SELECT 'npi', detail.value, NULL, NULL, coalesce(holder.merged_into_id, holder.id)
FROM accounts_personaldetail AS detail
JOIN credentials_practitioner AS holder ON holder.person_id = detail.person_id
WHERE detail.kind = 'npi' AND detail.value = ANY(%(npis)s)
  AND detail.superseded_at IS NULL AND detail.assurance <> 'self_stated'
UNION ALL
SELECT 'licence', asked.jurisdiction, asked.profession, asked.number, coalesce(holder.merged_into_id, holder.id)
FROM unnest(%(jurisdictions)s::text[], %(professions)s::text[], %(licences)s::text[])
    AS asked (jurisdiction, profession, number)
JOIN accounts_heldnumber AS held ON held.normalised = asked.number
JOIN credentials_practitioner AS holder ON holder.person_id = held.person_id
JOIN credentials_licence AS licence
  ON licence.practitioner_id = holder.id AND licence.held_number_id = held.id
 AND licence.jurisdiction = asked.jurisdiction AND licence.profession = asked.profession
WHERE licence.superseded_at IS NULL AND licence.assurance <> 'self_stated'
"""


def find_fits(*, numbers: Iterable[str], npis: Iterable[str], licences: Iterable[LicenceKey]) -> Fits:
    """The surviving records that hold these registry numbers, NPIs and licences now; what is self-stated finds none."""
    keys = list(dict.fromkeys(licences))
    by_number: dict[str, int] = {}
    by_npi: dict[str, set[int]] = defaultdict(set)
    by_licence: dict[LicenceKey, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(
            _FITS,
            {
                "numbers": list(numbers),
                "npis": list(npis),
                "jurisdictions": [key[0] for key in keys],
                "professions": [key[1] for key in keys],
                "licences": [key[2] for key in keys],
            },
        )
        for kind, first, second, third, practitioner_id in cursor.fetchall():
            if kind == "number":
                by_number[first] = practitioner_id
            elif kind == "npi":
                by_npi[first].add(practitioner_id)
            else:
                by_licence[(first, second, third)].add(practitioner_id)
    return Fits(
        by_number,
        {npi: frozenset(found) for npi, found in by_npi.items()},
        {key: frozenset(found) for key, found in by_licence.items()},
    )
