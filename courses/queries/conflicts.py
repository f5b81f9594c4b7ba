"""Who may not examine whom."""

from accounts.models import PersonLink
from courses.models import Attempt, DeclaredConflict, Seat, SessionStaff, SupervisedSession
from courses.queries.learners import persons_of, root_of
from courses.scoring.papers import PracticalPaper
from credentials.models import Practitioner


def is_examiner_there(attempt: Attempt, *, user_id: int) -> bool:
    """Whether the user is an examiner of the session at which the attempt was sat."""
    if attempt.session_id is None:
        return False
    staff = SessionStaff.objects.filter(session_id=attempt.session_id, user_id=user_id, removed_at__isnull=True)
    return staff.filter(role=SessionStaff.Role.EXAMINER).exists()


def find_conflict(attempt: Attempt, paper: PracticalPaper, *, user_id: int) -> str | None:
    """Why the user may not examine this learner: `own_examination`, `declared`, `supervisor`, `instructor`; else None.

    The first two hold always, the others where the paper says so. Records merged with the learner's count as its own.
    """
    learner = attempt.enrolment.practitioner
    links = PersonLink.objects.filter(user_id=user_id, ended_at__isnull=True)
    person_ids = list(links.values_list("person", flat=True))
    if set(person_ids) & set(persons_of(learner)):
        return "own_examination"
    records = _records_of(learner)
    if DeclaredConflict.objects.filter(examiner_id=user_id, practitioner_id__in=records).exists():
        return "declared"
    if "supervisor" in paper.conflicts and _supervised(person_ids, records):
        return "supervisor"
    if "instructor" in paper.conflicts and _taught(user_id, records):
        return "instructor"
    return None


def _records_of(learner: Practitioner) -> list[int]:
    root = root_of(learner)
    return [root, *Practitioner.objects.filter(merged_into_id=root).values_list("pk", flat=True)]


def _supervised(person_ids: list[int], records: list[int]) -> bool:
    """Whether one of these persons supervised the learner, signed off or not: closeness is no matter of signatures."""
    selves = [pk for one in Practitioner.objects.filter(person_id__in=person_ids) for pk in _records_of(one)]
    rows = SupervisedSession.objects.filter(enrolment__practitioner_id__in=records, supervisor_id__in=selves)
    return rows.exists()


def _taught(user_id: int, records: list[int]) -> bool:
    seats = Seat.objects.filter(enrolment__practitioner_id__in=records, state=Seat.State.SEATED)
    staff = SessionStaff.objects.filter(
        session_id__in=seats.values("session_id"), user_id=user_id, role=SessionStaff.Role.INSTRUCTOR
    )
    return staff.exists()
