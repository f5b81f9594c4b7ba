"""From rows of the registry to the rulebook's facts: the only translator."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import orjson

from credentials.queries.evidence import RecordRows, Row
from rulebook.facts import (
    Authorization,
    Certification,
    ContinuingEducation,
    ExamPass,
    Facts,
    HourPart,
    Licence,
    Name,
    OtherCredential,
    Privilege,
    Span,
    Statement,
    Training,
)

# The columns of a row; see evidence_sql.
ID, HELD, ASSURANCE, CHECKED, A, B, C, D, E, X, Y, P, Q, N = range(2, 16)


def facts_of(record: RecordRows) -> Facts:
    """The facts of a person, self-stated ones included: the rulebook leaves those out."""
    rows = record.rows

    def read(kind: str, translate: Callable[[Row], Any]) -> tuple[Any, ...]:
        return tuple(map(translate, rows.get(kind, ())))

    return Facts(
        licences=read("licence", _licence),
        privileges=read("privilege", _privilege),
        authorizations=read("authorization", _authorization),
        training=read("training", _training),
        exams=read("exam", _exam),
        certifications=read("certification", _certification),
        credentials=read("credential", _credential),
        education=read("education", _education),
        statements=read("statement", _statement),
        names=tuple(Name(row[A], row[ASSURANCE]) for row in rows.get("name", ())),
    )


def numbers_of(record: RecordRows) -> dict[str, tuple[str, int]]:
    """The number of each licence and privilege as written, and the held number behind it, by fact."""
    return {
        f"{kind}-{row[ID]}": (_number(row), row[HELD])
        for kind in ("licence", "privilege")
        for row in record.rows.get(kind, ())
    }


def _spans(text: str | None, kind: str) -> tuple[Span, ...]:
    if text is None or text == "[]":
        return ()
    return tuple(
        Span(one[kind], dt.date.fromisoformat(one["from"]), _day(one.get("until"))) for one in orjson.loads(text)
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(orjson.loads(text)) if text and text != "[]" else ()


_ERASED = "\0erased-"  # no number on file holds a NUL


def _number(row: Row) -> str:
    """The number as written; an erased one keeps a name of its own, so that two erased licences stay two."""
    return row[C] if row[C] is not None else f"{_ERASED}{row[HELD]}"


def is_erased(number: str) -> bool:
    """Whether the number stands for one whose text was erased."""
    return number.startswith(_ERASED)


# Row ids rise in the order of commits (they are given out under the registry clock's lock), so they are the order of
# recording. The first four arguments of every fact are id, assurance, day of last check and order.
def _head(kind: str, row: Row) -> tuple[str, str, dt.date | None, int]:
    return f"{kind}-{row[ID]}", row[ASSURANCE], row[CHECKED], row[ID]


def _licence(row: Row) -> Licence:
    return Licence(
        *_head("licence", row),
        jurisdiction=row[A],
        profession=row[B],
        number=_number(row),
        issued_on=row[X],
        expires_on=row[Y],
        statuses=_spans(row[P], "status"),
        restrictions=_spans(row[Q], "kind"),
    )


def _privilege(row: Row) -> Privilege:
    return Privilege(
        *_head("privilege", row),
        compact=row[A],
        profession=row[B],
        number=_number(row),
        home=row[D],
        remote=row[E],
        issued_on=row[X],
        expires_on=row[Y],
        statuses=_spans(row[P], "status"),
    )


def _authorization(row: Row) -> Authorization:
    return Authorization(
        *_head("authorization", row),
        jurisdiction=row[A],
        profession=row[B],
        number=_number(row) if row[HELD] is not None else None,
        title=row[D],
        issued_on=row[X],
        expires_on=row[Y],
        statuses=_spans(row[P], "status"),
    )


def _training(row: Row) -> Training:
    return Training(
        *_head("training", row),
        provider=row[A],
        course=row[B],
        completed_on=row[X],
        hours=_hours(orjson.loads(row[P])) if row[P] else (),
        supervised_sessions=row[N] or 0,
        approved_by=_words(row[C]),
        patient_groups=_words(row[Q]),
    )


def _hours(parts: Iterable[dict[str, Any]]) -> tuple[HourPart, ...]:
    return tuple(HourPart(**part) for part in parts)


def _exam(row: Row) -> ExamPass:
    return ExamPass(*_head("exam", row), form=row[A], of=row[B], passed_on=row[X])


def _certification(row: Row) -> Certification:
    return Certification(
        *_head("certification", row),
        issuer=row[A],
        title=row[B],
        number=_number(row),
        level=row[D],
        replaces=row[E],
        issued_on=row[X],
        expires_on=row[Y],
        statuses=_spans(row[P], "status"),
        patient_groups=_words(row[Q]),
    )


def _credential(row: Row) -> OtherCredential:
    return OtherCredential(*_head("credential", row), title=row[A], issued_on=row[X], expires_on=row[Y])


def _education(row: Row) -> ContinuingEducation:
    return ContinuingEducation(*_head("education", row), subject=row[A], completed_on=row[X], hundredths=row[N])


def _statement(row: Row) -> Statement:
    return Statement(*_head("statement", row), key=row[A], by=row[B], starts=row[X], until=row[Y])
