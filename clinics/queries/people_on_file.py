"""What counts of persons on file when a list names them: numbers, names, birth dates; nothing self-stated or erased."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import connection

from clinics.imports.matching import PersonOnFile, ToldPerson
from credentials.queries.matching import find_fits
from credentials.records.matching import Fits
from rulebook.identity import judge_identity
from rulebook.status import MET

_MEMBERS = """
SELECT one.id, coalesce(one.merged_into_id, one.id), one.registry_number, one.person_id
FROM credentials_practitioner AS one JOIN accounts_person AS person ON person.id = one.person_id
WHERE (one.id = ANY(%(ids)s) OR one.merged_into_id = ANY(%(ids)s)) AND person.erased_at IS NULL
"""
_DETAILS = """
SELECT person_id, kind, value FROM accounts_personaldetail
WHERE person_id = ANY(%s) AND kind IN ('name', 'former_name', 'npi', 'born_on')
    AND superseded_at IS NULL AND value IS NOT NULL AND assurance <> 'self_stated'
"""
_LICENCES = """
SELECT fact.practitioner_id, fact.jurisdiction, fact.profession, held.normalised
FROM credentials_licence AS fact JOIN accounts_heldnumber AS held ON held.id = fact.held_number_id
WHERE fact.practitioner_id = ANY(%s) AND fact.superseded_at IS NULL AND fact.assurance <> 'self_stated'
    AND held.normalised IS NOT NULL
"""
_BORN = """
SELECT DISTINCT born.value, coalesce(one.merged_into_id, one.id), named.value
FROM accounts_personaldetail AS born
JOIN credentials_practitioner AS one ON one.person_id = born.person_id
JOIN accounts_personaldetail AS named ON named.person_id = born.person_id
WHERE born.kind = 'born_on' AND born.value = ANY(%s) AND born.superseded_at IS NULL
    AND born.assurance <> 'self_stated' AND named.kind IN ('name', 'former_name') AND named.superseded_at IS NULL
    AND named.assurance <> 'self_stated' AND named.value IS NOT NULL
"""


def find_fits_of(people: Collection[ToldPerson]) -> Fits:
    """The surviving records that the numbers of these persons fit."""
    return find_fits(
        numbers={one.registry_number for one in people if one.registry_number},
        npis={one.npi for one in people if one.npi},
        licences={one.licence for one in people if one.licence},
    )


def read_people(practitioner_ids: Collection[int]) -> Mapping[int, PersonOnFile]:
    """These surviving records with all that were merged into them; erased persons are left out."""
    if not practitioner_ids:
        return {}
    found: dict[int, PersonOnFile] = defaultdict(PersonOnFile)
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"ids": list(practitioner_ids)})
        members = cursor.fetchall()
        for _, root, number, _ in members:
            found[root].registry_numbers.add(number)
        roots = {person: root for _, root, _, person in members}
        cursor.execute(_DETAILS, [list(roots)])
        for person, kind, value in cursor.fetchall():
            _take_detail(found[roots[person]], kind, value)
        records = {id_: root for id_, root, _, _ in members}
        cursor.execute(_LICENCES, [list(records)])
        for record, jurisdiction, profession, number in cursor.fetchall():
            found[records[record]].licences.add((jurisdiction, profession, number))
    return dict(found)


def find_by_birth(people: Iterable[ToldPerson]) -> dict[ToldPerson, set[int]]:
    """The surviving records that bear the name and were born on the day of each, where both are told."""
    asked = {one: one.born_on.isoformat() for one in people if one.name and one.born_on}
    if not asked:
        return {}
    born: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    with connection.cursor() as cursor:
        cursor.execute(_BORN, [list(set(asked.values()))])
        for day, root, name in cursor.fetchall():
            born[day][root].append(name)
    return {
        one: {root for root, names in born[day].items() if judge_identity(one.name or "", tuple(names)).status is MET}
        for one, day in asked.items()
    }


def _take_detail(person: PersonOnFile, kind: str, value: str) -> None:
    if kind == "npi":
        person.npis.add(value)
    elif kind == "born_on":
        person.born_on.add(value)
    else:
        person.names.append(value)
