"""The secret in the address by which an invited person says no: signed, and kept nowhere."""

from django.core import signing

from clinics.models import Invitation

_SALT = "clinics.invitations"


def make_token(invitation: Invitation) -> str:
    """A word that nobody else can make."""
    return signing.dumps(str(invitation.key), salt=_SALT)


def find_invitation(token: str) -> Invitation | None:
    """The invitation that a word is about; None for a word of somebody else's making."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("organisation").filter(key=key).first()
