"""The secret in the address by which an invited person says no: signed, and kept nowhere."""

import uuid

from django.core import signing

from clinics.models import Invitation

_SIGNER = signing.Signer(salt="clinics.invitations", sep=".")  # a colon would end some mail programs' links


def make_token(invitation: Invitation) -> str:
    """A word that nobody else can make; good for as long as the mail is kept."""
    return _SIGNER.sign(str(invitation.key))


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a word is about; None for a word of somebody else's making."""
    try:
        key = uuid.UUID(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Invitation.objects.select_related("organisation").filter(key=key).first()
