from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from outbox.models import Message
from outbox.operations.reviving import send_again


class Command(BaseCommand):
    help = "List the messages that were given up, or send them again: dead_letters [--send-again ID … | --all]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--send-again", nargs="+", type=UUID, metavar="ID", help="put these back among what is due")
        which.add_argument("--all", action="store_true", help="put all of them back")

    def handle(self, *args: Any, **options: Any) -> None:
        ids: list[UUID] | None = options["send_again"]
        if ids or options["all"]:
            self.revive(ids)
        else:
            self.list()

    def revive(self, ids: list[UUID] | None) -> None:
        count = send_again(ids=ids, at=timezone.now())
        if ids and count < len(set(ids)):
            raise CommandError(f"{count} sent again; the others are no dead letters.")
        self.stdout.write(f"{count} sent again")

    def list(self) -> None:
        dead = Message.objects.filter(dead_at__isnull=False).order_by("dead_at")
        for one in dead.iterator():
            told = (one.pk, one.kind, one.recipient, f"{one.dead_at:%Y-%m-%dT%H:%M:%SZ}", one.attempts, one.last_error)
            self.stdout.write("\t".join(map(str, told)))
        self.stderr.write(f"{dead.count()} dead letters")
