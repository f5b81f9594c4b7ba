"""Which records references fit, as known now: for many references in one statement."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from credentials.records.matching import Fits
from credentials.records.reading import LicenceKey

_FITS = """
SELECT 'number', registry_number, coalesce(merged_into_id, id)
FROM credentials_practitioner WHERE registry_number = ANY(%(numbers)s)
UNION ALL
SELECT 'npi', detail.value, coalesce(holder.merged_into_id, holder.id)
FROM accounts_personaldetail AS detail
JOIN credentials_practitioner AS holder ON holder.person_id = detail.person_id
WHERE detail.kind = 'npi' AND detail.value = ANY(%(npis)s)
  AND detail.superseded_at IS NULL AND detail.assurance <> 'self_stated'
"""
# In two steps and not in one join: the planner takes the three texts of a licence for independent, expects one row, and
# then walks through all licences once for each that is asked.
_HELD = """
SELECT held.id, holder.id, held.normalised, coalesce(holder.merged_into_id, holder.id)
FROM accounts_heldnumber AS held JOIN credentials_practitioner AS holder ON holder.person_id = held.person_id
WHERE held.normalised = ANY(%s)
"""
_LICENCES = """
SELECT practitioner_id, held_number_id, jurisdiction, profession FROM credentials_licence
WHERE practitioner_id = ANY(%s) AND superseded_at IS NULL AND assurance <> 'self_stated'
"""


def find_fits(*, numbers: Iterable[str], npis: Iterable[str], licences: Iterable[LicenceKey]) -> Fits:
    """The surviving records that hold these registry numbers, NPIs and licences now; what is self-stated finds none."""
    by_number: dict[str, int] = {}
    by_npi: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_FITS, {"numbers": list(numbers), "npis": list(npis)})
        for kind, text, practitioner_id in cursor.fetchall():
            if kind == "number":
                by_number[text] = practitioner_id
            else:
                by_npi[text].add(practitioner_id)
    found = {npi: frozenset(holders) for npi, holders in by_npi.items()}
    return Fits(by_number, found, _find_by_licence(frozenset(licences)))


def _find_by_licence(asked: frozenset[LicenceKey]) -> dict[LicenceKey, frozenset[int]]:
    if not asked:
        return {}
    found: dict[LicenceKey, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list({key[2] for key in asked})])
        held = {(row_id, holder): (number, root) for row_id, holder, number, root in cursor.fetchall()}
        if not held:
            return {}
        cursor.execute(_LICENCES, [list({holder for _, holder in held})])
        for holder, row_id, jurisdiction, profession in cursor.fetchall():
            number, root = held.get((row_id, holder), ("", 0))
            if (jurisdiction, profession, number) in asked:
                found[(jurisdiction, profession, number)].add(root)
    return {key: frozenset(holders) for key, holders in found.items()}
