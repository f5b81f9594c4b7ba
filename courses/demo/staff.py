"""Who works at the two invented providers. None of them can sign in; the demo's own visitor may act for both."""

from dataclasses import dataclass

from accounts.models import Membership, Organisation, User
from courses.models import Programme
from credentials.demo.organisations import DEMO_USER

Role = Membership.Role
_ROLES = {
    "office": Role.PROVIDER_ADMIN,
    "records": Role.RECORDS_OFFICER,
    "records.two": Role.RECORDS_OFFICER,
    "instructor": Role.INSTRUCTOR,
    "examiner.one": Role.EXAMINER,
    "examiner.two": Role.EXAMINER,
    "examiner.three": Role.EXAMINER,
}


@dataclass(frozen=True, slots=True)
class Staff:
    """The users of one provider, by what they do."""

    users: dict[str, User]

    def by(self, what: str) -> str:
        """How a row names who did something."""
        return f"user:{self.users[what].pk}"

    @property
    def examiners(self) -> list[User]:
        """The three of them."""
        return [user for what, user in self.users.items() if what.startswith("examiner")]


def hire_staff(programme: Programme) -> Staff:
    """The staff of the programme's provider, made where they are missing."""
    provider = programme.provider
    place = provider.name.split()[0].lower()
    return Staff({what: _hire(provider, f"{what}@{place}.example.org", role) for what, role in _ROLES.items()})


def admit_visitor(programmes: list[Programme]) -> None:
    """Let the demo's visitor administer both providers."""
    visitor = User.objects.get(email=DEMO_USER)
    for provider_id in {one.provider_id for one in programmes}:
        Membership.objects.get_or_create(
            user=visitor, organisation_id=provider_id, role=Role.PROVIDER_ADMIN, ended_at=None
        )


def _hire(provider: Organisation, address: str, role: str) -> User:
    user = User.objects.filter(email=address).first()
    if user is None:
        name = address.partition("@")[0].replace(".", " ").title()
        user = User.objects.create_user(address, name=f"{name} of {provider.name.split()[0]}")
        Membership.objects.create(user=user, organisation=provider, role=role)
    return user
