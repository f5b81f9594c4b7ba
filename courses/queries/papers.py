"""Papers as scoring reads them, with what was voided and which standards were set."""

import functools

from courses.models import Paper, ProgrammeVersion, StationCut, VoidedItem
from courses.queries.compiled import ladders_of
from courses.scoring.papers import Paper as ScoredPaper
from courses.scoring.papers import WrittenPaper
from courses.scoring.reading import read_paper

_KEPT = 256  # content never changes, so what was read once holds


def scored_paper(paper: Paper) -> ScoredPaper:
    """The paper as scoring reads it. ValueError when its content is none, which drafting had not let pass."""
    # The digest is part of the key: tests and other databases use the same ids again.
    return _read(paper.pk, bytes(paper.digest))


def voided_items(paper_id: int) -> frozenset[str]:
    """The items that count for nobody: codes of a written paper, STATION/ITEM of a practical one."""
    rows = VoidedItem.objects.filter(paper_id=paper_id, restored_at__isnull=True)
    return frozenset(rows.values_list("item", flat=True))


def cuts_of(paper_id: int) -> dict[str, int]:
    """The standards in force by station, in hundredths of a mark."""
    rows = StationCut.objects.filter(paper_id=paper_id, superseded_at__isnull=True)
    return dict(rows.values_list("station", "hundredths"))


def items_of(paper: ScoredPaper) -> tuple[str, ...]:
    """Every item of a paper by the name under which it may be voided."""
    if isinstance(paper, WrittenPaper):
        return tuple(item.code for section in paper.sections for item in section.items)
    return tuple(f"{station.code}/{item.code}" for station in paper.stations for item in station.items)


def examined_in(programme_id: int) -> set[tuple[str, str]]:
    """Code and form of every examination of any published version of the programme."""
    published = ProgrammeVersion.objects.filter(programme_id=programme_id, published_at__isnull=False)
    ladders = ladders_of(list(published.values_list("pk", flat=True)))
    return {
        (examination.code, examination.form)
        for ladder in ladders.values()
        for level in ladder.levels
        for examination in level.examinations
    }


@functools.lru_cache(maxsize=_KEPT)
def _read(paper_id: int, digest: bytes) -> ScoredPaper:  # noqa: ARG001 (part of what the cache goes by)
    row = Paper.objects.only("form", "content").get(pk=paper_id)
    found = read_paper(row.form, row.content)
    if isinstance(found, list):
        raise ValueError(f"paper {paper_id}: {found[0].pointer} {found[0].detail}")
    return found
