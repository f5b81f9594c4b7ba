"""The mails about people who are on a clinic's list and not on file."""

from clinics.models import Invitation
from clinics.operations.imports.tokens import make_token
from clinics.queries.invitations import OPEN
from outbox.kinds import Letter
from outbox.letters import Link, compose_letter
from outbox.models import Message


def write_invitation(message: Message) -> Letter | None:
    """A clinic would like to put you on its roster; None where the invitation ended before the mail went out."""
    invitation = _read(message)
    if invitation.state not in OPEN:
        return None
    clinic = invitation.organisation.name
    return compose_letter(
        subject=f"{clinic} would like to check your dry needling credentials here",
        paragraphs=[
            f"{clinic} keeps a list of those who treat there, and asked us whether you may practise dry needling at "
            "its sites. Nobody is on file here with the numbers that it has of you, so we cannot say.",
            "To be put on file, ask one of these. Once your record is here, the clinic is told, and says whether it is "
            "yours:",
        ],
        items=[
            "the board or register that licensed you, where it feeds this registry",
            f"{clinic}, whose registrar can have your licence looked up at its source",
        ],
        after=[
            f"You need not do anything. The invitation ends on {invitation.expires_at:%-d %B %Y}, and what the clinic "
            "told us of you is then erased.",
            "If you do not want this, say no by the address below: what we were told of you is erased at once, and "
            "this clinic cannot invite you again. If you have no such address, answer to the clinic.",
        ],
        link=Link("Say no to this invitation", f"/invitations/{make_token(invitation)}"),
    )


def write_invitation_matched(message: Message) -> Letter | None:
    """Somebody whom you invited came on file. No names: whoever reads it finds them on the list of invitations."""
    invitation = _read(message)
    if invitation.state != Invitation.State.MATCHED:
        return None
    return compose_letter(
        subject="Somebody whom you invited is on file now",
        paragraphs=[
            f"Somebody whom you invited on {invitation.invited_at:%-d %B %Y} came on file: the NPI or a licence fits.",
            "Look whether it is the same person, and put them on your roster, or withdraw the invitation.",
        ],
        link=Link("The API's list of invitations", f"/api/v1/roster-invitations/{invitation.key}"),
    )


def _read(message: Message) -> Invitation:
    return Invitation.objects.select_related("organisation").get(pk=message.payload["invitation"])
