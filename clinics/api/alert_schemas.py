"""Alerts and their settings in the OpenAPI description, and as JSON."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from clinics.models import Alert
from clinics.models.inbox import PERSONAL, Channel
from clinics.operations.alerts.webhooks import TYPES, link_of
from clinics.queries.alert_settings import Hearer, Wanted
from clinics.queries.alerts import Found
from clinics.sentences.alerts import Told, say, say_next_step
from credentials.instants import tell_instant

KINDS = list(Alert.Kind.values)
PERSONAL_CHANNELS = [str(one) for one in PERSONAL]


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class AnswerStateSerializer(_Plain):
    """An answer, as far as an alert tells it."""

    outcome = serializers.CharField(allow_null=True, help_text="permitted, conditional, undetermined or refused")
    conditions = serializers.ListField(child=serializers.CharField())
    because = serializers.ListField(child=serializers.CharField(), help_text="reason codes that changed")


class AlertSiteSerializer(_Plain):
    """Where."""

    code = serializers.CharField()
    name = serializers.CharField()


class AlertPersonSerializer(_Plain):
    """Whom."""

    registry_number = serializers.CharField(help_text="of the surviving record")
    name = serializers.CharField(allow_null=True, help_text="where you may see it")


class AlertSerializer(_Plain):
    """An alert."""

    key = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    type = serializers.CharField(help_text="under which webhooks carry it")
    raised_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(
        allow_null=True, help_text="when you marked it; keys that are nobody's mark none"
    )
    site = AlertSiteSerializer(allow_null=True)
    practitioner = AlertPersonSerializer(allow_null=True)
    entry = serializers.UUIDField(allow_null=True, help_text="of the roster")
    role = serializers.CharField(allow_null=True)
    groups = serializers.ListField(child=serializers.CharField())
    before = AnswerStateSerializer(allow_null=True)
    after = AnswerStateSerializer(allow_null=True)
    on_day = serializers.DateField(allow_null=True, help_text="from which it holds; null: from the day of the alert")
    details = serializers.DictField(help_text="codes, days and counts, by kind")
    verification = serializers.UUIDField(allow_null=True, help_text="the recorded answer that it rests on")
    says = serializers.CharField()
    reasons = serializers.ListField(child=serializers.CharField(), help_text="sentences of that answer")
    next_step = serializers.CharField(help_text="what to do")
    link = serializers.CharField(help_text="where to read on: a path")


class AlertListSerializer(_Plain):
    """A page, newest first."""

    items = AlertSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class UnreadOfKindSerializer(_Plain):
    """Of one kind."""

    kind = serializers.ChoiceField(KINDS)
    unread = serializers.IntegerField()


class AlertCountsSerializer(_Plain):
    """What lies unread."""

    unread = serializers.IntegerField()
    kinds = UnreadOfKindSerializer(many=True)


class MarkReadSerializer(_Plain):
    """Which to mark; both left out: everything."""

    kind = serializers.ChoiceField(KINDS, required=False, allow_null=True)
    until = serializers.DateTimeField(
        required=False, allow_null=True, help_text="raised by then: what came after you looked stays unread"
    )


class MarkedSerializer(_Plain):
    """How many were marked."""

    marked = serializers.IntegerField()


class AlertSettingsSerializer(_Plain):
    """What an organisation wants to hear. What is left out goes back to its default."""

    ladder = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=3650),
        required=False,
        allow_null=True,
        help_text="days before the last good day; null: that of the deployment",
    )
    channels = serializers.ListField(child=serializers.ChoiceField(list(Channel.values)), required=False)
    quiet_kinds = serializers.ListField(
        child=serializers.ChoiceField(KINDS), required=False, help_text="told to nobody, by no channel"
    )


class AlertPreferencesSerializer(_Plain):
    """How you want to hear. What is left out goes back to its default."""

    channels = serializers.ListField(child=serializers.ChoiceField(PERSONAL_CHANNELS), required=False)
    quiet_kinds = serializers.ListField(child=serializers.ChoiceField(KINDS), required=False)
    sites = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="codes of this organisation's sites; none: all of them"
    )
    digest_hour = serializers.IntegerField(required=False, min_value=0, max_value=23, help_text="7 unless you say so")
    time_zone = serializers.CharField(required=False, help_text="an IANA name; that of the first site")
    urgent_mail = serializers.BooleanField(
        required=False, help_text="a mail at once when somebody may not treat any more; true unless you say so"
    )


def tell_alert(found: Found, told: Told) -> dict[str, Any]:
    """An alert as JSON."""
    alert = found.alert
    return {
        "key": str(alert.key),
        "kind": alert.kind,
        "type": TYPES[Alert.Kind(alert.kind)],
        "raised_at": tell_instant(alert.raised_at),
        "read_at": found.read_at and tell_instant(found.read_at),
        "site": alert.site and {"code": alert.site.code, "name": alert.site.name},
        "practitioner": {"registry_number": told.number, "name": told.name or None} if told.number else None,
        "entry": alert.entry_key and str(alert.entry_key),
        "role": told.role or None,
        "groups": list(alert.groups),
        "before": _state(alert.before),
        "after": _state(alert.after),
        "on_day": alert.on_day and alert.on_day.isoformat(),
        "details": alert.details,
        "verification": alert.verification_id and str(alert.verification_id),
        "says": say(told),
        "reasons": list(told.reasons),
        "next_step": say_next_step(told),
        "link": link_of(alert),
    }


def tell_settings(wanted: Wanted) -> dict[str, Any]:
    """A clinic's settings as JSON."""
    return {
        "ladder": None if wanted.ladder is None else list(wanted.ladder),
        "channels": sorted(wanted.channels),
        "quiet_kinds": sorted(wanted.quiet_kinds),
    }


def tell_preferences(hearer: Hearer, codes: Mapping[int, str]) -> dict[str, Any]:
    """A person's preferences as JSON; `codes` are those of this organisation's sites by id."""
    return {
        "channels": sorted(hearer.channels),
        "quiet_kinds": sorted(hearer.quiet_kinds),
        "sites": sorted(codes[one] for one in hearer.sites if one in codes),
        "digest_hour": hearer.digest_hour,
        "time_zone": hearer.time_zone,
        "urgent_mail": hearer.urgent_mail,
    }


def _state(state: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if state is None:
        return None
    lists = {name: list(state.get(name) or ()) for name in ("conditions", "because")}
    return {"outcome": state.get("outcome"), **lists}
