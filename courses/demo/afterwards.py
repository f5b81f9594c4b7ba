"""What becomes of awards afterwards: left, suspended, revoked, reinstated, renewed, appealed against."""

import datetime as dt

from courses.demo.climbing import Climber, Now, must
from courses.demo.staff import Staff
from courses.models import Award, Result
from courses.operations.award_statuses import set_award_status
from courses.operations.enrolments import withdraw_enrolment
from courses.operations.exam_appeals import lodge_appeal
from courses.operations.renewing import renew_award
from courses.queries.awards import read_awards_of

_REASONS = {
    "suspended": "a complaint is looked into (invented)",
    "revoked": "hours were claimed that nobody attended (invented)",
    "reinstated": "the complaint was unfounded (invented)",
}


def go_on(climber: Climber, now: Now, staff: Staff) -> None:
    """Do what the story says comes after the climb, where there is an award or a result to do it to."""
    after = climber.story.after
    if after in _REASONS:
        _change_last_award(climber, after, now, staff)
    elif after == "renewed":
        _renew(climber, now, staff)
    elif after == "left":
        must(
            withdraw_enrolment(
                enrolment_id=climber.enrolment.pk,
                because="moved away",
                at=now.at,
                on=now.today,
                by=staff.by("office"),
            )
        )
    elif after == "appeals":
        _appeal(climber, now, staff)


def _change_last_award(climber: Climber, after: str, now: Now, staff: Staff) -> None:
    lasting = [
        row
        for row in read_awards_of(enrolment_ids=[climber.enrolment.pk])
        if row.expires_on is None or row.expires_on >= now.today
    ]
    if not lasting:
        return
    last = max(lasting, key=lambda row: row.id)
    steps = ("suspended", "reinstated") if after == "reinstated" else (after,)
    for status, days in zip(steps, (20, 5), strict=False):
        must(
            set_award_status(
                award=Award.objects.get(pk=last.id),
                status=status,
                starts_on=max(now.before(days), last.awarded_on),
                reason=_REASONS[status],
                on=now.today,
                at=now.at,
                by=staff.by("office"),
            )
        )


def _renew(climber: Climber, now: Now, staff: Staff) -> None:
    """Renew what ends or ended within weeks, on a day of its window; whoever lacks something is not renewed."""
    for row in read_awards_of(enrolment_ids=[climber.enrolment.pk]):
        if row.expires_on is not None and abs((row.expires_on - now.today).days) < 60:
            on = min(now.today, row.expires_on - dt.timedelta(10))
            renew_award(award=Award.objects.get(pk=row.id), on=on, at=now.at, by=staff.by("office"))


def _appeal(climber: Climber, now: Now, staff: Staff) -> None:
    failed = Result.objects.filter(
        attempt__enrolment=climber.enrolment, passed=False, superseded_at=None, released_at__isnull=False
    ).first()
    if failed is not None:
        lodge_appeal(result=failed, grounds="Question 12 has two right answers", by=staff.by("records"), at=now.at)
