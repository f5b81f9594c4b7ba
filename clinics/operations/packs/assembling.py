"""Writes all files of a pack, a part of the roster at a time, so that what stands in memory does not grow with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from clinics.models import EvidencePack
from clinics.packs.archives import PackWriter
from clinics.packs.contents import EditionHead, Entry, Scope
from clinics.packs.gathering import Gathered, write_json
from clinics.packs.manifests import tell_manifest, write_manifest
from clinics.packs.readme import write_readme
from clinics.packs.report import tell_part, tell_whole
from clinics.packs.roster import decision_file, receipt_file
from clinics.packs.typesetting import set_report
from clinics.queries.pack_parts import read_cited, read_entries, read_rules
from clinics.queries.packs import Ordered, order_entries
from credentials.instants import tell_instant

PEOPLE = 200  # entries in one part of the report: some hundred megabytes while it is set
ListKeys = Callable[[set[str]], Sequence[dict[str, Any]]]


@dataclass(slots=True)
class Assembly:
    """A pack under way: every file but manifest and signature is written by `write`, those two by `close`."""

    pack: EvidencePack
    scope: Scope
    head: EditionHead
    place: IO[bytes]
    gathered: Gathered = field(default_factory=Gathered)
    laws: Sequence[dict[str, Any]] = ()
    rules: dict[str, dict[str, Any]] = field(default_factory=dict)
    _writer: PackWriter = field(init=False)

    def write(self, list_keys: ListKeys) -> bytes:
        """Write the files; the manifest's bytes. `list_keys` gives the public keys of those that signed receipts."""
        self._writer = PackWriter(self.place)
        self._writer.add("README.txt", write_readme(self.scope, self.head))
        self._write_parts(order_entries(self.pack, self.scope))
        self._writer.add("roster.json", self.gathered.write_roster())
        self._writer.add("roster.csv", self.gathered.write_csv())
        self._writer.add("provisions.json", write_json(self.laws))
        self._writer.add("rules.json", write_json(self.rules))
        self._writer.add("jwks.json", write_json({"keys": list(list_keys(self.gathered.kids))}))
        return write_manifest(self.manifest())

    def manifest(self) -> dict[str, Any]:
        """What was written, as the manifest tells it."""
        laws = [str(law["digest"]) for law in self.laws]
        files = self._writer.list_files()
        return tell_manifest(self.scope, self.head, counts=self.gathered.counts, laws=laws, files=files)

    def abandon(self) -> None:
        """Let go of what was written, if it was not closed."""
        self._writer.abandon()

    def close(self, manifest: bytes, signature: str) -> None:
        """Write manifest and signature."""
        self._writer.close(manifest, signature)

    def _write_parts(self, order: Sequence[Ordered]) -> None:
        parts = [order[start : start + PEOPLE] for start in range(0, len(order), PEOPLE)] or [[]]
        first: Sequence[Entry] = ()
        for number, ordered in enumerate(parts, 1):
            entries = self._write_answers(ordered)
            if number == 1:
                first = entries  # set last: its cover tells of all parts
            else:
                told = tell_part(self.scope, entries, number=number, of=len(parts))
                self._writer.add(f"report-{number:03}.pdf", set_report(told, at=self.scope.created_at))
        self.laws, self.rules = read_cited(self.gathered.cited), read_rules(self.scope.sites)
        whole = tell_whole(self.scope, self.head, self.gathered, self.laws, self.rules)
        told = {**tell_part(self.scope, first, number=1, of=len(parts)), **whole}
        self._writer.add("report.pdf", set_report(told, at=self.scope.created_at))

    def _write_answers(self, ordered: Sequence[Ordered]) -> list[Entry]:
        entries = read_entries(ordered, sites={site.id: site for site in self.scope.sites})
        for entry in entries:
            self.gathered.note(entry)
            for group, decision in sorted(entry.decisions.items()):
                kept = {"id": decision.verification, "decided_at": tell_instant(decision.decided_at)}
                told = {**decision.told, **kept, "receipt": decision.receipt}
                self._writer.add(decision_file(entry, group), write_json(told))
                if decision.receipt is not None:
                    self._writer.add(receipt_file(entry, group), decision.receipt.encode())
        return entries
