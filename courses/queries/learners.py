"""Who is meant by a registry number, and since when they live."""

import datetime as dt

from accounts.models import PersonalDetail
from credentials.models import Practitioner


def find_learner(registry_number: str) -> Practitioner | None:
    """The surviving record behind a number; None for one that nobody has, and of a person who was erased."""
    practitioners = Practitioner.objects.select_related("merged_into__person", "person")
    found = practitioners.filter(registry_number=registry_number).first()
    if found is None:
        return None
    survivor = found.merged_into or found
    return None if survivor.person.erased_at is not None else survivor


def same_person(practitioner: Practitioner, other: Practitioner) -> bool:
    """Whether two records are one person by what is known now."""
    return root_of(practitioner) == root_of(other)


def root_of(practitioner: Practitioner) -> int:
    """The id of the surviving record."""
    return practitioner.merged_into_id or practitioner.pk


def persons_of(practitioner: Practitioner) -> list[int]:
    """The persons behind a record and those merged with it."""
    root = root_of(practitioner)
    of_root = Practitioner.objects.filter(pk=root) | Practitioner.objects.filter(merged_into_id=root)
    return list(of_root.values_list("person_id", flat=True))


def born_on(practitioner: Practitioner) -> dt.date | None:
    """The day of birth that sources tell, the latest where they differ; None where none does."""
    told = PersonalDetail.objects.filter(
        person_id__in=persons_of(practitioner),
        kind=PersonalDetail.Kind.BORN_ON,
        superseded_at__isnull=True,
        value__isnull=False,
    ).values_list("value", flat=True)
    return max((dt.date.fromisoformat(day) for day in told if day), default=None)
