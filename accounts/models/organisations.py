"""Who acts here: organisations, the users who belong to them, and the user who is a person on file."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now


class Organisation(models.Model):
    """A clinic, provider, board or register; the owner of keys and the source of facts. Holds no personal data."""

    class Kind(models.TextChoices):
        """What it is in the field."""

        CLINIC = "clinic"
        PROVIDER = "provider"
        BOARD = "board"
        REGISTER = "register"
        OTHER = "other"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.OTHER)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_once_in_any_case"),
            models.CheckConstraint(
                condition=Q(kind__in=["clinic", "provider", "board", "register", "other"]),
                name="organisation_kind_is_known",
            ),
            models.CheckConstraint(condition=~Q(name__regex=r"^\s*$"), name="organisation_name_not_blank"),
        ]

    def __str__(self) -> str:
        return self.name


class UserAccounts(BaseUserManager["User"]):
    """Makes and finds users by mail address, in any case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password nobody can sign in as them."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything in the admin."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the user who signs in with this address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who can sign in. Personal data: `email`, `name`."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("may enter the admin", default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects: ClassVar = UserAccounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case")
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        """Lower the address, so that one address is one user."""
        super().clean()
        self.email = self.email.strip().lower()


class Membership(models.Model):
    """What a user may do for an organisation, until it ends. Holds no personal data beyond the pointer to the user."""

    class Role(models.TextChoices):
        """Roles; what each allows stands in `accounts.permissions`."""

        CLINIC_ADMIN = "clinic_admin"
        CLINIC_VIEWER = "clinic_viewer"
        PROVIDER_ADMIN = "provider_admin"
        INSTRUCTOR = "instructor"
        EXAMINER = "examiner"
        RECORDS_OFFICER = "records_officer"
        LAW_KEEPER = "law_keeper"
        REGISTRAR = "registrar"

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    role__in=[
                        "clinic_admin",
                        "clinic_viewer",
                        "provider_admin",
                        "instructor",
                        "examiner",
                        "records_officer",
                        "law_keeper",
                        "registrar",
                    ]
                ),
                name="membership_role_is_known",
            ),
            models.UniqueConstraint(fields=["id", "organisation"], name="membership_with_its_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role} of {self.organisation}"


class PersonLink(models.Model):
    """This user is that person on file, from `linked_at` until `ended_at`. Holds no personal data but the pointers."""

    user = models.ForeignKey(User, models.PROTECT, related_name="person_links")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="user_links")
    linked_at = models.DateTimeField(db_default=Now(), editable=False)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at__isnull=True), name="link_one_person_per_user"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="link_one_user_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("linked_at"), ended_by__isnull=False),
                name="link_ended_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.person_id}"
