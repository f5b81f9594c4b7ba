"""Who keeps the law."""

from accounts.models import Membership, User


def list_keepers() -> list[int]:
    """The users to tell about the law, each once: law keepers, else those who may do everything here."""
    keepers = Membership.objects.filter(
        role=Membership.Role.LAW_KEEPER, ended_at__isnull=True, user__is_active=True
    ).values_list("user_id", flat=True)
    return sorted(set(keepers)) or sorted(
        User.objects.filter(is_active=True, is_superuser=True).values_list("pk", flat=True)
    )


def is_keeper(user: User) -> bool:
    """Whether a user may release law: by role, or by being allowed everything."""
    return user.is_active and (
        user.is_superuser
        or Membership.objects.filter(role=Membership.Role.LAW_KEEPER, ended_at__isnull=True, user=user).exists()
    )
