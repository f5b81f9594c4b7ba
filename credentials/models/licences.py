"""What lets a person practise: licences, compact privileges, board authorizations."""

from typing import ClassVar

from django.db import models

from accounts.models import HeldNumber
from credentials.models.facts import Fact, lasts, sound, within
from rulebook.facts import PROFESSIONS


class Licence(Fact):
    """A licence to practise a profession in a jurisdiction, or a national register's entry.

    `statuses` and `restrictions` are spans [{"status"|"kind", "from", "until"}], half-open. Personal data: none; the
    number stands in `held_number`.
    """

    jurisdiction = models.TextField()
    profession = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, related_name="+", db_index=False)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    restrictions = models.JSONField(default=list)
    statuses = models.JSONField(default=list)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            lasts(),
            within("profession", PROFESSIONS),
            sound("restrictions", "credentials_restrictions_are_sound"),
            sound("statuses", "credentials_statuses_are_sound"),
        ]


class Privilege(Fact):
    """A compact privilege: practice in `remote` on the strength of a licence in `home`.

    Personal data: none; the number stands in `held_number`.
    """

    compact = models.TextField()
    profession = models.TextField()
    home = models.TextField()
    remote = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, related_name="+", db_index=False)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    statuses = models.JSONField(default=list)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            lasts(),
            within("profession", PROFESSIONS),
            sound("statuses", "credentials_statuses_are_sound"),
        ]


class Authorization(Fact):
    """A board's registration, endorsement, permit or roster entry for needling.

    Personal data: none; the number, where there is one, stands in `held_number`.
    """

    jurisdiction = models.TextField()
    profession = models.TextField()
    title = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, null=True, related_name="+", db_index=False)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    statuses = models.JSONField(default=list)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            lasts(),
            within("profession", PROFESSIONS),
            sound("statuses", "credentials_statuses_are_sound"),
        ]
