"""Learners' records for tests, from short words."""

import datetime as dt

from courses.ladders.record import Attended, Earned, LearnerRecord, Passed, SupervisedCases
from rulebook.facts import Certification, ContinuingEducation, Licence, Span

ENROLLED = dt.date(2026, 1, 1)


def day(text):
    return dt.date.fromisoformat(text)


def licence(**more):
    told = {"jurisdiction": "US-UT", "profession": "PT", "number": "1", "issued_on": day("2020-03-01"), **more}
    return Licence("L1", told.pop("assurance", "register"), None, 1, **told)


def span(kind, starts, until=None):
    return Span(kind, day(starts), until and day(until))


def education(hundredths, on, subject="dry_needling", assurance="register"):
    return ContinuingEducation(f"E{on}", assurance, None, 1, hundredths, day(on), subject)


def certification(title="T", issuer="X", issued_on="2025-01-01", assurance="register", **more):
    return Certification("C1", assurance, None, 1, issuer, title, "C-1", day(issued_on), **more)


def attended(on, level="DN-1", component="hands-on", hundredths=2700):
    return Attended(level, component, day(on), hundredths)


def passed(on, examination="E-1", form="written"):
    return Passed(examination, form, day(on), 1)


def cases(on, number=1, level="DN-1", signed=True):
    return SupervisedCases(level, day(on), number, 100, signed)


def earned(on, level="DN-1", status="active", programme="P", provider=1, expires_on=None):
    return Earned(programme, provider, level, day(on), expires_on and day(expires_on), status)


def record(**more):
    told = {"profession": "PT", "enrolled_on": ENROLLED, "provider_id": 1, "programme_code": "P"}
    return LearnerRecord(**told | {"licences": (licence(),)} | more)
