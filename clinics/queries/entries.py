"""Entries of an organisation's rosters, with what stood before."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from clinics.models import RosterEntry
from clinics.queries.overlaps import known_people, standing_stays
from credentials.decisions import located
from credentials.models import Practitioner
from credentials.queries.matching import find_fits
from credentials.questions import Reference


@dataclass(frozen=True, slots=True)
class EntryHistory:
    """An entry's versions, oldest first; the last one stands, unless the entry was taken back altogether."""

    versions: Sequence[RosterEntry]

    @property
    def last(self) -> RosterEntry:
        """The version that stands, or stood last."""
        return self.versions[-1]

    @property
    def is_taken_back(self) -> bool:
        """Whether none stands."""
        return self.last.superseded_at is not None


def find_entry(*, organisation_id: int, key: UUID) -> EntryHistory | None:
    """The organisation's entry of that key."""
    found = RosterEntry.objects.filter(organisation=organisation_id, key=key).order_by("recorded_at", "pk")
    versions = list(found.select_related("site", "practitioner__merged_into"))
    return EntryHistory(versions) if versions else None


def same_person_at_site(entry: RosterEntry) -> list[UUID]:
    """Other entries that stand at the site about the same person: two records of theirs were merged since."""
    known = known_people([entry.practitioner_id])
    roots = [one.root_id for one in known.values()]
    stays = standing_stays(site_ids=[entry.site_id], root_ids=roots)
    return [one.key for one in stays if one.key is not None and one.key != entry.key]


def find_practitioners(reference: Reference) -> list[Practitioner]:
    """The surviving records that a reference fits: none, one, or too many. What is self-stated finds none."""
    asked = located(reference)
    licence = (asked.jurisdiction, asked.profession, asked.value)
    fits = find_fits(
        numbers=[asked.value] if asked.kind == "registry_number" else [],
        npis=[asked.value] if asked.kind == "npi" else [],
        licences=[licence] if asked.kind == "licence" else [],
    )
    holders = (*fits.by_npi.values(), *fits.by_licence.values())
    found = {*fits.by_number.values(), *(one for several in holders for one in several)}
    return list(Practitioner.objects.filter(pk__in=found).order_by("pk"))
