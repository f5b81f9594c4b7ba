"""Who is told what, and by which way: settings of a clinic and of each of its people, their inboxes and mails."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from clinics.models.alerts import Alert

KINDS = list(Alert.Kind.values)


class Channel(models.TextChoices):
    """By which way an alert is told."""

    INBOX = "inbox"
    MAIL = "mail"
    WEBHOOK = "webhook"  # of organisations alone


PERSONAL = (Channel.INBOX, Channel.MAIL)


class AlertSettings(models.Model):
    """What a clinic wants to hear: the ladder of days before an expiry (null: that of the deployment), the channels
    in use and the kinds about which nobody is told. No row: every channel, no quiet kind. Holds no personal data.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="alert_settings")
    ladder = ArrayField(models.SmallIntegerField(), null=True)
    channels = ArrayField(models.CharField(max_length=8))
    quiet_kinds = ArrayField(models.CharField(max_length=24), default=list)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()

    class Meta:
        verbose_name_plural = "alert settings"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channels__contained_by=list(Channel.values)), name="alert_channels_are_known"
            ),
            models.CheckConstraint(condition=Q(quiet_kinds__contained_by=KINDS), name="alert_quiet_kinds_are_known"),
            models.CheckConstraint(
                condition=Q(ladder__isnull=True) | Q(ladder__len__gt=0), name="alert_ladder_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"alert settings of {self.organisation_id}"


class AlertPreferences(models.Model):
    """How one user wants to hear, in every clinic of theirs.

    `sites` are those that the user cares for; a clinic none of whose sites is among them is told of whole. The digest
    is written at `digest_hour` in `time_zone`. No row: inbox and mail, urgent mail too, and the digest at seven in the
    time zone of the clinic's first site. Holds no personal data beyond the pointer to the user.
    """

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="alert_preferences")
    channels = ArrayField(models.CharField(max_length=8))
    quiet_kinds = ArrayField(models.CharField(max_length=24), default=list)
    sites = ArrayField(models.BigIntegerField(), default=list)
    digest_hour = models.SmallIntegerField()
    time_zone = models.CharField(max_length=64)
    urgent_mail = models.BooleanField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "alert preferences"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(channels__contained_by=list(PERSONAL)), name="preferred_channels_are_known"
            ),
            models.CheckConstraint(
                condition=Q(quiet_kinds__contained_by=KINDS), name="preferred_quiet_kinds_are_known"
            ),
            models.CheckConstraint(condition=Q(digest_hour__range=(0, 23)), name="digest_hour_is_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"alert preferences of user {self.user_id}"


class InboxItem(models.Model):
    """An alert in the inbox of one user; `read_at` when the user said so. Holds no personal data but the pointer."""

    user = models.ForeignKey(User, models.PROTECT, related_name="inbox", db_index=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="inbox_items", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "user"], name="inbox_item_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "organisation", "-alert"], name="inbox_newest"),
            models.Index(
                fields=["user", "organisation", "alert"], condition=Q(read_at__isnull=True), name="inbox_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id} for user {self.user_id}"


class MailItem(models.Model):
    """An alert that one user is to read in a mail; `message` is the mail that told it, or found it settled.

    `is_urgent`: it does not wait for the day's digest. Holds no personal data but the pointer to the user.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    alert = models.ForeignKey(Alert, models.PROTECT, related_name="+", db_index=False)
    is_urgent = models.BooleanField()
    message = models.UUIDField(null=True)  # of the outbox

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alert", "user"], name="mail_item_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "alert"], condition=Q(message__isnull=True), name="mail_item_waits"),
        ]

    def __str__(self) -> str:
        return f"alert {self.alert_id} to be mailed to user {self.user_id}"
