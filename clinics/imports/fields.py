"""What a column of a staff list may hold, and by which names it is known without being told."""

from credentials.files.mappings import IGNORED, plain_name

PERSON = (
    "registry_number", "npi", "licence_jurisdiction", "licence_profession", "licence_number", "name", "given_name",
    "family_name", "born_on", "email",
)  # fmt: skip
ROSTER = ("site", "role", "patient_groups", "starts_on", "until_on")
ASKED = ("jurisdiction", "age", "on")  # of a check without a roster, besides the person, the site and the group
FIELDS = (*PERSON, *ROSTER, *ASKED)
CONSTANTS = ("licence_jurisdiction", "licence_profession", *ROSTER, *ASKED)
KNOWN = f"One of {', '.join(FIELDS)}, {IGNORED}"

_KNOWN_AS = {
    "registry_number": ("registry number", "registry no", "registry", "filiform number", "fn"),
    "npi": ("npi", "npi number", "national provider identifier"),
    "licence_jurisdiction": (
        "licence jurisdiction", "license jurisdiction", "licence state", "license state", "issued by",
    ),
    "licence_profession": ("licence profession", "license profession", "profession", "discipline", "beruf"),
    "licence_number": (
        "licence number", "license number", "licence no", "license no", "licence", "license", "lizenznummer",
    ),
    "name": ("name", "full name", "employee", "employee name", "practitioner", "staff name"),
    "given_name": ("given name", "first name", "forename", "vorname"),
    "family_name": ("family name", "last name", "surname", "nachname", "familienname"),
    "born_on": ("born on", "born", "birth date", "date of birth", "dob", "birthday", "geburtsdatum", "geboren"),
    "email": ("email", "e mail", "mail", "email address", "mail address"),
    "site": ("site", "site code", "location", "clinic", "branch", "standort"),
    "role": ("role", "job title", "position", "function", "funktion"),
    "patient_groups": ("patient groups", "patient group", "patients", "groups", "group", "treats", "patienten"),
    "starts_on": ("starts on", "from", "start", "start date", "since", "hired on", "von", "eintritt"),
    "until_on": ("until on", "until", "end", "end date", "to", "bis", "austritt"),
    "jurisdiction": ("jurisdiction", "state", "place", "patient jurisdiction"),
    "age": ("age", "patient age", "alter"),
    "on": ("on", "day", "date", "day of treatment", "treatment date", "datum"),
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _KNOWN_AS.items() for name in names}


def guess_field(name: str) -> str | None:
    """The field that a column of this name means; None where it must be told."""
    return _FIELD_OF.get(plain_name(name))


def is_field(value: object) -> bool:
    """Whether a mapping may name it."""
    return value in FIELDS or value == IGNORED
