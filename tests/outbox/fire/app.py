"""Messages whose delivery can be counted, and every job of the schedule every two seconds."""

import os
from pathlib import Path

from django.apps import AppConfig
from django.db import connection


class FireConfig(AppConfig):
    name = "tests.outbox.fire"
    label = "fire"
    path = str(Path(__file__).parent)

    def ready(self):
        from config.celery import app
        from outbox import kinds

        kinds.register_letter("fire.letter", write)
        kinds.register_job("fire.job", work)
        # Everybody has an address here, so that the product's own letters go out too.
        readers = kinds._readers[:]
        kinds.register_addresses(lambda told: [a for one in readers for a in one(told)] or ["someone@example.org"])
        for entry in app.conf.beat_schedule.values():
            entry["schedule"], entry["options"] = 2.0, {"expires": 2}


def write(message):
    """A letter that tells which process sent it."""
    from outbox.kinds import Letter

    return Letter(f"pid {os.getpid()}", message.cause, message.cause)


def work(message):
    """An effect that can be counted, in two statements, so that half of it would show."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO fire_effect (cause, half) VALUES (%s, 1)", [message.cause])
        cursor.execute("SELECT pg_sleep(0.002)")
        cursor.execute("INSERT INTO fire_effect (cause, half) VALUES (%s, 2)", [message.cause])
