"""The mail that tells an organisation that answers it relied on would come out otherwise now."""

from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message

LIST = "/api/v1/verifications?differs=true"


def write_differing(message: Message) -> Letter:
    """How many answers, since what, and where to see them: nobody's name, and no registry number."""
    differ, restored = message.payload["differ"], message.payload["restored"]
    since = f"since {_cause(message)} of {_day(message)}"
    told = []
    if differ:
        told.append(f"{_count(differ)} recorded for your organisation would come out otherwise {since}.")
    if restored:
        told.append(f"{_count(restored)} would come out again as you were told, {since}.")
    would = "would differ now" if differ else "would not differ any more"
    subject = f"{_count(differ or restored)} that you were given {would}"
    return compose_letter(
        subject=subject,
        paragraphs=[
            *told,
            "Each was decided again with the day of treatment and the day of asking of then, so that no passing of time"
            " counts: the outcome, the reasons or the conditions are others by what is on record now.",
            "The answers as they were given, and their receipts, stand unchanged. Look at those that differ, and ask"
            " again before anyone relies on them.",
        ],
        link=Link("Your answers that differ", LIST) if differ else None,
    )


def _cause(message: Message) -> str:
    return "the change of the law" if message.cause.startswith("release:") else "a correction of the registry"


def _day(message: Message) -> str:
    return f"{message.payload['at'][:16].replace('T', ' ')} UTC"


def _count(number: int) -> str:
    return "1 answer" if number == 1 else f"{number} answers"
