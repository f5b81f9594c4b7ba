"""Who may see whose record, what was asked of whom, and who looked."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from accounts.models import Consent, PersonLink
from clinics.models import ConsentRequest, RosterEntry
from credentials.models import Practitioner

PAGE = 100
OPEN_REQUEST = Q(answered_at__isnull=True)
Place = tuple[int, str, int]  # microseconds since 1970, kind, id: what stands after it in the log comes next
FROM_NOW = (2**62, "~", 0)

# What happened around the record of these persons, each from the row that keeps it, newest first.
_LOG = """
SELECT (extract(epoch FROM event.at) * 1000000)::bigint AS place, event.kind, event.id, event.at, o.name, event.by
FROM (
    SELECT 'asked' AS kind, id, asked_at AS at, organisation_id, asked_by AS by
        FROM clinics_consentrequest WHERE practitioner_id = ANY(%(records)s)
    UNION ALL SELECT answer, id, answered_at, organisation_id, answered_by
        FROM clinics_consentrequest WHERE practitioner_id = ANY(%(records)s) AND answer <> 'granted'
    UNION ALL SELECT 'granted', id, recorded_at, organisation_id, NULL
        FROM accounts_consent WHERE person_id = ANY(%(persons)s) AND kind = 'see_record'
    UNION ALL SELECT 'withdrawn', id, withdrawn_at, organisation_id, NULL
        FROM accounts_consent WHERE person_id = ANY(%(persons)s) AND kind = 'see_record' AND withdrawn_at IS NOT NULL
    UNION ALL SELECT 'looked', id, looked_at, organisation_id, looked_by
        FROM clinics_recordlook WHERE practitioner_id = ANY(%(records)s)
) AS event JOIN accounts_organisation AS o ON o.id = event.organisation_id
WHERE ((extract(epoch FROM event.at) * 1000000)::bigint, event.kind, event.id) < (%(place)s, %(kind)s, %(id)s)
ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Myself:
    """All records and persons behind which one human being stands; merged records are one."""

    record_ids: tuple[int, ...]
    person_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One thing that happened: asked, granted, declined, taken_back, expired, withdrawn, looked."""

    place: Place
    at: dt.datetime
    organisation: str
    by: str | None  # None: the person themself

    @property
    def kind(self) -> str:
        """What happened."""
        return self.place[1]


def behind_record(practitioner: Practitioner) -> Myself:
    """Everything that counts as the same person as this record."""
    root = practitioner.merged_into_id or practitioner.pk
    return _of_roots([root])


def behind_person(person_id: int) -> Myself:
    """Everything that counts as the same as this person on file."""
    own = Practitioner.objects.filter(person_id=person_id).values_list("pk", "merged_into_id")
    return _of_roots([merged or pk for pk, merged in own])


def _of_roots(roots: Sequence[int]) -> Myself:
    records = Practitioner.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).order_by("pk")
    told = list(records.values_list("pk", "person_id"))
    return Myself(tuple(pk for pk, _ in told), tuple(dict.fromkeys(person for _, person in told)))


def consents_in_force(someone: Myself, *, organisation_id: int) -> list[int]:
    """The consents by which the organisation may see this record now, oldest first; of who was erased none."""
    held = Consent.objects.filter(
        person_id__in=someone.person_ids,
        person__erased_at__isnull=True,
        kind=Consent.Kind.SEE_RECORD,
        organisation_id=organisation_id,
        withdrawn_at__isnull=True,
    )
    return list(held.order_by("pk").values_list("pk", flat=True))


def user_of(someone: Myself) -> int | None:
    """The user who is this person, by a link in force."""
    links = PersonLink.objects.filter(person_id__in=someone.person_ids, ended_at__isnull=True, user__is_active=True)
    return links.order_by("pk").values_list("user_id", flat=True).first()


def open_entries(someone: Myself, *, organisation_id: int, day: dt.date) -> list[RosterEntry]:
    """The organisation's roster entries that stand about this person, those that begin later too."""
    standing = RosterEntry.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=day),
        organisation_id=organisation_id,
        practitioner_id__in=someone.record_ids,
        superseded_at__isnull=True,
    )
    return list(standing.order_by("starts_on", "pk"))


def list_requests(*, organisation_id: int, after: int) -> tuple[list[ConsentRequest], int | None]:
    """A page of what the organisation asked, newest first, and the id after which the next begins."""
    asked = ConsentRequest.objects.filter(organisation_id=organisation_id)
    if after:
        asked = asked.filter(pk__lt=after)
    return _page(list(asked.select_related("practitioner__merged_into", "organisation").order_by("-pk")[: PAGE + 1]))


def list_requests_to(someone: Myself, *, after: int) -> tuple[list[ConsentRequest], int | None]:
    """A page of what this person was asked, newest first."""
    asked = ConsentRequest.objects.filter(practitioner_id__in=someone.record_ids)
    if after:
        asked = asked.filter(pk__lt=after)
    return _page(list(asked.select_related("practitioner__merged_into", "organisation").order_by("-pk")[: PAGE + 1]))


def _page(found: list[ConsentRequest]) -> tuple[list[ConsentRequest], int | None]:
    page = found[:PAGE]
    return page, page[-1].pk if len(found) > PAGE else None


def list_consents(someone: Myself) -> list[Consent]:
    """Every consent of this person to be seen by somebody, withdrawn ones too, newest first."""
    held = Consent.objects.filter(person_id__in=someone.person_ids, kind=Consent.Kind.SEE_RECORD)
    return list(held.select_related("organisation").order_by("-pk"))


def read_log(someone: Myself, *, before: Place = FROM_NOW) -> tuple[list[LoggedEvent], Place | None]:
    """A page of all that happened around this person's record, newest first."""
    place, kind, id_ = before
    told = {"records": list(someone.record_ids), "persons": list(someone.person_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_LOG, {**told, "place": place, "kind": kind, "id": id_, "most": PAGE + 1})
        found = [LoggedEvent((place, kind, id_), *rest) for place, kind, id_, *rest in cursor.fetchall()]
    page = found[:PAGE]
    return page, page[-1].place if len(found) > PAGE else None
