"""The way out of the mails about alerts: an address that needs no sign-in and does nothing else.

RFC 8058: a mail program sends one POST to it, and the person is left alone from then on.
"""

from django.conf import settings
from django.core import signing

_SALT = "clinics.alerts.unsubscribe"
PATH = "/alerts/unsubscribe/"


def way_out(user_id: int) -> str:
    """The address for this user."""
    return f"{settings.PUBLIC_URL}{PATH}{token_for(user_id)}"


def way_out_headers(user_id: int) -> dict[str, str]:
    """The headers of RFC 2369 and RFC 8058."""
    return {
        "List-Unsubscribe": f"<{way_out(user_id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def token_for(user_id: int) -> str:
    """What proves that the address was taken from one of this user's mails; good for as long as the mail is kept."""
    return signing.Signer(salt=_SALT).sign(str(user_id)).replace(":", ".")


def user_of(token: str) -> int | None:
    """The user of a token; None for any other text."""
    number, _, signature = token.partition(".")
    try:
        return int(signing.Signer(salt=_SALT).unsign(f"{number}:{signature}"))
    except (signing.BadSignature, ValueError):
        return None
