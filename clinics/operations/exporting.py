"""All that a clinic owns, as one ZIP of NDJSON files, made while it is sent."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import orjson
from django.db import connection, transaction

from accounts.models import Organisation
from clinics.queries.owned import owned_by, read_rows

PIECE_BYTES = 64 * 1024
README = """\
All that {name} owns here, as of the moment of asking.

Each .ndjson file holds one JSON object a line, in the order in which it was written; a file without lines: there is
nothing. Instants are RFC 3339 in UTC, days YYYY-MM-DD. What was superseded stands beside what replaced it.

sites, policies, declarations   where you treat, your own rules, and what you declare there
roster                          every version of every entry; `key` joins the versions
checks, verifications           what was decided when; `answer` as it was told (licence numbers apart), `receipt` signed
alerts, alert_settings          what you were told
webhooks, deliveries, attempts  where you are told by machine, and what became of it; no secrets
calendars, packs, imports       what was made for you
members, keys, invitations      who acts for you, without passwords and keys
consent_requests, consents, looks  what practitioners let you see, and who looked

Practitioners are told by their registry numbers. See docs/clinics.md.
"""


class _Sink(io.RawIOBase):
    """Where a ZIP is written that nobody can seek in: what was written is taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        """So that a ZIP may be written."""
        return True

    def write(self, data: Any) -> int:
        """Hold it until it is taken."""
        self._held.append(bytes(data))
        self.size += len(data)
        return len(data)

    def take(self) -> bytes:
        """All that was written since."""
        taken, self._held, self.size = b"".join(self._held), [], 0
        return taken


def export_clinic(*, organisation: Organisation) -> Iterator[bytes]:
    """The ZIP, a piece at a time, from one snapshot; nothing of it is held whole."""
    sink = _Sink()
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", README.format(name=organisation.name))
            archive.writestr("organisation.json", _tell_organisation(organisation))
            for name, rows in owned_by(organisation.pk).items():
                with archive.open(f"{name}.ndjson", "w", force_zip64=True) as file:
                    for row in read_rows(rows):
                        file.write(_line(row))
                        if sink.size >= PIECE_BYTES:
                            yield sink.take()
    yield sink.take()


def _tell_organisation(organisation: Organisation) -> bytes:
    return orjson.dumps({"name": organisation.name, "kind": organisation.kind, "created_at": organisation.created_at})


def _line(row: dict[str, Any]) -> bytes:
    """A row as a line; a stored answer is JSON already and is told as such."""
    if "answer" in row and isinstance(row["answer"], str) and row["answer"].startswith("{"):
        row["answer"] = orjson.Fragment(row["answer"])
    if "body" in row:
        row["body"] = orjson.Fragment(row["body"])
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z)
