"""Personal details and held numbers: made ready for writing, superseded, erased."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from accounts.models import Organisation, Person, PersonalDetail
from accounts.operations.answers import blank_answers


def prepare_detail(
    *, person_id: int, source_id: int, kind: str, value: str, recorded_at: datetime, assurance: str = "register"
) -> PersonalDetail:
    """Make an unsaved detail with its salt and digest, for `bulk_create`; `recorded_at` comes from `tick()`."""
    salt = secrets.token_bytes(16)
    return PersonalDetail(
        person_id=person_id,
        source_id=source_id,
        kind=kind,
        value=value,
        salt=salt,
        assurance=assurance,
        recorded_at=recorded_at,
        digest=digest_detail(salt=salt, kind=kind, value=value, assurance=assurance),
    )


def digest_detail(*, salt: bytes, kind: str, value: str, assurance: str) -> bytes:
    """SHA-256 over what was told, salted: a chain can hold it, and after erasure nobody can guess a name from it."""
    told = b"\0".join(part.encode() for part in (kind, assurance, value))
    return hashlib.sha256(salt + told).digest()


# Which of the numbers compared alike stays on file, or one licence that two sources spelt differently would become two.
_BLANK_NUMBERS = """
UPDATE accounts_heldnumber AS held SET text = NULL, normalised = NULL, alike = ARRAY[told.erasure, told.first]
FROM (
    SELECT id, min(id) OVER () AS erasure, min(id) OVER (PARTITION BY normalised) AS first
    FROM accounts_heldnumber WHERE person_id = ANY(%s) AND text IS NOT NULL
) AS told WHERE held.id = told.id
"""


@transaction.atomic
def erase_personal_data(*, people: Sequence[Person], at: datetime) -> None:
    """Blank every detail and held number of one human being for good; erasing twice changes nothing.

    `people` are all records of that human being. `at` comes from `tick()` of the same transaction, so that no writer in
    flight can tell anew what is being erased.
    """
    forget_details(people=people, at=at)
    blank_answers()


def forget_details(*, people: Sequence[Person], at: datetime) -> None:
    """Blank what is told of persons of whom no answer can have told: who was invited, say, and is not on file."""
    ids = [person.pk for person in people]
    PersonalDetail.objects.filter(person__in=ids, value__isnull=False).update(value=None, salt=None)
    with connection.cursor() as cursor:
        cursor.execute(_BLANK_NUMBERS, [ids])
    Person.objects.filter(pk__in=ids, erased_at__isnull=True).update(erased_at=at)


def find_or_make_organisation(*, name: str, kind: str = "other") -> Organisation:
    """The organisation of that name in any case, made when it is missing; safe under two callers at once."""
    name = " ".join(name.split())
    found = Organisation.objects.filter(name__iexact=name).first()
    if found:
        return found
    Organisation.objects.bulk_create([Organisation(name=name, kind=kind)], ignore_conflicts=True)
    return Organisation.objects.get(name__iexact=name)
