"""How awards read as JSON."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from courses.ladders.findings import Finding
from courses.ladders.renewing import renewal_window
from courses.operations.award_deciding import held_of
from courses.queries.award_listing import ShownAward
from courses.queries.compiled import ladders_of

ACTS = ("suspended", "revoked", "reinstated", "withdrawn", "restored")
STATES = ("active", "suspended", "revoked", "expired", "withdrawn")


class AwardStatusSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What became of it."""

    status = serializers.CharField(help_text=", ".join(ACTS))
    from_ = serializers.DateField(help_text="the first day on which it is so")
    reason = serializers.CharField()
    recorded_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class RenewalWindowSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The first and the last day on which it may be renewed."""

    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class AwardHolderSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Whose it is: numbers, never a name."""

    registry_number = serializers.CharField(help_text="of the surviving record")
    candidate = serializers.CharField(allow_null=True, help_text="the provider's own number")


class AwardedLevelSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """For what it was awarded."""

    programme = serializers.CharField()
    code = serializers.CharField()
    title = serializers.CharField()


class AwardSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An award."""

    id = serializers.IntegerField()
    number = serializers.CharField(help_text="FC- and sixteen characters that nobody can guess")
    enrolment = serializers.IntegerField()
    holder = AwardHolderSerializer()
    level = AwardedLevelSerializer()
    issuer = serializers.CharField()
    awarded_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True, help_text="its last valid day; null: it never expires")
    status = serializers.CharField(help_text=f"today: {', '.join(STATES)}")
    statuses = AwardStatusSerializer(many=True)
    renews = serializers.CharField(allow_null=True, help_text="the number of the one that it renews")
    renewed_as = serializers.CharField(allow_null=True)
    renewal = RenewalWindowSerializer(allow_null=True)


class AwardListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = AwardSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ActSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What is decided about an award."""

    reason = serializers.CharField(help_text="names nobody")
    from_ = serializers.DateField(required=False, help_text="the first day on which it is so; today")

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class FoundSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """One thing asked, met or not."""

    code = serializers.CharField()
    status = serializers.CharField(help_text="met, unmet or unknown")
    needs = serializers.JSONField(help_text="a number, a word, or null")
    has = serializers.JSONField(help_text="a number, a word, or null")
    when = serializers.DateField(allow_null=True, help_text="the first day on which time alone would meet it")
    says = serializers.CharField()


def tell_award(shown: ShownAward, on: dt.date) -> dict[str, Any]:
    """An award as JSON, as it stands on the day."""
    award, row = shown.award, shown.row
    enrolment = award.enrolment
    level = ladders_of([row.version_id])[row.version_id].level(row.level_code)
    window = renewal_window(level.renewal if level else None, held_of(row))
    is_open = shown.renewed_as is None and not row.is_withdrawn
    return {
        "id": award.pk,
        "number": award.number,
        "enrolment": enrolment.pk,
        "holder": {
            "registry_number": (enrolment.practitioner.merged_into or enrolment.practitioner).registry_number,
            "candidate": enrolment.candidate,
        },
        "level": {"programme": enrolment.programme.code, "code": award.level.code, "title": award.level.title},
        "issuer": award.issuer,
        "awarded_on": row.awarded_on,
        "expires_on": row.expires_on,
        "status": state_of(shown, on),
        "statuses": [
            {"status": one.status, "from": one.starts_on, "reason": one.reason, "recorded_at": one.recorded_at}
            for one in shown.statuses
        ],
        "renews": award.renews.number if award.renews else None,
        "renewed_as": shown.renewed_as,
        "renewal": {"opens_on": window.opens_on, "closes_on": window.closes_on} if window and is_open else None,
    }


def state_of(shown: ShownAward, on: dt.date) -> str:
    """One word for how it stands on the day; what was decided is told before that it expired."""
    row = shown.row
    if row.is_withdrawn:
        return "withdrawn"
    decided = row.status_on(on)
    return "expired" if decided == "active" and row.expires_on is not None and row.expires_on < on else decided


def tell_finding(found: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    return {
        "code": found.code,
        "status": found.status.value,
        "needs": found.needs,
        "has": found.has,
        "when": found.when,
        "says": found.sentence,
    }
