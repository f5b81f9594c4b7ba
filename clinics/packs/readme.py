"""The note to the reader that lies beside the files of a pack."""

from clinics.packs.contents import EditionHead, Scope
from clinics.packs.words import BECAUSE, HOW_TO_CHECK, PROVES, PROVES_NOT, tell_day, tell_time

_FILES = """\
report.pdf            to be read; with many entries continued in report-002.pdf and so on
roster.json, .csv     the roster as known then, worst first, with what was shown for the day
decisions/            the answers as they were given, one file for each entry and group of patients
receipts/             the signed receipt of each answer
provisions.json       the law that answered: the provisions cited, whole, and the standards
rules.json            the clinic's own rules and declarations in force that day, as known then
jwks.json             the keys with which receipts and manifest were signed, as published then
manifest.json         what this is, and the SHA-256 of every other file
manifest.jws          the issuer's signature over the manifest"""


def write_readme(scope: Scope, head: EditionHead) -> bytes:
    """Plain text in UTF-8."""
    days = "; ".join(
        f"{site.name} ({site.code}): {tell_day(site.day)}, as known at {tell_time(site.known_at)}"
        for site in scope.sites
    )
    parts = [
        f"Evidence pack {scope.pack_id}, edition {head.number}",
        f"{scope.organisation}\n{days}",
        _tell_edition(head),
        _listed("What this proves", PROVES),
        _listed("What it does not prove", PROVES_NOT),
        f"What lies here\n{_FILES}",
        _listed("How to check it", [line.format(issuer=scope.issuer) for line in HOW_TO_CHECK]),
    ]
    return "\n\n".join(part for part in parts if part).encode() + b"\n"


def _tell_edition(head: EditionHead) -> str:
    if head.because not in BECAUSE:
        return f"Data erased before it was made: {', '.join(head.erased)}" if head.erased else ""
    erased = f"\nErased: {', '.join(head.erased)}" if head.erased else ""
    return f"{BECAUSE[head.because]}\nIt replaces the one whose manifest is {head.replaces}.{erased}"


def _listed(title: str, lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in lines)])
