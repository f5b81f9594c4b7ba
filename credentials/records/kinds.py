"""The nine lists of a record, in the order of the API."""

from credentials.records.faults import refuse, shown
from credentials.records.objects import Field
from credentials.records.shapes import (
    COMMON,
    GROUPS,
    LASTING,
    LASTS,
    NUMBER,
    NUMBER_IF_ANY,
    PROFESSION,
    SPANS_OF_STATUS,
    RecordRules,
    Shape,
)
from credentials.records.spans import HOUR_PARTS, RESTRICTION_PARTS, hours_reader, read_restrictions
from credentials.records.values import (
    Reader,
    choice_reader,
    list_reader,
    optional,
    place_reader,
    read_count,
    read_day,
    read_hours,
    read_number_text,
    read_text,
)


def make_shapes(rules: RecordRules) -> dict[str, Shape]:
    """The shapes by the name of their list."""
    place = place_reader(rules.read_place)
    shapes = (*_permissions(place), *_learning(place), *_awards(), _statements(rules.statement_keys))
    return {shape.name: shape for shape in shapes}


def _permissions(place: Reader) -> tuple[Shape, ...]:
    restrictions = Field("restrictions", read_restrictions, (), json=RESTRICTION_PARTS)
    jurisdiction = Field("jurisdiction", place)
    routes = (Field("home", place), Field("remote", place))
    return (
        Shape(
            "licences",
            "credentials_licence",
            (jurisdiction, PROFESSION, NUMBER, *LASTING, restrictions, SPANS_OF_STATUS, *COMMON),
            ("jurisdiction", "profession", "number"),
            LASTS,
        ),
        Shape(
            "privileges",
            "credentials_privilege",
            (Field("compact", read_text), PROFESSION, *routes, NUMBER, *LASTING, SPANS_OF_STATUS, *COMMON),
            ("compact", "profession", "remote", "number"),
            LASTS,
        ),
        Shape(
            "authorizations",
            "credentials_authorization",
            (jurisdiction, PROFESSION, Field("title", read_text), NUMBER_IF_ANY, *LASTING, SPANS_OF_STATUS, *COMMON),
            ("jurisdiction", "profession", "title", "number"),
            LASTS,
        ),
    )


def _learning(place: Reader) -> tuple[Shape, ...]:
    course = (Field("provider", read_text), Field("course", read_text), Field("completed_on", read_day))
    amounts = (Field("hours", hours_reader(), (), json=HOUR_PARTS), Field("supervised_sessions", read_count, 0))
    approved = Field("approved_by", list_reader(place, once=True), (), json=())
    exam = (Field("form", choice_reader(("written", "practical"))), Field("of", read_text))
    return (
        Shape(
            "training",
            "credentials_training",
            (*course, *amounts, approved, GROUPS, *COMMON),
            ("provider", "course", "completed_on"),
        ),
        Shape(
            "exams",
            "credentials_exampass",
            (*exam, Field("passed_on", read_day), *COMMON),
            ("form", "of", "passed_on"),
        ),
    )


def _awards() -> tuple[Shape, ...]:
    named = (Field("issuer", read_text), Field("title", read_text), NUMBER, Field("level", optional(read_text), None))
    replaces = Field("replaces", optional(read_number_text), None, column="replaced_number_id")
    education = (
        Field("hours", read_hours, column="hundredths"),
        Field("completed_on", read_day),
        Field("subject", read_text),
    )
    return (
        Shape(
            "certifications",
            "credentials_certification",
            (*named, GROUPS, *LASTING, replaces, SPANS_OF_STATUS, *COMMON),
            ("issuer", "number"),
            LASTS,
        ),
        Shape(
            "credentials",
            "credentials_othercredential",
            (Field("title", read_text), *LASTING, *COMMON),
            ("title", "issued_on"),
            LASTS,
        ),
        Shape(
            "continuing_education",
            "credentials_continuingeducation",
            (*education, *COMMON),
            ("completed_on", "subject", "hours"),
        ),
    )


def _statements(known: frozenset[str]) -> Shape:
    def read_key(value: object) -> str:
        if not isinstance(value, str):
            raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
        if value not in known:
            raise refuse("unknown_statement_key", f"nothing asks for {shown(value)} about a practitioner")
        return value

    said = (Field("key", read_key), Field("by", read_text))
    held = (Field("from", read_day, column="starts_on"), Field("until", optional(read_day), None))
    return Shape(
        "statements", "credentials_statement", (*said, *held, *COMMON), ("key", "by", "from"), ("from", "until", True)
    )
