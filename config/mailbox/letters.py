"""The mails that lie in the mailbox."""

import datetime as dt
import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.conf import settings

MOST = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as its reader sees it. Personal data: all of it."""

    id: UUID
    sent_at: dt.datetime
    subject: str
    sender: str
    to: str
    text: str
    html: str


def list_mails() -> list[Mail]:
    """The newest mails first, 200 at most."""
    found = sorted(((path.stat().st_mtime, path) for path in _home().glob("*.eml")), reverse=True)
    return [_read(path) for _, path in found[:MOST]]


def find_mail(mail_id: UUID) -> Mail | None:
    """The mail with this id, if it is here."""
    path = _home() / f"{mail_id}.eml"
    return _read(path) if path.is_file() else None


def _home() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _read(path: Path) -> Mail:
    mail = email.message_from_bytes(path.read_bytes(), EmailMessage, policy=email.policy.default)
    return Mail(
        id=UUID(path.stem),
        sent_at=dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC),
        subject=str(mail["Subject"] or "No subject"),
        sender=str(mail["From"]),
        to=str(mail["To"]),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
