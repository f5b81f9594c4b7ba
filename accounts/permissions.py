"""Who may do what: roles and the scopes they allow. Whatever stands in no row is refused."""

from collections.abc import Iterable

from accounts.models import Membership

Role = Membership.Role

ROLE_SCOPES: dict[str, frozenset[str]] = {
    Role.CLINIC_ADMIN: frozenset({"verify:read", "roster:read", "roster:write", "alerts:manage", "courses:read"}),
    Role.CLINIC_VIEWER: frozenset({"verify:read", "roster:read", "courses:read"}),
    Role.PROVIDER_ADMIN: frozenset({"verify:read", "courses:read", "courses:write", "results:write"}),
    Role.INSTRUCTOR: frozenset({"courses:read"}),
    Role.EXAMINER: frozenset({"courses:read", "exams:mark"}),
    Role.RECORDS_OFFICER: frozenset({"courses:read", "results:write"}),
    Role.LAW_KEEPER: frozenset({"verify:read", "verify:law-only", "law:release"}),
    Role.REGISTRAR: frozenset({"verify:read", "registry:read", "registry:write"}),
}


def scopes_of_roles(roles: Iterable[str]) -> frozenset[str]:
    """All that these roles allow together; an unknown role allows nothing."""
    return frozenset[str]().union(*(ROLE_SCOPES.get(role, frozenset()) for role in roles))


def scopes_of_key(scopes: Iterable[str], role: str | None) -> frozenset[str]:
    """What a key allows: its scopes, and where it is bound to a membership only those that the role allows too."""
    return frozenset(scopes) if role is None else frozenset(scopes) & scopes_of_roles([role])
