"""What one source has on file about persons now: what an import compares a record with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from credentials.records.shapes import Shape
from rulebook.facts import normalise_number


@dataclass(slots=True)
class Member:
    """One record of a person, with the rows of the numbers that it holds."""

    practitioner_id: int
    person_id: int
    registry_number: str
    erased: bool = False
    numbers: dict[str, int] = field(default_factory=dict)  # by the text as written
    normalised: dict[str, int] = field(default_factory=dict)  # the first row that compares alike

    def add_number(self, text: str, row_id: int) -> None:
        """Take note of a held number; among those that compare alike the first stands for the key."""
        self.numbers[text] = row_id
        alike = normalise_number(text)
        self.normalised[alike] = min(row_id, self.normalised.get(alike, row_id))


@dataclass(frozen=True, slots=True)
class Detail:
    """A personal detail as it stands."""

    id: int
    kind: str
    value: str
    is_own: bool
    assurance: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact as it stands."""

    id: int
    recorded_at: datetime
    digest: bytes


@dataclass(slots=True)
class Holding:
    """A surviving record first, then those merged into it, and what the source told about them."""

    members: list[Member] = field(default_factory=list)
    details: list[Detail] = field(default_factory=list)
    facts: dict[str, dict[tuple[int, int], Standing]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def is_erased(self) -> bool:
        """Whether the person was erased under any of the numbers."""
        return any(member.erased for member in self.members)


_MEMBERS = """
SELECT one.id, coalesce(one.merged_into_id, one.id), one.registry_number, one.person_id, person.erased_at IS NOT NULL
FROM (
    SELECT * FROM credentials_practitioner WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT * FROM credentials_practitioner WHERE merged_into_id = ANY(%(ids)s)
) AS one JOIN accounts_person AS person ON person.id = one.person_id
ORDER BY one.merged_into_id IS NOT NULL, one.id
"""
_DETAILS = """
SELECT id, person_id, kind, value, source_id = %(source)s, assurance FROM accounts_personaldetail
WHERE person_id = ANY(%(persons)s) AND superseded_at IS NULL AND value IS NOT NULL
  AND (source_id = %(source)s OR kind = 'npi' AND assurance <> 'self_stated')
"""
_NUMBERS = "SELECT id, person_id, text FROM accounts_heldnumber WHERE person_id = ANY(%s) AND text IS NOT NULL"
_FACTS = """
SELECT '{name}', id, practitioner_id, key_digest, recorded_at, digest FROM {table}
WHERE practitioner_id = ANY(%(ids)s) AND source_id = %(source)s AND superseded_at IS NULL
"""


def read_holdings(*, practitioner_ids: Iterable[int], source_id: int, shapes: Iterable[Shape]) -> Mapping[int, Holding]:
    """Holdings by the id of the surviving record."""
    holdings: dict[int, Holding] = defaultdict(Holding)
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"ids": list(practitioner_ids)})
        roots: dict[int, int] = {}
        by_person: dict[int, tuple[Member, Holding]] = {}
        for practitioner_id, root, registry_number, person_id, erased in cursor.fetchall():
            member = Member(practitioner_id, person_id, registry_number, erased)
            holdings[root].members.append(member)
            roots[practitioner_id] = root
            by_person[person_id] = member, holdings[root]
        if not roots:
            return holdings
        cursor.execute(_DETAILS, {"persons": list(by_person), "source": source_id})
        for row_id, person_id, *detail in cursor.fetchall():
            by_person[person_id][1].details.append(Detail(row_id, *detail))
        cursor.execute(_NUMBERS, [list(by_person)])
        for row_id, person_id, text in cursor.fetchall():
            by_person[person_id][0].add_number(text, row_id)
        union = " UNION ALL ".join(_FACTS.format(name=shape.name, table=shape.table) for shape in shapes)
        cursor.execute(union, {"ids": list(roots), "source": source_id})
        for name, row_id, practitioner_id, key, recorded_at, digest in cursor.fetchall():
            holding = holdings[roots[practitioner_id]]
            holding.facts[name][(practitioner_id, key)] = Standing(row_id, recorded_at, bytes(digest))
    return holdings
