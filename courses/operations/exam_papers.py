"""Writing papers, and publishing them for good."""

import datetime as dt
import hashlib
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models import Max

from courses.models import Paper, Programme
from courses.queries.papers import examined_in
from courses.scoring.papers import FORMS
from courses.scoring.reading import read_paper
from credentials.records.faults import Fault, Refusal


@transaction.atomic
def draft_paper(*, programme: Programme, examination: str, form: str, content: Any, by: str) -> Paper | Refusal:
    """Write the next number of an examination's paper. It is never edited: a change is another number."""
    faults = []
    if form not in FORMS:
        faults.append(Fault("/form", "unknown_value", f"One of: {', '.join(FORMS)}"))
    elif (examination, form) not in examined_in(programme.pk):
        detail = "No published ladder of the programme has this examination in this form"
        faults.append(Fault("/examination", "unknown_examination", detail))
    read = read_paper(form, content)
    if isinstance(read, list):
        faults += [fault.under("content") for fault in read]
    if faults:
        return Refusal(tuple(faults))
    Programme.objects.select_for_update().get(pk=programme.pk)  # so that two drafts get two numbers
    others = Paper.objects.filter(programme=programme, examination=examination, form=form)
    number = (others.aggregate(last=Max("number"))["last"] or 0) + 1
    digest = hashlib.sha256(rfc8785.dumps(content)).digest()
    return Paper.objects.create(
        programme=programme,
        examination=examination,
        form=form,
        number=number,
        content=content,
        digest=digest,
        drafted_by=by,
    )


@transaction.atomic
def publish_paper(*, paper: Paper, by: str, at: dt.datetime) -> Paper:
    """Let the paper be sat. Publishing again changes nothing."""
    held = Paper.objects.select_for_update().get(pk=paper.pk)
    if held.published_at is None:
        held.published_at, held.published_by = at, by
        held.save(update_fields=["published_at", "published_by"])
    return held
