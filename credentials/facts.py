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
    rows = record.rows

    def read(kind: str, translate: Callable[[Row], Any]) -> tuple[Any, ...]:
        return tuple(map(translate, rows[kind])) if kind in rows else ()

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
        names=read("name", _name),
    )


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
# recording. The first four arguments of every fact are id, assurance, day of last check and order.
def _licence(row: Row) -> Licence:
    _, id_, assurance, checked, held, number, jurisdiction, profession, issued, expires, statuses, restrictions, _ = row
    return Licence(
        f"licence-{id_}",
        assurance,
        _day(checked),
        id_,
        jurisdiction=jurisdiction,
        profession=profession,
        number=_number(held, number),
        issued_on=_read_day(issued),
        expires_on=_day(expires),
        statuses=_spans(statuses, "status"),
        restrictions=_spans(restrictions, "kind"),
    )


def _privilege(row: Row) -> Privilege:
    _, id_, assurance, checked, held, number, compact, profession, home, remote, issued, expires, statuses, _ = row
    return Privilege(
        f"privilege-{id_}",
        assurance,
        _day(checked),
        id_,
        compact=compact,
        profession=profession,
        number=_number(held, number),
        home=home,
        remote=remote,
        issued_on=_read_day(issued),
        expires_on=_day(expires),
        statuses=_spans(statuses, "status"),
    )


def _authorization(row: Row) -> Authorization:
    _, id_, assurance, checked, held, number, jurisdiction, profession, title, issued, expires, statuses, _ = row
    return Authorization(
        f"authorization-{id_}",
        assurance,
        _day(checked),
        id_,
        jurisdiction=jurisdiction,
        profession=profession,
        number=None if held is None else _number(held, number),
        title=title,
        issued_on=_read_day(issued),
        expires_on=_day(expires),
        statuses=_spans(statuses, "status"),
    )


def _training(row: Row) -> Training:
    _, id_, assurance, checked, provider, course, completed, hours, sessions, approved_by, groups, _ = row
    return Training(
        f"training-{id_}",
        assurance,
        _day(checked),
        id_,
        provider=provider,
        course=course,
        completed_on=_read_day(completed),
        hours=tuple([HourPart(**part) for part in hours]),
        supervised_sessions=sessions,
        approved_by=tuple(approved_by),
        patient_groups=tuple(groups),
    )


def _exam(row: Row) -> ExamPass:
    _, id_, assurance, checked, form, of, passed, _ = row
    return ExamPass(f"exam-{id_}", assurance, _day(checked), id_, form=form, of=of, passed_on=_read_day(passed))


def _certification(row: Row) -> Certification:
    _, id_, assurance, checked, held, number, issuer, title, level, replaces, issued, expires, statuses, groups, _ = row
    return Certification(
        f"certification-{id_}",
        assurance,
        _day(checked),
        id_,
        issuer=issuer,
        title=title,
        number=_number(held, number),
        level=level,
        replaces=replaces,
        issued_on=_read_day(issued),
        expires_on=_day(expires),
        statuses=_spans(statuses, "status"),
        patient_groups=tuple(groups),
    )


def _credential(row: Row) -> OtherCredential:
    _, id_, assurance, checked, title, issued, expires, _ = row
    return OtherCredential(
        f"credential-{id_}",
        assurance,
        _day(checked),
        id_,
        title=title,
        issued_on=_read_day(issued),
        expires_on=_day(expires),
    )


def _education(row: Row) -> ContinuingEducation:
    _, id_, assurance, checked, subject, completed, hundredths, _ = row
    return ContinuingEducation(
        f"education-{id_}",
        assurance,
        _day(checked),
        id_,
        subject=subject,
        completed_on=_read_day(completed),
        hundredths=hundredths,
    )


def _statement(row: Row) -> Statement:
    _, id_, assurance, checked, key, by, starts, until, _ = row
    return Statement(
        f"statement-{id_}", assurance, _day(checked), id_, key=key, by=by, starts=_read_day(starts), until=_day(until)
    )


def _name(row: Row) -> Name:
    return Name(row[4], row[2])
