"""Staff lists as they stand: what to read one by, what waits for a human's word, what was refused."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import BinaryIO

from django.db.models import Count, Q, QuerySet

from clinics.imports.faults import tell_fault
from clinics.imports.mapping import guess_mapping, with_constants
from clinics.models import RosterImport, StaffMapping, StagedEntry
from clinics.models.imports import AT_WORK, DOUBTFUL, FAULTY, REFUSED, UNKNOWN
from credentials.files.mappings import digest_header
from credentials.files.row_faults import ToldFault, tell_reasons
from credentials.files.tables import REASON
from credentials.models import Practitioner, Site
from credentials.queries.stored_files import open_stored

_READ = "SELECT substring(content FROM %s FOR %s) FROM clinics_rosterfile WHERE roster_import_id = %s"


def imports_at_work() -> list[int]:
    """The lists for which a worker has something to do, oldest first."""
    return list(RosterImport.objects.filter(state__in=AT_WORK).order_by("pk").values_list("pk", flat=True))


def open_file(import_id: int) -> AbstractContextManager[BinaryIO]:
    """The file of a list on disk."""
    return open_stored(_READ, import_id)


def mapping_for(
    organisation_id: int, header: tuple[str, ...], constants: Mapping[str, str] | None = None
) -> Mapping[str, object]:
    """What was told for this header, else what its names say by themselves; with what holds for this file alone."""
    told = StaffMapping.objects.filter(organisation=organisation_id, header_digest=digest_header(header)).first()
    return with_constants(guess_mapping(header) if told is None else told.mapping, constants or {})


def sites_by_word(organisation_id: int) -> dict[str, Site]:
    """The organisation's open sites by code and by name, both in small letters."""
    found: dict[str, Site] = {}
    for site in Site.objects.filter(organisation=organisation_id, closed_at__isnull=True):
        found[site.name.strip().lower()] = site
    for site in Site.objects.filter(organisation=organisation_id, closed_at__isnull=True):
        found[site.code.lower()] = site  # a name that is another's code means that other
    return found


def count_rows(import_id: int) -> dict[str, int]:
    """Rows by what becomes of them: what they became, else what a preview says of them."""
    rows = StagedEntry.objects.filter(roster_import=import_id)
    counted = rows.values("verdict", "became").annotate(number=Count("pk")).order_by()
    told: dict[str, int] = {}
    for one in counted:
        name = one["became"] or one["verdict"]
        if name is not None:
            told[name] = told.get(name, 0) + one["number"]
    return told


def rows_to_decide(import_id: int) -> QuerySet[StagedEntry]:
    """Rows about which a human may say something, or has: doubtful ones, and those that fit nobody."""
    waiting = Q(verdict__in=(DOUBTFUL, UNKNOWN)) | Q(word__isnull=False)
    return StagedEntry.objects.filter(waiting, roster_import=import_id).order_by("row")


def rows_told(job: RosterImport, *, what: str | None, after: int, most: int) -> list[StagedEntry]:
    """The rows of a list below row `after`; `what` leaves those of one verdict, or those that became one thing."""
    rows = job.rows.filter(row__gt=after).select_related("site").order_by("row")
    if what is not None:
        rows = rows.filter(Q(became=what) | Q(became__isnull=True, verdict=what))
    return list(rows[:most])


def numbers_of(rows: list[StagedEntry]) -> dict[int, str]:
    """The registry numbers of everybody whom these rows name or may mean."""
    ids = {one["practitioner"] for row in rows for one in row.candidates}
    ids |= {row.practitioner_id for row in rows if row.practitioner_id}
    return dict(Practitioner.objects.filter(pk__in=ids).values_list("pk", "registry_number"))


def list_faults(job: RosterImport, *, after: int, most: int) -> tuple[list[ToldFault], int | None]:
    """The faults of up to `most` rows below row `after`, and the row to go on from."""
    rows = list(_faulty(job).filter(row__gt=after)[: most + 1])
    columns = fields_of(job)
    told = [one for row in rows[:most] for one in tell_faults(row, columns)]
    return told, rows[most - 1].row if len(rows) > most else None


def tell_faults(row: StagedEntry, columns: Mapping[str, str]) -> list[ToldFault]:
    """All that is wrong with a row, of its cells and of what they say, in words."""
    return [tell_fault(row.row, fault, columns) for fault in (*row.faults, *row.refusal)]


def fields_of(job: RosterImport) -> dict[str, str]:
    """The column of the file that holds each field."""
    return {field: name for name, field in (job.mapping or {}).get("columns", {}).items()}


def write_refused(job: RosterImport) -> Iterator[list[str]]:
    """The refused rows as they came, below their header, each with its reasons: to be mended and sent again."""
    columns = fields_of(job)
    yield [*(job.header or []), REASON]
    for row in _faulty(job).filter(cells__isnull=False).iterator(chunk_size=1_000):
        yield [*(row.cells or ()), tell_reasons(tell_faults(row, columns))]


def _faulty(job: RosterImport) -> QuerySet[StagedEntry]:
    """Rows that cannot go in, or did not."""
    rows = StagedEntry.objects.filter(Q(became=REFUSED) | Q(became__isnull=True, verdict=FAULTY), roster_import=job)
    return rows.order_by("row")


def list_imports(organisation_id: int, *, before: int, most: int) -> list[RosterImport]:
    """The organisation's lists, newest first, from below an id (0: from the newest)."""
    rows = RosterImport.objects.filter(organisation=organisation_id).order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:most])
