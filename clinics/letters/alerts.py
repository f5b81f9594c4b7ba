"""The mails about alerts: the digest of a day, and what cannot wait for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from accounts.models import Organisation
from clinics.letters.unsubscribing import way_out, way_out_headers
from clinics.models import Alert
from clinics.operations.alerts.mailing import URGENT, take_items
from clinics.queries.alert_settings import clinics_of
from clinics.queries.alert_standing import keep_standing
from clinics.queries.alert_words import read_told
from clinics.sentences.alerts import Told, say, say_next_step
from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message

MOST = 100  # a mail has to end somewhere; the inbox has them all
INBOX = "/api/v1/alerts?unread=true"


def write_alerts(message: Message) -> Letter | None:
    """What waits for this person and still holds; None where all of it was settled, or the person has left.

    Names where the clinic may see them, else registry numbers, and neither in the subject: others see it.
    """
    user_id = int(message.recipient.removeprefix("user:"))
    clinics = clinics_of(user_id)
    alerts = [item.alert for item in take_items(message) if item.alert.organisation_id in clinics]
    standing = keep_standing(alerts)
    if not standing:
        return None
    shown = standing[-MOST:]
    return compose_letter(
        subject=_urgent_head(standing) if message.kind == URGENT else _head(standing),
        paragraphs=[_opening(message, len(standing))],
        items=_items(shown, read_told(shown, with_names=True)),
        after=_closing(len(standing) - len(shown), way_out(user_id)),
        link=Link("Your inbox", INBOX),
        headers=way_out_headers(user_id),
    )


def _head(alerts: Sequence[Alert]) -> str:
    return f"Your roster: {_things(len(alerts))} to look at"


def _urgent_head(alerts: Sequence[Alert]) -> str:
    people = len({one.practitioner_id for one in alerts})
    who = "somebody" if people == 1 else f"{people} people"
    return f"Your roster: {who} may not needle now"


def _opening(message: Message, count: int) -> str:
    if message.kind == URGENT:
        return "This cannot wait for the digest of the day. Each says what to do next."
    return f"{_things(count).capitalize()} about your roster since the last digest. Each says what to do next."


def _items(alerts: Sequence[Alert], told: Mapping[int, Told]) -> list[str]:
    """By clinic, in the order of raising; with the clinic's name where there is more than one."""
    by_clinic: dict[int, list[Alert]] = defaultdict(list)
    for one in alerts:
        by_clinic[one.organisation_id].append(one)
    names = dict(Organisation.objects.filter(pk__in=by_clinic).values_list("pk", "name"))
    return [
        (f"{names[clinic]}: " if len(by_clinic) > 1 else "") + _item(told[one.pk])
        for clinic, ones in by_clinic.items()
        for one in ones
    ]


def _item(told: Told) -> str:
    reasons = " ".join(told.reasons)
    return " ".join(part for part in (say(told), reasons, f"What to do: {say_next_step(told)}") if part)


def _closing(left_out: int, stop: str) -> list[str]:
    told = [f"{_things(left_out).capitalize()} more in your inbox."] if left_out > 0 else []
    return [
        *told,
        "Alerts follow from what is on record; what was settled by now is left out. You chose how you hear of them in"
        " your alert settings.",
        f"No more of these mails: {stop}",
    ]


def _things(count: int) -> str:
    return "one thing" if count == 1 else f"{count} things"
