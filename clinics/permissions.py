"""Who may do what for clinics by hand, as named predicates."""

from accounts.models import Membership, User

_ADMIN, _VIEWER = Membership.Role.CLINIC_ADMIN, Membership.Role.CLINIC_VIEWER


def may_run_clinic(user: User, *, organisation_id: int | None = None) -> bool:
    """Administrators of the clinic (None: of any), and whoever runs the deployment."""
    return _holds(user, [_ADMIN], organisation_id)


def may_see_clinic(user: User, *, organisation_id: int | None = None) -> bool:
    """Besides them those who may only look."""
    return _holds(user, [_ADMIN, _VIEWER], organisation_id)


def _holds(user: User, roles: list[str], organisation_id: int | None) -> bool:
    if not user.is_active or user.is_superuser:
        return user.is_active
    held = Membership.objects.filter(user=user, role__in=roles, ended_at__isnull=True)
    return (held if organisation_id is None else held.filter(organisation_id=organisation_id)).exists()
