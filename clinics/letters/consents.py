"""The mail to whoever is asked to let a clinic see their record, written when it is sent."""

from clinics.models import ConsentRequest
from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message

ASKED_OF_ME = "/api/v1/consent-requests/mine"


def write_consent_asked(message: Message) -> Letter | None:
    """Who asks for what, why and until when; None where it was answered or taken back before the mail went out."""
    asked = ConsentRequest.objects.select_related("organisation").get(pk=message.payload["request"])
    if asked.answered_at is not None:
        return None
    last = asked.expires_at.date()
    return compose_letter(
        subject="A clinic asks to see your record",
        paragraphs=[
            f"{asked.organisation.name} has you on its roster and asks to see your record: your licences, training and"
            " certifications with their numbers and days, and what else is on file about you.",
            f"The reason given: {asked.why}",
        ],
        after=[
            f"You may say yes or no until {last.day} {last:%B %Y}. Whether you may practise there does not hang on it:"
            " that is decided without showing your record to anybody.",
            "What you grant you may withdraw at any time, and you see every look that was taken.",
        ],
        link=Link("What you were asked", ASKED_OF_ME),
    )
