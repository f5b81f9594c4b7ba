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

# Columns of the rows of what has a number; see evidence_sql.
NUMBERED = ("licence", "privilege", "authorization", "certification")
ID, HELD, NUMBER = 1, 4, 5
DIGEST = -1  # of every row


def facts_of(record: RecordRows) -> Facts:
    """The facts of a person, self-stated ones included: the rulebook leaves those out."""
    told: dict[str, tuple[Any, ...]] = {}
    for kind, rows in _comparable(record.rows).items():
        name, translate = _TRANSLATED[kind]
        told[name] = tuple([translate(row) for row in rows])
    return Facts(**told)


def numbers_of(record: RecordRows) -> dict[str, tuple[str, int]]:
    """The number of each licence and privilege as written, and the held number behind it, by fact."""
    rows = _comparable(record.rows)
    return {
        f"{kind}-{row[ID]}": (_number(row[NUMBER]), row[HELD])
        for kind in ("licence", "privilege")
        for row in rows.get(kind, ())
    }


def digests_of(record: RecordRows) -> dict[str, str]:
    """The digest of each fact's row, in hex, by fact."""
    return {f"{kind}-{row[ID]}": row[DIGEST] for kind, rows in record.rows.items() for row in rows}


_ERASED = "\0erased/"  # no number on file holds a NUL
Told = str | list[int] | None  # as written; or, erased, what it was alike (see HeldNumber), None when that is unknown


def _number(told: Told) -> str:
    """The number as written; erased ones keep a name for those that were alike, and one for all of which none knows."""
    if isinstance(told, str):
        return told
    return _ERASED if told is None else f"{_ERASED}{told[0]}/{told[1]}"


def _comparable(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows, with all numbers erased where nobody can tell whether those of several records were alike.

    So it is when records came together of which one was erased while they were apart. What may be one counts as one:
    an erasure raises no outcome.
    """
    for kind in NUMBERED:
        for row in rows.get(kind, ()):
            if row[NUMBER].__class__ is not str and row[HELD] is not None:
                return rows if _were_erased_at_once(rows) else _without_numbers(rows)
    return rows


def _were_erased_at_once(rows: dict[str, list[Row]]) -> bool:
    """Whether one erasure took all numbers, and kept which were alike (or none did)."""
    told: list[Told] = [row[NUMBER] for kind in NUMBERED for row in rows.get(kind, ()) if row[HELD] is not None]
    return len({one[0] if isinstance(one, list) else one for one in told}) == 1


def _without_numbers(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows as if all numbers had been erased when nothing was kept of them."""
    return {
        kind: [[*row[:NUMBER], None, *row[NUMBER + 1 :]] for row in told] if kind in NUMBERED else told
        for kind, told in rows.items()
    }


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
    _, id_, assurance, checked, _, number, jurisdiction, profession, issued, expires, statuses, restrictions, _ = row
    return Licence(
        f"licence-{id_}",
        assurance,
        _day(checked),
        id_,
        jurisdiction,
        profession,
        _number(number),
        _read_day(issued),
        _day(expires),
        _spans(statuses, "status"),
        _spans(restrictions, "kind"),
    )


def _privilege(row: Row) -> Privilege:
    _, id_, assurance, checked, _, number, compact, profession, home, remote, issued, expires, statuses, _ = row
    return Privilege(
        f"privilege-{id_}",
        assurance,
        _day(checked),
        id_,
        compact,
        profession,
        home,
        remote,
        _number(number),
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
        None if held is None else _number(number),
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
    _, id_, assurance, checked, _, number, issuer, title, level, replaces, issued, expires, statuses, groups, _ = row
    return Certification(
        f"certification-{id_}",
        assurance,
        _day(checked),
        id_,
        issuer,
        title,
        _number(number),
        _read_day(issued),
        level,
        tuple(groups),
        _day(expires),
        _spans(statuses, "status"),
        None if replaces is None else _number(replaces),
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
