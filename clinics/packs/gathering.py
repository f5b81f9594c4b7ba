"""What the parts of a pack leave behind for the files that cover all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from clinics.packs.contents import Entry, stand_of
from clinics.packs.manifests import Counts
from clinics.packs.roster import csv_head, csv_lines, tell_entry
from credentials.signing.base64url import read_base64url


@dataclass(slots=True)
class Gathered:
    """Counts, the lines of the roster, what was cited (by law pack) and which keys signed receipts."""

    counts: Counts = field(default_factory=Counts)
    entries: list[bytes] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    cited: dict[int, set[str]] = field(default_factory=dict)
    kids: set[str] = field(default_factory=set)

    def note(self, entry: Entry) -> None:
        """Take up one entry."""
        told = tell_entry(entry)
        self.counts.entries += 1
        self.counts.people.add(entry.registry_number)
        self.entries.append(orjson.dumps(told))
        self.lines.append(csv_lines([told]))
        for group in entry.version.patient_groups:
            self.counts.note(entry.site.code, stand_of(entry, group))
        for decision in entry.decisions.values():
            self.counts.decisions += 1
            if decision.pack_id is not None:
                self.cited.setdefault(decision.pack_id, set()).update(decision.told["law"]["provisions"])
            if decision.receipt is not None:
                self.counts.receipts += 1
                self.kids.add(kid_of(decision.receipt))

    def write_roster(self) -> bytes:
        """The roster as JSON, an entry a line."""
        return b'{"entries":[\n%b\n]}\n' % b",\n".join(self.entries)

    def write_csv(self) -> bytes:
        """The roster as CSV."""
        return csv_head() + b"".join(self.lines)


def kid_of(receipt: str) -> str:
    """The key that a receipt of our own names."""
    return str(orjson.loads(read_base64url(receipt.split(".", 1)[0]))["kid"])


def write_json(told: Mapping[str, Any] | Sequence[Any]) -> bytes:
    """JSON to be read by people as well; the order of names is that of the data."""
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
