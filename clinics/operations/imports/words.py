"""What a human says of a row that nobody is sure of: this one, none of them, leave it out. Kept with who and when."""

import datetime as dt

from django.db import transaction

from clinics.models import RosterImport, StagedEntry
from clinics.models.imports import DOUBTFUL, THIS_ONE, UNKNOWN, WORDS
from clinics.operations.imports.judging import judge_rows
from clinics.queries.roster_imports import count_rows
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal

_WRITTEN = ("word", "word_by", "word_at", "verdict", "practitioner", "matched_by", "candidates", "entry_key", "refusal")


@transaction.atomic
def say_word(
    *, job: RosterImport, row: int, word: str | None, registry_number: str | None, by: str, at: dt.datetime
) -> StagedEntry | Refusal:
    """Keep what a human says of a row; None takes it back. The last word counts, until the list is confirmed.

    `this_one` needs the registry number of one of the row's candidates.
    """
    held = RosterImport.objects.select_for_update().get(pk=job.pk)
    staged = held.rows.filter(row=row).first()
    if held.state != "previewed":
        return _refuse("", "not_previewed", f"It is {held.state}; words are said of what was previewed")
    if staged is None or not (staged.verdict in (DOUBTFUL, UNKNOWN) or staged.word is not None):
        return _refuse("/row", "nothing_to_say", "No such row is doubtful or unknown")
    refused = _take(staged, word, registry_number)
    if refused is not None:
        return refused
    staged.word_by, staged.word_at = (by, at) if staged.word else (None, None)
    judge_rows(held, [staged], at)
    staged.save(update_fields=_WRITTEN)
    held.counts = count_rows(held.pk)
    held.save(update_fields=["counts"])
    return staged


def _take(staged: StagedEntry, word: str | None, registry_number: str | None) -> Refusal | None:
    """Note the word on the row; what is wrong with it, where something is."""
    if word is not None and word not in WORDS:
        return _refuse("/word", "unknown_value", f"One of {', '.join(WORDS)}, or null")
    if word != THIS_ONE:
        if registry_number is not None:
            return _refuse("/registry_number", "not_asked", f"Only {THIS_ONE} names somebody")
        staged.word, staged.practitioner = word, None
        return None
    if registry_number is None:
        return _refuse("/registry_number", "missing", "Which of the candidates is it?")
    candidates = [one["practitioner"] for one in staged.candidates]
    found = Practitioner.objects.filter(pk__in=candidates, registry_number=registry_number).first()
    if found is None:
        return _refuse("/registry_number", "no_candidate", "Nobody of that number is a candidate for this row")
    staged.word, staged.practitioner = word, found
    return None


def _refuse(pointer: str, code: str, detail: str) -> Refusal:
    return Refusal((Fault(pointer, code, detail),))
