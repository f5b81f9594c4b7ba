"""The manifest of a pack: what it is, and the digest of every file in it; and the statement that is signed over it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from clinics.packs.contents import FORMAT, RANKS, EditionHead, Scope, SiteScope
from credentials.instants import tell_instant
from credentials.signing.canonical import write_canonical
from credentials.signing.receipts import tell_organisation

SIGNED = "filiform-evidence-pack"  # the `typ` of the signature


@dataclass(slots=True)
class Counts:
    """How much stands in the pack; `shown` counts looks by site and by what is shown for the day."""

    entries: int = 0
    people: set[str] = field(default_factory=set)
    decisions: int = 0
    receipts: int = 0
    shown: dict[str, Counter[str]] = field(default_factory=dict)

    def note(self, site: str, shown: str) -> None:
        """Count one entry for one group."""
        self.shown.setdefault(site, Counter())[shown] += 1

    def shown_at(self, site: str, shown: str) -> int:
        """How often it was shown there."""
        return self.shown[site][shown] if site in self.shown else 0

    def tell(self) -> dict[str, Any]:
        """As JSON."""
        total: Counter[str] = sum(self.shown.values(), Counter())
        return {
            "entries": self.entries,
            "people": len(self.people),
            "decisions": self.decisions,
            "receipts": self.receipts,
            "on_the_day": {word: total[word] for word in RANKS},
        }


def tell_site(site: SiteScope) -> dict[str, Any]:
    """A site of the pack as JSON."""
    return {
        "code": site.code,
        "name": site.name,
        "jurisdiction": site.jurisdiction,
        "place": site.place,
        "time_zone": site.time_zone,
        "day": site.day.isoformat(),
        "known_at": tell_instant(site.known_at),
    }


def tell_manifest(
    scope: Scope, head: EditionHead, *, counts: Counts, laws: Iterable[str], files: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The manifest as JSON."""
    return {
        "format": FORMAT,
        "issuer": scope.issuer,
        "pack": scope.pack_id,
        "organisation": {"id": tell_organisation(scope.organisation_id), "name": scope.organisation},
        "asked": dict(scope.asked),
        "first_asked_at": tell_instant(scope.created_at),
        "sites": [tell_site(site) for site in scope.sites],
        "edition": head.number,
        "because": head.because,
        "replaces": head.replaces,
        "erased": list(head.erased),
        "counts": counts.tell(),
        "laws": sorted(laws),
        "files": list(files),
    }


def write_manifest(told: Mapping[str, Any]) -> bytes:
    """Canonical JSON (RFC 8785), so that one manifest has one spelling."""
    return write_canonical(dict(told))


def digest_manifest(written: bytes) -> str:
    """As the signature names it."""
    return f"sha256:{hashlib.sha256(written).hexdigest()}"


def statement_of(manifest: Mapping[str, Any], digest: str, *, issued: int) -> dict[str, Any]:
    """What is signed: who says of which pack, for whom, that this is its manifest. `issued` in seconds since 1970."""
    return {
        "iss": manifest["issuer"],
        "iat": issued,
        "sub": manifest["pack"],
        "aud": manifest["organisation"]["id"],
        "edition": manifest["edition"],
        "manifest": digest,
    }
