"""Enrolments as their provider and their learner see them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from courses.models import Enrolment, Seat, SupervisedSession
from credentials.models import Practitioner

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentSight:
    """Whose enrolments may be seen: a provider's, a person's own, or both; neither sees none."""

    provider_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentSearch:
    """Which enrolments, narrowed by what is given, after an id."""

    programme_id: int | None = None
    state: str | None = None
    candidate: str | None = None
    registry_number: str | None = None
    after: int = 0


def visible_enrolments(sight: EnrolmentSight) -> QuerySet[Enrolment]:
    """The enrolments that may be seen, with programme, version, learner and seats (`told_seats`)."""
    seen = Q(pk__in=())
    if sight.provider_id is not None:
        seen |= Q(programme__provider_id=sight.provider_id)
    if sight.person_id is not None:
        seen |= Q(practitioner__in=own_records(sight.person_id))
    seats = Seat.objects.select_related("session", "enrolment").order_by("session__starts_on", "pk")
    found = Enrolment.objects.filter(seen).select_related("programme__provider", "version", "practitioner__merged_into")
    return found.prefetch_related(Prefetch("seats", seats, to_attr="told_seats"))


def list_enrolments(sight: EnrolmentSight, search: EnrolmentSearch) -> tuple[list[Enrolment], int | None]:
    """A page in the order of ids, and the id after which the next begins (None: there is none)."""
    found = visible_enrolments(sight).filter(pk__gt=search.after)
    for name, value in (
        ("programme_id", search.programme_id),
        ("state", search.state),
        ("candidate", search.candidate),
    ):
        if value is not None:
            found = found.filter(**{name: value})
    if search.registry_number is not None:
        number = search.registry_number
        found = found.filter(
            Q(practitioner__registry_number=number) | Q(practitioner__merged_into__registry_number=number)
        )
    page = list(found.order_by("pk")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def own_root(person_id: int) -> int | None:
    """The surviving record of a person on file; None for who is no practitioner."""
    own = Practitioner.objects.filter(person_id=person_id).first()
    return None if own is None else own.merged_into_id or own.pk


def own_records(person_id: int) -> list[int]:
    """The practitioners that a person on file is: the surviving record and all that were merged into it."""
    root = own_root(person_id)
    if root is None:
        return []
    return list(Practitioner.objects.filter(Q(pk=root) | Q(merged_into_id=root)).values_list("pk", flat=True))


def list_supervised(enrolment_id: int) -> list[SupervisedSession]:
    """All that was logged under an enrolment, by day."""
    logged = SupervisedSession.objects.filter(enrolment_id=enrolment_id).order_by("on", "pk")
    return list(logged.select_related("supervisor__merged_into", "enrolment"))


def list_awaiting(person_id: int, *, after: int) -> tuple[list[SupervisedSession], int | None]:
    """What waits for this person's signature as supervisor, in the order of logging."""
    waiting = SupervisedSession.objects.filter(
        supervisor__in=own_records(person_id), signed__isnull=True, pk__gt=after
    ).order_by("pk")
    page = list(waiting.select_related("supervisor__merged_into", "enrolment")[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None
