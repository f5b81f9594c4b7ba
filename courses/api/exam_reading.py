"""Who asks about examinations, and which rows their address means."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from accounts.api.callers import Caller, Owner, owner_of, require
from accounts.api.problems import Problem, not_found
from courses.api.reading import READ_SCOPE, caller_of
from courses.models import Paper
from courses.operations.exam_corrections import Acting
from courses.queries.exam_sight import ExamSight, learner_of
from credentials.api.refusals import problem_for
from credentials.records.faults import Refusal
from credentials.records.values import read_count, text_reader

MARK_SCOPE, RESULTS_SCOPE = "exams:mark", "results:write"
LARGEST = 2**63 - 1  # of an id in PostgreSQL; whatever is larger is no id, and no error either
read_reason = text_reader(2000)
Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer")


def reader_sight(request: HttpRequest) -> ExamSight:
    """What the caller may read: for its organisation with `courses:read`, and as a candidate. Problem 403 if none."""
    found: Caller | Owner = request.caller  # type: ignore[attr-defined]  # set by ApiView
    if isinstance(found, Owner):
        return ExamSight(None, learner_of(person_id=found.person_id))
    owner = owner_of(request)
    if owner is None:
        require(found, READ_SCOPE)
    provider_id = found.organisation_id if found.has(READ_SCOPE) else None
    return ExamSight(provider_id, learner_of(user_id=found.user_id))


def staff_sight(caller: Caller) -> ExamSight:
    """What the caller may work on for its organisation: nothing of which they are the candidate."""
    return ExamSight(caller.organisation_id, learner_of(user_id=caller.user_id))


def reader_of(request: HttpRequest) -> Caller:
    """The caller, for an organisation, with `courses:read`. Problem 403 otherwise."""
    caller = caller_of(request)
    if caller is None:
        raise Problem(403, "scope-missing", "A scope is missing", f"Needs {READ_SCOPE}")
    require(caller, READ_SCOPE)
    return caller


def person_behind(caller: Caller) -> str:
    """Who acts: the user, also behind a key that is bound to a membership, so that one person is never two."""
    return f"user:{caller.user_id}" if caller.user_id is not None else f"key:{caller.key_id}"


def examiner_behind(caller: Caller) -> int:
    """The user who marks. Problem 403 for a key that is nobody's: marks are a person's."""
    if caller.user_id is None:
        raise Problem(403, "no-person", "Marks are a person's", "Sign in, or use a key bound to a membership")
    return caller.user_id


def acting(caller: Caller) -> Acting:
    """Who acts, now."""
    at = dt.datetime.now(dt.UTC)
    return Acting(by=person_behind(caller), at=at, on=at.date())


def find(rows: QuerySet[Row], row_id: int, what: str) -> Row:
    """The row with the id among those given; Problem 404 where there is none."""
    found = rows.filter(pk=min(row_id, LARGEST)).first()
    if found is None:
        raise not_found(f"No such {what}")
    return found


def papers_of(organisation_id: int) -> QuerySet[Paper]:
    """The papers of an organisation's own programmes."""
    return Paper.objects.filter(programme__provider_id=organisation_id).select_related("programme")


def accepted(answer: Answer | Refusal) -> Answer:
    """What an operation gave; a Problem 422 with every fault when it refused."""
    if isinstance(answer, Refusal):
        raise problem_for(answer)
    return answer


def read_row_id(value: Any) -> int:
    """An id in a body."""
    return int(read_count(value))


def read_anything(value: Any) -> Any:
    """A value that an operation reads itself, naming its faults."""
    return value
