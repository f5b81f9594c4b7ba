"""Rows of the courses room and their database constraints; the guards against rewriting stand in migration 0002."""

from courses.models.awards import Award, AwardStatus, AwardTerm
from courses.models.corrections import CorrectedAnswers, Correction, DeclaredConflict, StationCut
from courses.models.exams import Appeal, Attempt, MarkSheet, Paper, Result, VoidedItem
from courses.models.imports import RefusedRow, ResultFile, ResultImport, ResultMapping
from courses.models.ladders import Level, Programme, ProgrammeVersion
from courses.models.learners import Attendance, Enrolment, Seat, SupervisedSession
from courses.models.sessions import Session, SessionStaff

__all__ = [
    "Appeal",
    "Attempt",
    "Attendance",
    "Award",
    "AwardStatus",
    "AwardTerm",
    "CorrectedAnswers",
    "Correction",
    "DeclaredConflict",
    "Enrolment",
    "Level",
    "MarkSheet",
    "Paper",
    "Programme",
    "ProgrammeVersion",
    "RefusedRow",
    "Result",
    "ResultFile",
    "ResultImport",
    "ResultMapping",
    "Seat",
    "Session",
    "SessionStaff",
    "StationCut",
    "SupervisedSession",
    "VoidedItem",
]
