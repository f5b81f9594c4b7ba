"""Writing what was decided about awards: rows here, facts in the registry, all in the caller's transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from accounts.models import Organisation
from courses.models import Award, AwardStatus, AwardTerm, Level
from courses.operations.award_deciding import GIVEN, RESTORED, WITHDRAWN, Change
from courses.operations.award_items import Term, certification_of, keys_of, make_number
from courses.operations.reminders import tell_awarded, tell_changed
from courses.queries.awards import AwardRow, read_awards_of
from courses.queries.compiled import ladders_of
from credentials.operations.earning import Earned, tell_earned

_STATUS = {WITHDRAWN: AwardStatus.Status.WITHDRAWN, RESTORED: AwardStatus.Status.RESTORED}


def write_changes(changes: Sequence[Change], *, on: dt.date, at: dt.datetime, by: str) -> None:
    """Write the rows of these changes and tell the registry."""
    given = _give([one for one in changes if one.kind == GIVEN], by=by)
    _supersede([one for one in changes if one.moves], at=at, by=by)
    statuses = _note([one for one in changes if one.kind in _STATUS], on=on, by=by)
    taken = {one.award.id: keys_of(one.award.told) for one in changes if one.award and one.kind != RESTORED}
    touched = [*given, *(one.award.id for one in changes if one.award is not None)]
    enrolments = {one.enrolment.pk for one in changes}
    tell_awards(enrolment_ids=enrolments, award_ids=touched, taken=taken, by=by, reason=_reason(changes))
    tell_awarded(award_ids=given, at=at)
    tell_changed(status_ids=statuses, at=at)


def _reason(changes: Sequence[Change]) -> str:
    """Why what the registry held until now was not so: of many changes the reasons, once each."""
    return "; ".join(sorted({one.because for one in changes}))[:500]


def _give(changes: Sequence[Change], *, by: str) -> list[int]:
    versions = {one.enrolment.version_id for one in changes}
    levels = {(row.version_id, row.code): row.pk for row in Level.objects.filter(version__in=versions)}
    awards = Award.objects.bulk_create(
        Award(
            enrolment=one.enrolment,
            level_id=levels[one.enrolment.version_id, one.level.code],
            number=make_number(),
            issuer=one.level.award.issuer or one.enrolment.programme.provider.name,
            awarded_by=by,
        )
        for one in changes
    )
    AwardTerm.objects.bulk_create(
        make_term(award.pk, one.term, by=by) for award, one in zip(awards, changes, strict=True) if one.term
    )
    return [award.pk for award in awards]


def make_term(award_id: int, term: Term, *, by: str) -> AwardTerm:
    """The row of a term, not saved yet."""
    return AwardTerm(
        award_id=award_id,
        awarded_on=term.awarded_on,
        expires_on=term.expires_on,
        told=term.told,
        grounds=term.grounds,
        recorded_by=by,
    )


def _supersede(changes: Sequence[Change], *, at: dt.datetime, by: str) -> None:
    told = {one.award.id: one for one in changes if one.award and one.term}
    standing = AwardTerm.objects.filter(award__in=told, superseded_at=None)
    standing.update(superseded_at=at, superseded_by=by, superseded_because="a correction moved it")
    AwardTerm.objects.bulk_create(
        make_term(award_id, one.term, by=by) for award_id, one in told.items() if one.term is not None
    )


def _note(changes: Sequence[Change], *, on: dt.date, by: str) -> list[int]:
    noted = AwardStatus.objects.bulk_create(
        AwardStatus(award_id=one.award.id, status=_STATUS[one.kind], starts_on=on, reason=one.because, recorded_by=by)
        for one in changes
        if one.award is not None
    )
    return [status.pk for status in noted]


def tell_awards(
    *,
    enrolment_ids: Iterable[int],
    award_ids: Iterable[int],
    taken: Mapping[int, Mapping[str, Sequence[tuple[str, ...]]]],
    by: str,
    reason: str,
) -> None:
    """Tell the registry how these awards, and what renewed them, stand; `taken` are keys that stood on them before."""
    wanted = set(award_ids)
    rows = read_awards_of(enrolment_ids=list(enrolment_ids))
    ladders = ladders_of({row.version_id for row in rows})
    numbers = {row.id: row.number for row in rows}
    told: dict[int, list[Earned]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):  # what renews another comes after it
        if row.id not in wanted and row.renews_id not in wanted:
            continue
        wanted.add(row.id)
        level = ladders[row.version_id].level(row.level_code)
        if level is None:
            raise ValueError(f"{row.number} is of a level that its version does not have")
        certification = certification_of(row, level, replaces=numbers.get(row.renews_id or 0))
        told[row.provider_id].append(_earned(row, certification, taken.get(row.id, {})))
    for source in Organisation.objects.filter(pk__in=told).order_by("pk"):
        tell_earned(additions=told[source.pk], source=source, by=by, reason=reason)


def _earned(row: AwardRow, certification: Mapping[str, Any], taken: Mapping[str, Sequence[tuple[str, ...]]]) -> Earned:
    items = {} if row.is_withdrawn else dict(row.told)
    return Earned(practitioner_id=row.earned_by, items={**items, "certifications": [certification]}, taken_back=taken)
