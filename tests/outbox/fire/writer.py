"""Writes causes without end and says which were committed; every seventh is taken back."""

import itertools
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402 (after Django is set up)
from django.utils import timezone  # noqa: E402 (the same)

from outbox.causes import request_id  # noqa: E402 (the same)
from outbox.operations import enqueue  # noqa: E402 (the same)

for number in itertools.count():
    now = timezone.now()
    request_id.set(f"r-{number}")
    with transaction.atomic():
        enqueue(kind="fire.letter", cause=f"c-{number}", recipient="user:7", payload={}, at=now)
        enqueue(kind="fire.job", cause=f"c-{number}", recipient="job", payload={}, at=now)
        if number % 7 == 6:
            transaction.set_rollback(True)
    if number % 7 != 6:
        sys.stdout.write(f"c-{number}\n")
        sys.stdout.flush()
    time.sleep(0.1)
