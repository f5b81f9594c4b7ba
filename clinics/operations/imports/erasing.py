"""What staff lists and invitations hold of a person who is erased goes with them, named there or only told of."""

from collections.abc import Collection

from django.db import connection

from accounts.operations.clock import tick
from clinics.models import Invitation, RosterFile, RosterImport
from clinics.operations.imports.invitations import end_invitations
from clinics.operations.imports.receiving import blank_rows
from clinics.queries.people_on_file import read_people

# Rows that tell one of these numbers, or point at one of these records.
_ROWS = """
SELECT id, roster_import_id FROM clinics_stagedentry
WHERE told IS NOT NULL AND (
    told ->> 'npi' = ANY(%(npis)s) OR told ->> 'registry_number' = ANY(%(numbers)s)
    OR upper(regexp_replace(told -> 'licence' ->> 2, '[ .-]', '', 'g')) = ANY(%(licences)s)
    OR practitioner_id = ANY(%(ids)s)
    OR EXISTS (SELECT FROM jsonb_array_elements(candidates) one WHERE (one ->> 'practitioner')::bigint = ANY(%(ids)s))
)
"""
_WAITING = """
SELECT i.id FROM clinics_invitation i
LEFT JOIN accounts_personaldetail d ON d.person_id = i.person_id AND d.kind = 'npi'
LEFT JOIN accounts_heldnumber h ON h.id = i.licence_number_id
WHERE i.state = 'waiting' AND (d.value = ANY(%(npis)s) OR h.normalised = ANY(%(licences)s))
"""


def hold_lists(practitioner_ids: Collection[int]) -> None:
    """Wait for whoever takes rows about the person, and blank those rows while the numbers can still tell which.

    The files go with them, whole: nothing tells where in them a person stands.
    """
    told = _numbers(practitioner_ids)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, told)
        found = cursor.fetchall()
        cursor.execute(_WAITING, told)
        waiting = [row[0] for row in cursor.fetchall()]
    imports = {import_id for _, import_id in found}
    list(RosterImport.objects.filter(pk__in=imports).order_by("pk").select_for_update().values_list("pk"))
    blank_rows(row_id for row_id, _ in found)
    RosterFile.objects.filter(roster_import__in=imports).delete()
    # No instant is taken here: the registrar's lock comes before the clock's.
    survivor = min(practitioner_ids, default=None)
    Invitation.objects.filter(pk__in=waiting, state="waiting").update(state="matched", practitioner=survivor)


def erase_from_lists(practitioner_ids: Collection[int]) -> None:
    """End invitations that turned out to be the person's."""
    rows = Invitation.objects.filter(practitioner__in=practitioner_ids, ended_at__isnull=True).order_by("pk")
    end_invitations(list(rows.select_for_update(of=("self",))), state="withdrawn", by="erasure", at=tick())


def _numbers(practitioner_ids: Collection[int]) -> dict[str, list[object]]:
    """Everything by which lists and invitations can tell who it is."""
    people = read_people(practitioner_ids)
    return {
        "ids": list(practitioner_ids),
        "numbers": [number for one in people.values() for number in one.registry_numbers],
        "npis": [npi for one in people.values() for npi in one.npis],
        "licences": [licence[2] for one in people.values() for licence in one.licences],
    }
