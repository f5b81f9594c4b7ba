"""The admin's view of courses: everything to look at, nothing to edit past its operation."""

from courses.admin import awards, exams, imports, programmes, sessions, versions

__all__ = ["awards", "exams", "imports", "programmes", "sessions", "versions"]
