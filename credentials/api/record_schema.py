"""The form of a practitioner's record for the description of the API. What reads it is `credentials.records`."""

from typing import Any

from rulebook.facts import ASSURANCES, PROFESSIONS, RESTRICTIONS, STATUSES

Schema = dict[str, Any]

NUMBER_PATTERN = "^[Ff][Nn](-[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}){2}$"
PLACE_PATTERN = "^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$"
_SOMETHING = "^[^\\u0000]*[^\\s\\u0000][^\\u0000]*$"  # not blank, no NUL


def _text(longest: int = 500, **more: Any) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": _SOMETHING, **more}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _one_of(words: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _object(optional: tuple[str, ...] = (), /, **fields: Schema) -> Schema:
    """An object of these fields and no other; a trailing underscore keeps a name apart from Python's own words."""
    named = {name.rstrip("_"): schema for name, schema in fields.items()}
    required = [name for name in named if name not in optional]
    return {"type": "object", "properties": named, "required": required, "additionalProperties": False}


NUMBER: Schema = {"type": "string", "pattern": NUMBER_PATTERN}
CAPITAL_NUMBER: Schema = {"type": "string", "pattern": "^FN(-[0-9A-HJKMNP-TV-Z]{4}){2}$"}
PLACE: Schema = {"type": "string", "pattern": PLACE_PATTERN}
_DAY: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$",
    "description": "from 1900-01-01 on",
}
_PLACE: Schema = {**PLACE, "description": "ISO 3166-1 or 3166-2, in any case"}
_PROFESSION = _one_of(PROFESSIONS)
_NUMBER = _text(200)
_HOURS: Schema = {"type": "number", "minimum": 0, "maximum": 1_000_000, "description": "two decimal places at most"}
_SESSIONS: Schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
_GROUPS = _list(_one_of(("adult", "child")))
_LASTING = {"issued_on": _DAY, "expires_on": {**_or_null(_DAY), "description": "the last valid day; null: never"}}
_COMMON = {"assurance": _one_of(ASSURANCES), "checked_on": _or_null(_DAY)}
_SPAN: Schema = {"from_": _DAY, "until": {**_or_null(_DAY), "description": "the first day that it no longer holds"}}
_STATUSES = _list(_object(("until",), status=_one_of(STATUSES), **_SPAN))
_RESTRICTIONS = _list(_object(("until",), kind=_one_of(RESTRICTIONS), **_SPAN))
_PART = _object(
    hours=_HOURS,
    part=_one_of(("didactic", "practical")),
    delivery=_one_of(("in_person", "live_online", "online")),
    subject=_one_of(("dry_needling", "foundation")),
)
_ANYHOW = ("assurance", "checked_on", "expires_on", "statuses")  # may be left out wherever they stand

LISTS: dict[str, Schema] = {
    "licences": _object(
        (*_ANYHOW, "restrictions"),
        jurisdiction=_PLACE, profession=_PROFESSION, number=_NUMBER, **_LASTING,
        restrictions=_RESTRICTIONS, statuses=_STATUSES, **_COMMON,
    ),
    "privileges": _object(
        _ANYHOW,
        compact=_text(), profession=_PROFESSION, home=_PLACE, remote=_PLACE, number=_NUMBER, **_LASTING,
        statuses=_STATUSES, **_COMMON,
    ),
    "authorizations": _object(
        (*_ANYHOW, "number"),
        jurisdiction=_PLACE, profession=_PROFESSION, title=_text(), number=_or_null(_NUMBER), **_LASTING,
        statuses=_STATUSES, **_COMMON,
    ),
    "training": _object(
        (*_ANYHOW, "hours", "supervised_sessions", "approved_by", "patient_groups"),
        provider=_text(), course=_text(), completed_on=_DAY, hours=_list(_PART), supervised_sessions=_SESSIONS,
        approved_by=_list(_PLACE), patient_groups=_GROUPS, **_COMMON,
    ),
    "exams": _object(_ANYHOW, form=_one_of(("written", "practical")), of=_text(), passed_on=_DAY, **_COMMON),
    "certifications": _object(
        (*_ANYHOW, "level", "patient_groups", "replaces"),
        issuer=_text(), title=_text(), number=_NUMBER, level=_or_null(_text()), patient_groups=_GROUPS, **_LASTING,
        replaces=_or_null(_NUMBER), statuses=_STATUSES, **_COMMON,
    ),
    "credentials": _object(_ANYHOW, title=_text(), **_LASTING, **_COMMON),
    "continuing_education": _object(_ANYHOW, hours=_HOURS, completed_on=_DAY, subject=_text(), **_COMMON),
    "statements": _object(
        (*_ANYHOW, "until"),
        key=_text(description="a key of the law or a standard that is about a practitioner"), by=_text(), **_SPAN,
        **_COMMON,
    ),
}  # fmt: skip
_LISTED = _object(
    ("city", "languages"), consented={"type": "boolean"}, city=_or_null(_text(200)), languages=_list(_text(200))
)
_NPI: Schema = {"type": ["string", "null"], "pattern": "^[12][0-9]{9}$", "description": "with its check digit"}
_EMAIL: Schema = {"type": ["string", "null"], "pattern": "^[^@\\s]+@[^@\\s]+$", "maxLength": 254}
_SCALARS: dict[str, Schema] = {
    "registry_number": NUMBER,
    "name": _or_null(_text()),
    "former_names": _list(_text()),
    "npi": _NPI,
    "email": _EMAIL,
    "born_on": _or_null(_DAY),
    "listed": _or_null(_LISTED),
}
RECORD: Schema = {
    "type": "object",
    "description": "What is left out is left alone; null removes; a list is the whole truth of who tells it.",
    "properties": _SCALARS | {name: _list(one) for name, one in LISTS.items()},
    "additionalProperties": False,
}
# What is told may lack what was erased since, and hold what was written under older rules.
RECORD_TOLD: Schema = {
    "type": "object",
    "properties": {name: {"type": one["type"]} for name, one in _SCALARS.items()}
    | {name: _list({"type": "object"}) for name in LISTS},
    "required": ["registry_number"],
}
