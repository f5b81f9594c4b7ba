"""What a column may say, and by which names it is known without being told."""

from credentials.files.mappings import IGNORED, plain_name

FIELDS = (
    "candidate", "registry_number", "examination", "form", "sat_on", "passed", "percent", "score", "max_score", "paper",
    "session",
)  # fmt: skip
SECTION = "section:"  # with the code of a paper's section behind it: its total
CONSTANTS = ("examination", "form", "max_score", "paper", "session", "sat_on")
FORMS = ("written", "practical")

_KNOWN_AS = {
    "candidate": ("candidate", "candidate number", "candidate no", "candidate id", "kandidat", "kandidatennummer"),
    "registry_number": ("registry number", "registry no", "registry", "fn"),
    "examination": ("examination", "exam", "examination code", "exam code", "prüfung"),
    "form": ("form", "part", "examination form"),
    "sat_on": ("sat on", "date", "exam date", "examination date", "day", "datum", "prüfungsdatum"),
    "passed": ("passed", "pass", "result", "outcome", "bestanden", "ergebnis"),
    "percent": ("percent", "per cent", "percentage", "%", "prozent"),
    "score": ("score", "marks", "points", "punkte"),
    "max_score": ("max score", "maximum", "max", "out of", "maximum score"),
    "paper": ("paper", "paper number", "version"),
    "session": ("session", "session id"),
}
_FIELD_OF = {name: field for field, names in _KNOWN_AS.items() for name in names}


def guess_field(name: str) -> str | None:
    """The field that a column of this name means; None where it must be told."""
    if name.lower().startswith(SECTION) and len(name) > len(SECTION):
        return SECTION + name[len(SECTION) :].strip()
    return _FIELD_OF.get(plain_name(name))


def is_field(value: object) -> bool:
    """Whether a mapping may name it."""
    if not isinstance(value, str):
        return False
    return value in FIELDS or value == IGNORED or (value.startswith(SECTION) and len(value) > len(SECTION))
