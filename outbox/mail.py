"""Mails: built when they are sent, carried by Django's backend over one connection for as long as it works."""

from collections.abc import Sequence
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from outbox.kinds import Letter
from outbox.models import Message


class MailNotConfigured(Exception):
    """No mail server is named: mails wait until EMAIL_HOST is set."""


class NoServer(BaseEmailBackend):
    """The backend of a deployment that names no mail server: what is not sent must not count as sent."""

    def send_messages(self, email_messages: Sequence[object]) -> int:
        """Refuse."""
        raise MailNotConfigured


def is_mail_configured() -> bool:
    """Whether mails go anywhere."""
    return not settings.EMAIL_BACKEND.endswith(f".{NoServer.__name__}")


def build_mail(message: Message, letter: Letter, addresses: Sequence[str]) -> EmailMultiAlternatives:
    """A mail in text and HTML whose id is that of the message, so that a repetition is known as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        **letter.headers,
        "Message-ID": f"<{message.pk}@{domain}>",
        "X-Filiform-Message": str(message.pk),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
    }
    mail = EmailMultiAlternatives(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, addresses, headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    return mail


class Carrier:
    """An open connection to the mail server, shared by the mails of one run and opened anew after a failure."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def send(self, mail: EmailMultiAlternatives) -> None:
        """Send one mail; raise whatever the backend raises, OSError or SMTPException among others."""
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            if not self._connection.send_messages([mail]):
                raise OSError("the backend sent nothing")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the connection; one that is broken already is forgotten."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except OSError:  # SMTPException is one; what was sent was acknowledged before
                return
