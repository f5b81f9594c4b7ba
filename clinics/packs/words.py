"""The words of the report and of the note to the reader."""

import datetime as dt

from clinics.packs.contents import LAPSED, NEVER

# Written here, since a clock's locale has no say in a document that must always be the same.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SHOWN = {
    "refused": "May not treat",
    NEVER: "Never checked",
    LAPSED: "Answer ran out",
    "undetermined": "Cannot be shown",
    "conditional": "May treat, once confirmed",
    "permitted": "May treat",
}
PATIENTS = {"adult": "Adults", "child": "Children"}
CAUSES = {
    "entry": "the entry was new or was changed",
    "time": "the day had come on which the answer could change",
    "record": "the person's record changed",
    "law": "the law on file changed",
    "policy": "the clinic's rules changed",
    "declaration": "the clinic's declarations changed",
    "asked": "somebody asked for it",
}
PROVES = (
    "Who was on the roster that day, as the clinic had told it by the instant named for each site.",
    "What the registry had answered for each of them by then: the last answer, why, and under which law.",
    "That not a letter of this pack was changed since: manifest.jws covers the digest of every file, and each answer"
    " carries a receipt signed when it was given.",
)
PROVES_NOT = (
    "That what was on record was true. Where a fact was corrected later, the pack still shows what was known then.",
    "What happened in the treatment room, or what was told of a single patient.",
    "Legal advice. The law cited is what the registry had read by then, with the day on which it was last checked.",
)
HOW_TO_CHECK = (
    "Offline: manage.py check_evidence_pack FILE --jwks KEYS, with the keys that the issuer publishes at"
    " {issuer}/.well-known/jwks.json and that you fetched yourself; the copy in this pack proves nothing by itself.",
    "By hand: the payload of manifest.jws names the SHA-256 of manifest.json, and manifest.json that of every other"
    " file. Each receipt is a compact JWS of its own.",
)
BECAUSE = {
    "erased": "This edition was made because data of people named below were erased at law's demand after an earlier"
    " one was signed. What could still be told is unchanged; their names and licence numbers are gone.",
    "program": "This edition was made because another version of the program writes these files otherwise than it wrote"
    " the edition before. The facts are the same.",
}


def tell_day(day: dt.date) -> str:
    """A day as people write it."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def tell_time(instant: dt.datetime) -> str:
    """An instant in UTC, to the minute."""
    there = instant.astimezone(dt.UTC)
    return f"{tell_day(there.date())}, {there.hour:02}:{there.minute:02} UTC"


def tell_iso_day(told: str | None) -> str:
    """An ISO day as people write it; empty for none."""
    return tell_day(dt.date.fromisoformat(told)) if told else ""
