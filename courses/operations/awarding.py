"""Awards follow what is on record: given when a level is complete, withdrawn and restored with their grounds."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import transaction

from courses.models import Award, Enrolment
from courses.operations.award_deciding import GIVEN, RESTORED, WITHDRAWN, Change, decide_awards
from courses.operations.award_writing import write_changes
from courses.queries.award_enrolments import list_continuing, list_siblings
from courses.queries.awards import AwardRow, read_awards_of
from credentials.operations.relying import preview_change

_ROUNDS = 20  # what one award opens, another may complete: a learner has fewer programmes than this


@dataclass(frozen=True, slots=True)
class Reconsidered:
    """The awards given (restored ones too) and withdrawn."""

    awarded: tuple[Award, ...]
    withdrawn: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction would do. Numbers of certifications, and counts of past answers that would come out otherwise.

    A certification not given yet has no number: it is told as `new` and its course (`new DN/L1`). `awards_changed` are
    those that would run from another day, until another day, or for other hours. `is_whole` is false when there were
    more past answers than could be looked at in time.
    """

    awards_given: tuple[str, ...]
    awards_withdrawn: tuple[str, ...]
    awards_changed: tuple[str, ...]
    answers: int
    organisations: int
    is_whole: bool


def hold_enrolments(enrolment_ids: Collection[int]) -> list[Enrolment]:
    """Wait for whoever else writes about these enrolments and those that continue them.

    Held until the transaction ends, and taken in the order of ids: two writers never wait for one another.
    """
    held = Enrolment.objects.select_related("programme__provider", "practitioner__person")
    return list(held.filter(pk__in=list_continuing(enrolment_ids)).select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def reconsider(*, enrolment_ids: Collection[int], on: dt.date, at: dt.datetime, by: str) -> Reconsidered:
    """Bring the awards of these enrolments into line with what is on record, once, whatever runs at the same time.

    Part of the transaction that wrote what may complete or undo a level. A complete level without an award gets one;
    an award whose grounds a correction took away is withdrawn, and restored when the correction is reversed. Where that
    opens or closes something under the learner's other enrolments, those follow. Of erased learners nothing changes.
    `on` is the day of asking, `by` who wrote (`key:7`, `user:3`).
    """
    changed: dict[int, str] = {}
    wanted: Collection[int] = enrolment_ids
    for _ in range(_ROUNDS):
        if not wanted:
            break
        enrolments = [one for one in hold_enrolments(wanted) if one.practitioner.person.erased_at is None]
        changes = decide_awards(enrolments, on=on)
        if not changes:
            break
        write_changes(changes, on=on, at=at, by=by)
        changed |= _list_changed(changes)
        wanted = list_siblings({one.enrolment.pk for one in changes})
    awards = Award.objects.select_related("level", "enrolment").in_bulk(changed)
    return Reconsidered(
        tuple(award for pk, award in awards.items() if changed[pk] in (GIVEN, RESTORED)),
        tuple(award for pk, award in awards.items() if changed[pk] == WITHDRAWN),
    )


def _list_changed(changes: Collection[Change]) -> dict[int, str]:
    """The ids of the awards that changed, with what became of them."""
    told = {one.award.id: one.kind for one in changes if one.award is not None}
    given = {(one.enrolment.pk, one.level.code) for one in changes if one.award is None}
    rows = Award.objects.filter(enrolment__in={pk for pk, _ in given}, renews=None)
    new = rows.values_list("pk", "enrolment", "level__code")
    return told | {pk: GIVEN for pk, enrolment, code in new if (enrolment, code) in given}


def preview(
    *, change: Callable[[], object], enrolment_ids: Collection[int], on: dt.date, at: dt.datetime, by: str
) -> Effect:
    """What `change`, a correction, would do to awards and to answers on record: done, looked at, and undone.

    `change` may reconsider by itself or leave it to this. What it raises is raised.
    """
    seen: list[list[AwardRow]] = []

    def apply() -> None:
        ids = [one.pk for one in hold_enrolments(enrolment_ids)]
        ids += list_siblings(ids)
        seen.append(read_awards_of(enrolment_ids=ids))
        change()
        reconsider(enrolment_ids=enrolment_ids, on=on, at=at, by=by)
        seen.append(read_awards_of(enrolment_ids=ids))

    with transaction.atomic():
        impact = preview_change(apply)
    before, after = ({row.id: row for row in rows} for rows in seen)
    return Effect(
        awards_given=tuple(_tell_given(row, before) for row in after.values() if _is_given(row, before)),
        awards_withdrawn=tuple(r.number for r in after.values() if r.is_withdrawn and _stood(r, before)),
        awards_changed=tuple(r.number for r in after.values() if _is_moved(r, before)),
        answers=impact.answers,
        organisations=impact.organisations,
        is_whole=impact.is_whole,
    )


def _stood(row: AwardRow, before: dict[int, AwardRow]) -> bool:
    return row.id in before and not before[row.id].is_withdrawn


def _is_given(row: AwardRow, before: dict[int, AwardRow]) -> bool:
    return not row.is_withdrawn and not _stood(row, before)


def _tell_given(row: AwardRow, before: dict[int, AwardRow]) -> str:
    return row.number if row.id in before else f"new {row.programme_code}/{row.level_code}"


def _is_moved(row: AwardRow, before: dict[int, AwardRow]) -> bool:
    return _stood(row, before) and not row.is_withdrawn and before[row.id].term_id != row.term_id
