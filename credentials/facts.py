"""From rows of the registry to the rulebook's facts: the only translator."""

import datetime as dt
from collections.abc import Callable
from typing import Any

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

# Columns of a licence's or privilege's row; see evidence_sql.
ID, HELD, NUMBER = 1, 4, 5
DIGEST = -1  # of every row


def facts_of(record: RecordRows) -> Facts:
    """The facts of a person, self-stated ones included: the rulebook leaves those out."""
    told: dict[str, tuple[Any, ...]] = {}
    for kind, rows in record.rows.items():
        name, translate = _TRANSLATED[kind]
        told[name] = tuple([translate(row) for row in rows])
    return Facts(**told)


def numbers_of(record: RecordRows) -> dict[str, tuple[str, int]]:
    """The number of each licence and privilege as written, and the held number behind it, by fact."""
    return {
        f"{kind}-{row[ID]}": (_number(row[HELD], row[NUMBER]), row[HELD])
        for kind in ("licence", "privilege")
        for row in record.rows.get(kind, ())
    }


def digests_of(record: RecordRows) -> dict[str, str]:
    """The digest of each fact's row, in hex, by fact."""
    return {f"{kind}-{row[ID]}": row[DIGEST] for kind, rows in record.rows.items() for row in rows}


_ERASED = "\0erased-"  # no number on file holds a NUL


def _number(held: int, text: str | None) -> str:
    """The number as written; an erased one keeps a name of its own, so that two erased licences stay two."""
    return text if text is not None else f"{_ERASED}{held}"


def is_erased(number: str) -> bool:
    """Whether the number stands for one whose text was erased."""
    return number.startswith(_ERASED)


_read_day = dt.date.fromisoformat


def _day(text: str | None) -> dt.date | None:
    return _read_day(text) if text else None


def _spans(told: list[dict[str, Any]], kind: str) -> tuple[Span, ...]:
    return tuple([Span(one[kind], _read_day(one["from"]), _day(one.get("until"))) for one in told]) if told else ()


# Row ids rise in the order of commits (they are given out under the registry clock's lock), so they are the order of
# recording. The first four arguments of every fact are id, assurance, day of last check and order. All arguments stand
# in the order of the rulebook's: names cost half as much again, ten times for each answer.
def _licence(row: Row) -> Licence:
    _, id_, assurance, checked, held, number, jurisdiction, profession, issued, expires, statuses, restrictions, _ = row
    return Licence(
        f"licence-{id_}",
        assurance,
        _day(checked),
        id_,
        jurisdiction,
        profession,
        _number(held, number),
        _read_day(issued),
        _day(expires),
        _spans(statuses, "status"),
        _spans(restrictions, "kind"),
    )


def _privilege(row: Row) -> Privilege:
    _, id_, assurance, checked, held, number, compact, profession, home, remote, issued, expires, statuses, _ = row
    return Privilege(
        f"privilege-{id_}",
        assurance,
        _day(checked),
        id_,
        compact,
        profession,
        home,
        remote,
        _number(held, number),
        _read_day(issued),
        _day(expires),
        _spans(statuses, "status"),
    )


def _authorization(row: Row) -> Authorization:
    _, id_, assurance, checked, held, number, jurisdiction, profession, title, issued, expires, statuses, _ = row
    return Authorization(
        f"authorization-{id_}",
        assurance,
        _day(checked),
        id_,
        jurisdiction,
        profession,
        title,
        _read_day(issued),
        None if held is None else _number(held, number),
        _day(expires),
        _spans(statuses, "status"),
    )


def _training(row: Row) -> Training:
    _, id_, assurance, checked, provider, course, completed, hours, sessions, approved_by, groups, _ = row
    return Training(
        f"training-{id_}",
        assurance,
        _day(checked),
        id_,
        provider,
        course,
        _read_day(completed),
        tuple([HourPart(one["hundredths"], one["part"], one["delivery"], one["subject"]) for one in hours]),
        sessions,
        tuple(approved_by),
        tuple(groups),
    )


def _exam(row: Row) -> ExamPass:
    _, id_, assurance, checked, form, of, passed, _ = row
    return ExamPass(f"exam-{id_}", assurance, _day(checked), id_, form, of, _read_day(passed))


def _certification(row: Row) -> Certification:
    _, id_, assurance, checked, held, number, issuer, title, level, replaces, issued, expires, statuses, groups, _ = row
    return Certification(
        f"certification-{id_}",
        assurance,
        _day(checked),
        id_,
        issuer,
        title,
        _number(held, number),
        _read_day(issued),
        level,
        tuple(groups),
        _day(expires),
        _spans(statuses, "status"),
        replaces,
    )


def _credential(row: Row) -> OtherCredential:
    _, id_, assurance, checked, title, issued, expires, _ = row
    return OtherCredential(f"credential-{id_}", assurance, _day(checked), id_, title, _read_day(issued), _day(expires))


def _education(row: Row) -> ContinuingEducation:
    _, id_, assurance, checked, subject, completed, hundredths, _ = row
    return ContinuingEducation(
        f"education-{id_}", assurance, _day(checked), id_, hundredths, _read_day(completed), subject
    )


def _statement(row: Row) -> Statement:
    _, id_, assurance, checked, key, by, starts, until, _ = row
    return Statement(f"statement-{id_}", assurance, _day(checked), id_, key, by, _read_day(starts), _day(until))


def _name(row: Row) -> Name:
    return Name(row[4], row[2])


_TRANSLATED: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "licence": ("licences", _licence),
    "privilege": ("privileges", _privilege),
    "authorization": ("authorizations", _authorization),
    "training": ("training", _training),
    "exam": ("exams", _exam),
    "certification": ("certifications", _certification),
    "credential": ("credentials", _credential),
    "education": ("education", _education),
    "statement": ("statements", _statement),
    "name": ("names", _name),
}
