"""What goes with a person who is erased: the provider's numbers for them, certificate numbers, and free words."""

from collections.abc import Collection

from django.db import connection

from courses.models import Appeal, Award, AwardStatus, Enrolment, SupervisedSession
from courses.operations.award_items import make_number

WORD = "erased"  # where a text has to stand


def hold_learner(practitioner_ids: Collection[int]) -> list[int]:
    """Wait for whoever writes about the learner's enrolments."""
    held = Enrolment.objects.filter(practitioner__in=practitioner_ids).select_for_update(of=("self",)).order_by("pk")
    return list(held.values_list("pk", flat=True))


def erase_learner(practitioner_ids: Collection[int]) -> None:
    """Blank what leads from the learner's enrolments to the person; results, hours and awards stay as facts of nobody.

    A certificate's number leads to whoever holds the certificate: it gives way to one that stands on none. Part of the
    transaction that erased the person: the database lets these columns be rewritten of erased people alone.
    """
    enrolments = Enrolment.objects.filter(practitioner__in=practitioner_ids)
    enrolments.update(candidate=None, ended_because=None)
    ids = list(enrolments.values_list("pk", flat=True))
    SupervisedSession.objects.filter(enrolment__in=ids).exclude(decided_because=None).update(decided_because=WORD)
    appeals = Appeal.objects.filter(result__attempt__enrolment__in=ids)
    appeals.update(grounds=WORD)
    appeals.exclude(decision=None).update(decision=WORD)
    AwardStatus.objects.filter(award__enrolment__in=ids).update(reason=WORD)
    awards = list(Award.objects.filter(enrolment__in=ids).values_list("pk", flat=True))
    numbers = [make_number() for _ in awards]
    with connection.cursor() as cursor:
        cursor.execute(_NEW_NUMBERS, [awards, numbers])


_NEW_NUMBERS = """
UPDATE courses_award SET number = drawn.number
FROM unnest(%s::bigint[], %s::text[]) drawn (id, number) WHERE courses_award.id = drawn.id
"""
