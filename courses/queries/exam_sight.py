"""What of the examinations somebody may see: the provider's staff all of their own, candidates what was released."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import PersonLink
from courses.models import Attempt, Enrolment, Result
from courses.queries.learners import root_of
from credentials.models import Practitioner

STATES = ("open", "drafted", "checked", "released")


@dataclass(frozen=True, slots=True)
class ExamSight:
    """Who looks: for a provider (or none), and as which learner (or none), by the surviving record.

    A provider's own employee who is a candidate sees what is their own as every candidate does, and no more.
    """

    provider_id: int | None
    learner_id: int | None

    def is_candidate(self, attempt: Attempt) -> bool:
        """Whether the attempt is the looker's own."""
        return self.learner_id is not None and root_of(attempt.enrolment.practitioner) == self.learner_id


def learner_of(*, user_id: int | None = None, person_id: int | None = None) -> int | None:
    """The surviving record of the person that the user is."""
    if person_id is None and user_id is not None:
        links = PersonLink.objects.filter(user_id=user_id, ended_at__isnull=True)
        person_id = links.values_list("person_id", flat=True).first()
    found = Practitioner.objects.filter(person_id=person_id).first() if person_id is not None else None
    return None if found is None else root_of(found)


def seen_attempts(sight: ExamSight) -> QuerySet[Attempt]:
    """The attempts that may be seen, each with the results that may be seen in `seen_results`, newest last."""
    own = _own(sight)
    theirs = Q(enrolment__programme__provider_id=sight.provider_id) if sight.provider_id is not None else Q(pk__in=())
    results = seen_results(sight).order_by("pk")
    related = ("enrolment__practitioner", "paper", "session")
    found = Attempt.objects.filter(theirs | own).select_related(*related)
    return found.prefetch_related(Prefetch("results", results, to_attr="seen_results"))


def staff_attempts(sight: ExamSight) -> QuerySet[Attempt]:
    """The attempts that the looker may work on: the provider's, without their own."""
    if sight.provider_id is None:
        return Attempt.objects.none()
    found = Attempt.objects.filter(enrolment__programme__provider_id=sight.provider_id).exclude(_own(sight))
    return found.select_related("enrolment__practitioner", "enrolment__programme", "paper", "session")


def staff_results(sight: ExamSight) -> QuerySet[Result]:
    """The results of those attempts."""
    return Result.objects.filter(attempt__in=staff_attempts(sight).order_by()).select_related(
        "attempt__enrolment__practitioner", "attempt__paper"
    )


def staff_enrolments(sight: ExamSight) -> QuerySet[Enrolment]:
    """The enrolments under which the looker may record attempts."""
    found = Enrolment.objects.filter(programme__provider_id=sight.provider_id).select_related("practitioner")
    if sight.learner_id is None:
        return found
    return found.exclude(
        Q(practitioner_id=sight.learner_id)
        | Q(practitioner__merged_into_id__isnull=False) & Q(practitioner__merged_into_id=sight.learner_id)
    )


def in_state(attempts: QuerySet[Attempt], state: str, sight: ExamSight) -> QuerySet[Attempt]:
    """Those whose standing result is so far, as the looker may know it: a candidate's draft looks like none."""
    standing = Result.objects.filter(attempt=OuterRef("pk"), superseded_at__isnull=True)
    ever_seen = Result.objects.filter(attempt=OuterRef("pk"), released_at__isnull=False)
    own = _own(sight)
    if state == "released":
        return attempts.filter((~own & Exists(standing.filter(released_at__isnull=False))) | (own & Exists(ever_seen)))
    if state == "open":
        return attempts.filter((~own & ~Exists(standing)) | (own & ~Exists(ever_seen)))
    drafts = standing.filter(released_at__isnull=True, checked_at__isnull=state == "drafted")
    return attempts.filter(~own & Exists(drafts))


def _own(sight: ExamSight, prefix: str = "") -> Q:
    if sight.learner_id is None:
        return Q(pk__in=())
    return Q(**{f"{prefix}enrolment__practitioner_id": sight.learner_id}) | (
        Q(**{f"{prefix}enrolment__practitioner__merged_into_id__isnull": False})
        & Q(**{f"{prefix}enrolment__practitioner__merged_into_id": sight.learner_id})
    )


def _of_provider(sight: ExamSight) -> Q:
    if sight.provider_id is None:
        return Q(pk__in=())
    return Q(attempt__enrolment__programme__provider_id=sight.provider_id)


def seen_results(sight: ExamSight) -> QuerySet[Result]:
    """The results that may be seen: staff's all, a candidate's once released."""
    own = _own(sight, "attempt__")
    found = Result.objects.filter((own & Q(released_at__isnull=False)) | (_of_provider(sight) & ~own))
    return found.select_related("attempt__enrolment__practitioner")


def hide_own_drafts(results: QuerySet[Result], learner_id: int | None) -> QuerySet[Result]:
    """Without the learner's own results that are not released."""
    own = _own(ExamSight(None, learner_id), "attempt__")
    return results.exclude(own & Q(released_at__isnull=True)) if learner_id is not None else results
