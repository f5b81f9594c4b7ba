"""The invented organisations and their users; nobody but the demo's own user can sign in."""

from accounts.models import Membership, Organisation, User
from credentials.demo.records import ACADEMY, BOARD, INTAKE, REGISTER

CLINIC = "clinic"
NAMES = {
    REGISTER: ("Register of Invented Practitioners", "register"),
    BOARD: ("Board of Imaginary Therapy (fictional)", "board"),
    ACADEMY: ("Teasel Academy (fictional)", "provider"),
    INTAKE: ("Self-service desk (fictional)", "other"),
    CLINIC: ("Fernwhistle Clinic (fictional)", "clinic"),
}
DEMO_USER = "demo@example.org"
Role = Membership.Role
STAFF = (
    ("registrar.one@example.org", "Sorrel Registrar", REGISTER, Role.REGISTRAR),
    ("registrar.two@example.org", "Tansy Registrar", REGISTER, Role.REGISTRAR),
    ("front.desk@example.org", "Clover Desk", CLINIC, Role.CLINIC_VIEWER),
    ("teacher@example.org", "Teasel Teacher", ACADEMY, Role.PROVIDER_ADMIN),
    ("instructor@example.org", "Mallow Instructor", ACADEMY, Role.INSTRUCTOR),
    ("examiner@example.org", "Yarrow Examiner", ACADEMY, Role.EXAMINER),
    ("records@example.org", "Dill Records", ACADEMY, Role.RECORDS_OFFICER),
    ("law.keeper@example.org", "Vervain Keeper", BOARD, Role.LAW_KEEPER),
)


def is_written() -> bool:
    """Whether the demo is in this database."""
    return Organisation.objects.filter(name__iexact=NAMES[REGISTER][0]).exists()


def make_organisations() -> dict[str, Organisation]:
    """One of every kind, by what it is in the demo."""
    return {role: Organisation.objects.create(name=name, kind=kind) for role, (name, kind) in NAMES.items()}


def make_staff(organisations: dict[str, Organisation]) -> list[User]:
    """Users of every role, the two registrars first, without a password."""
    users = []
    for address, name, where, role in STAFF:
        user = User.objects.create_user(address, name=name)
        Membership.objects.create(user=user, organisation=organisations[where], role=role)
        users.append(user)
    return users


def make_demo_user(clinic: Organisation, password: str) -> User:
    """Who signs in to the demo: administers the clinic, and may look at everything in the admin."""
    user = User.objects.create_superuser(DEMO_USER, password, name="Demo Visitor")
    Membership.objects.create(user=user, organisation=clinic, role=Role.CLINIC_ADMIN)
    return user
