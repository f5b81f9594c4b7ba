"""Django's backend that writes mails into files, one file for each mail."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class MailboxBackend(EmailBackend):
    """Writes each mail into a file of its own below EMAIL_FILE_PATH, whole or not at all.

    The file is named for the message's id: one that is sent again takes the place of the first.
    """

    def open(self) -> bool:
        """Nothing to open: Django's own would begin a file for all that one connection sends."""
        return False

    def close(self) -> None:
        """Nothing to close."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them all; give how many there were."""
        for mail in email_messages:
            name = mail.extra_headers.get("X-Filiform-Message") or str(uuid.uuid4())
            place = Path(self.file_path) / f"{uuid.UUID(name)}.eml"
            unfinished = place.with_suffix(f".{uuid.uuid4().hex}")
            unfinished.touch(mode=0o600)
            unfinished.write_bytes(mail.message().as_bytes())
            unfinished.replace(place)
        return len(email_messages)
