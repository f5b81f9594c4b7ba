"""Mail addresses, read when a mail is sent: what was erased or ended by then is not written to."""

from collections.abc import Callable, Sequence

from accounts.models import Membership, PersonalDetail, User
from outbox.failures import NobodyYet

Role = Membership.Role
# Who is told what concerns the whole organisation.
TOLD = (Role.CLINIC_ADMIN, Role.PROVIDER_ADMIN, Role.REGISTRAR)


def addresses_of(recipient: str) -> Sequence[str]:
    """The addresses of `user:7`, `person:12` or `organisation:5` now; none when there is nobody to write to.

    Raises NobodyYet for an organisation in which nobody is told things: somebody may join it.
    """
    kind, _, number = recipient.partition(":")
    read = _READERS.get(kind)
    return read(int(number)) if read is not None and number.isdecimal() else ()


def members_told(organisation_id: int) -> list[int]:
    """The users who are told what concerns this organisation, each once."""
    memberships = Membership.objects.filter(
        organisation_id=organisation_id, ended_at__isnull=True, role__in=TOLD, user__is_active=True
    )
    return list(memberships.order_by("user_id").values_list("user_id", flat=True).distinct())


def _of_user(user_id: int) -> Sequence[str]:
    return tuple(User.objects.filter(pk=user_id, is_active=True).values_list("email", flat=True))


def _of_person(person_id: int) -> Sequence[str]:
    details = PersonalDetail.objects.filter(
        person_id=person_id, kind=PersonalDetail.Kind.EMAIL, superseded_at__isnull=True, value__isnull=False
    )
    # Several sources may tell the same address in other cases.
    told = {value.lower(): value for value in details.order_by("id").values_list("value", flat=True) if value}
    return tuple(told.values())


def _of_organisation(organisation_id: int) -> Sequence[str]:
    users = User.objects.filter(pk__in=members_told(organisation_id))
    addresses = tuple(users.order_by("pk").values_list("email", flat=True))
    if not addresses:
        raise NobodyYet
    return addresses


_READERS: dict[str, Callable[[int], Sequence[str]]] = {
    "user": _of_user,
    "person": _of_person,
    "organisation": _of_organisation,
}
