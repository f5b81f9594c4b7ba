"""The mails about awards, written when they are sent: of what is no longer so nobody is told."""

import datetime as dt

from courses.ladders.renewing import judge_renewal, renewal_window
from courses.ladders.timelines import MET
from courses.models import Award, AwardStatus, Enrolment
from courses.operations.award_deciding import held_of
from courses.queries.awards import AwardRow, read_award
from courses.queries.compiled import ladder_of, ladders_of
from courses.queries.learner_records import read_records
from courses.queries.progress import read_progress
from outbox.kinds import Letter
from outbox.letters import compose_letter
from outbox.models import Message

_SAID = {
    "suspended": ("Your certification was suspended", "is suspended from {day}"),
    "revoked": ("Your certification was revoked", "is revoked from {day}"),
    "reinstated": ("Your certification is good again", "is reinstated from {day}"),
    "withdrawn": ("Your certification was withdrawn", "was withdrawn, as if it had never been given"),
    "restored": ("Your certification is good again", "stands again, as if it had never been withdrawn"),
}


def write_award_given(message: Message) -> Letter | None:
    """What was awarded; None where it was withdrawn before the mail went out."""
    row = _read(message)
    if row is None or row.is_withdrawn:
        return None
    last = f"through {_day(row.expires_on)}" if row.expires_on else "and never expires"
    head = "Your certification was renewed" if row.renews_id else "You have been certified"
    return compose_letter(
        subject=head,
        paragraphs=[
            f"{row.issuer} awarded you “{_title(row)}” on {_day(row.awarded_on)}. It is valid {last}.",
            f"Its number is {row.number}. Give it to whom you would give a copy of the certificate.",
        ],
        after=["The registry knows of it from now on: whoever asks whether you may practise is answered by it."],
    )


def write_award_changed(message: Message) -> Letter | None:
    """What became of an award, with the reason; None where something newer was said since."""
    row = _read(message)
    newest = AwardStatus.objects.filter(award=message.payload["award"]).order_by("-pk").first()
    if row is None or newest is None or newest.pk != message.payload["status"]:
        return None
    subject, said = _SAID[newest.status]
    what = said.format(day=_day(newest.starts_on))
    return compose_letter(
        subject=subject,
        paragraphs=[f"“{_title(row)}” ({row.number}) of {row.issuer} {what}.", f"The reason given: {newest.reason}"],
        after=[f"If you think that this is wrong, turn to {row.issuer}."],
    )


def write_renewal_open(message: Message) -> Letter | None:
    """What renewing asks, met and missing; None where it was renewed, or is not in force any more."""
    row = _read(message)
    if row is None or row.is_withdrawn or Award.objects.filter(renews=row.id).exists():
        return None
    if message.payload["expires_on"] != str(row.expires_on) or row.status_on(message.created_at.date()) == "revoked":
        return None
    ladder = ladders_of([row.version_id])[row.version_id]
    level = ladder.level(row.level_code)
    window = renewal_window(level.renewal if level else None, held_of(row))
    if level is None or window is None:
        return None
    on = max(message.created_at.date(), window.opens_on)
    record = read_records(enrolment_ids=[row.enrolment_id], on=on)[row.enrolment_id]
    asked = [one for one in judge_renewal(level, ladder, held_of(row), record, on) if one.code != "renewal_window"]
    return compose_letter(
        subject="Your certification can be renewed",
        paragraphs=[
            f"“{_title(row)}” ({row.number}) is valid through {_day(row.expires_on)}."
            f" It can be renewed until {_day(window.closes_on)}. This is what renewing asks:"
        ],
        items=[f"{'Done' if one.status is MET else 'Missing'}: {one.sentence}" for one in asked],
        after=[f"{row.issuer} renews it once nothing is missing."],
    )


def write_time_running_out(message: Message) -> Letter | None:
    """What is missing of the levels that must be finished by then; None where nothing is, or the learner left."""
    enrolment = Enrolment.objects.select_related("version", "programme").get(pk=message.payload["enrolment"])
    latest = dt.date.fromisoformat(message.payload["latest_day"])
    if enrolment.state != Enrolment.State.ACTIVE:
        return None
    open_levels = [
        one
        for one in read_progress(enrolment, on=message.created_at.date())
        if one.progress.latest_day == latest and not one.progress.complete
    ]
    missing = [
        f"{one.level.title}: {step.requirement.code}"
        + (f", next at {step.session.place} on {_day(step.session.starts_on)}" if step.session else "")
        for one in open_levels
        for step in one.steps
        if step.requirement.status is not MET and step.requirement.kind != "in_time"
    ]
    if not missing:
        return None
    return compose_letter(
        subject="Your time to finish is running out",
        paragraphs=[f"“{enrolment.programme.title}” must be finished by {_day(latest)}. This is still missing:"],
        items=missing,
        after=["Ask the provider for a seat, or what else can be done."],
    )


def _read(message: Message) -> AwardRow | None:
    return read_award(message.payload["award"])


def _title(row: AwardRow) -> str:
    level = ladder_of(Award.objects.select_related("level__version").get(pk=row.id).level.version).level(row.level_code)
    return level.award.title if level else row.level_code


def _day(day: dt.date | None) -> str:
    return f"{day:%-d %B %Y}" if day else "ever"
