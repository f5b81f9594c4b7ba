"""Who may do what with courses, as named predicates."""

from accounts.models import Membership, User
from courses.models import Programme, ProgrammeVersion


def runs_programme(programme: Programme, *, organisation_id: int | None) -> bool:
    """Whether the organisation is the provider whose programme it is; nobody (None) is not."""
    return organisation_id is not None and programme.provider_id == organisation_id


def may_read_version(version: ProgrammeVersion, *, organisation_id: int | None) -> bool:
    """Published ladders are everyone's to read; a draft is its provider's alone."""
    return version.published_at is not None or runs_programme(version.programme, organisation_id=organisation_id)


def may_record_attendance(*, is_provider: bool, scopes: frozenset[str], teaches_there: bool) -> bool:
    """The provider's administrators and records officers, and whoever teaches at the session while they do."""
    keeps_records = bool(scopes & {"courses:write", "results:write"})
    return is_provider and (keeps_records or ("courses:read" in scopes and teaches_there))


def may_log_supervised(*, is_provider: bool, scopes: frozenset[str], is_learner: bool) -> bool:
    """The learner, and the provider's administrators and records officers."""
    return is_learner or (is_provider and bool(scopes & {"courses:write", "results:write"}))


def may_sign_supervised(*, is_supervisor: bool, is_learner: bool) -> bool:
    """The supervisor named in the log by their own account; never the learner, whatever else they are."""
    return is_supervisor and not is_learner


def may_sign_on_paper(*, is_provider: bool, scopes: frozenset[str], is_learner: bool) -> bool:
    """The provider's records officers, for a sheet that the supervisor signed; never the learner."""
    return is_provider and "results:write" in scopes and not is_learner


def may_offer(user: User, *, provider_id: int | None = None) -> bool:
    """By hand in the admin: administrators of the provider (None: of any), and whoever runs the deployment."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    held = Membership.objects.filter(user=user, role=Membership.Role.PROVIDER_ADMIN, ended_at__isnull=True)
    return (held if provider_id is None else held.filter(organisation_id=provider_id)).exists()
