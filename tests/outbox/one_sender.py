"""A sender in a process of its own, to be killed: `python one_sender.py mail_port`."""

import os
import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402 (after Django is set up)
from django.utils import timezone  # noqa: E402 (the same)

from outbox import kinds  # noqa: E402 (the same)
from outbox.operations import enqueue  # noqa: E402 (the same)
from outbox.operations.delivering import deliver_due  # noqa: E402 (the same)


def work_for_long(message):
    """Write, and be killed before the end."""
    enqueue(kind="effect", cause=message.cause, recipient="job", payload={}, at=message.created_at)
    sys.stdout.write("inside\n")
    sys.stdout.flush()
    time.sleep(60)


kinds.register_letter("greeting", lambda message: kinds.Letter("A greeting", "Good day", "<p>Good day</p>"))
kinds.register_addresses(lambda recipient: [f"{recipient.replace(':', '-')}@example.org"])
if "SLOW" in os.environ:
    kinds.register_job("work", work_for_long)
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
deliver_due(clock=timezone.now, seconds=60)
