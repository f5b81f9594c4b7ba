"""Rules and their previews in the OpenAPI description, and as JSON."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from clinics.operations.policy_previews import MOST_TOLD, Change, Found, Preview
from credentials.models import SitePolicy

_OUTCOME = "refused, undetermined, conditional or permitted"


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class NewPolicySerializer(_Plain):
    """Rules as they are sent."""

    requires = serializers.JSONField(help_text="a requirement tree, as in law files")
    starts_on = serializers.DateField(required=False, allow_null=True, help_text="left out: today there")
    note = serializers.CharField(required=False, allow_null=True)


class NewPoliciesSerializer(NewPolicySerializer):
    """The same for several sites."""

    sites = serializers.ListField(child=serializers.CharField(), help_text="codes of sites")


class EndPolicySerializer(_Plain):
    """When they end."""

    on = serializers.DateField(required=False, allow_null=True, help_text="the first day without; left out: today")


class SitePolicySerializer(_Plain):
    """A version."""

    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True, help_text="the first day without it")
    requires = serializers.JSONField()
    note = serializers.CharField(allow_blank=True)
    digest = serializers.CharField(help_text="as decisions tell it")
    recorded_at = serializers.DateTimeField()


class SitePolicyListSerializer(_Plain):
    """Every version at a site; one page holds them all."""

    items = SitePolicySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class SitePoliciesSerializer(_Plain):
    """The versions at one of the sites."""

    site = serializers.CharField()
    policies = SitePolicySerializer(many=True)


class SavedPoliciesSerializer(_Plain):
    """The versions at each of the sites."""

    items = SitePoliciesSerializer(many=True)


class PolicyPreviewSerializer(_Plain):
    """Rules to be seen at work."""

    sites = serializers.ListField(child=serializers.CharField(), help_text="codes of sites")
    requires = serializers.JSONField(help_text="a requirement tree, as in law files")
    starts_on = serializers.DateField(required=False, allow_null=True, help_text="left out: today there")


class CountedChangeSerializer(_Plain):
    """How many go from one outcome to another; the same twice where only conditions or gaps differ."""

    before = serializers.CharField(help_text=_OUTCOME)
    after = serializers.CharField(help_text=_OUTCOME)
    count = serializers.IntegerField()


class PreviewedFoundSerializer(_Plain):
    """An outcome with its conditions."""

    outcome = serializers.CharField(help_text=_OUTCOME)
    conditions = serializers.ListField(child=serializers.CharField())


class PreviewedChangeSerializer(_Plain):
    """Somebody whom the rules would touch."""

    entry = serializers.UUIDField()
    site = serializers.CharField()
    registry_number = serializers.CharField()
    group = serializers.CharField()
    on = serializers.DateField()
    before = PreviewedFoundSerializer()
    after = PreviewedFoundSerializer()
    because = serializers.ListField(child=serializers.CharField(), help_text="codes that differ")


class PreviewedSerializer(_Plain):
    """What the rules would do."""

    watched = serializers.IntegerField(help_text="lines of the roster, one for each person's group, on that day")
    decided = serializers.IntegerField(help_text="of them decided for this; fewer where there are very many")
    changed = serializers.IntegerField()
    counts = CountedChangeSerializer(many=True)
    items = PreviewedChangeSerializer(many=True)
    left_off = serializers.IntegerField(help_text="that change and do not stand in `items`")


def tell_policies(versions: Iterable[SitePolicy]) -> dict[str, Any]:
    """A site's versions as JSON."""
    items = [
        {
            "starts_on": one.starts_on,
            "until_on": one.until_on,
            "requires": one.requires,
            "note": one.note,
            "digest": one.digest,
            "recorded_at": one.recorded_at,
        }
        for one in versions
    ]
    return {"items": items, "next": None}


def tell_preview(preview: Preview) -> dict[str, Any]:
    """A preview as JSON, the first changes one by one and the others counted."""
    return {
        "watched": preview.watched,
        "decided": preview.decided,
        "changed": len(preview.changes),
        "counts": [{"before": before, "after": after, "count": count} for before, after, count in preview.count()],
        "items": [_tell_change(one) for one in preview.changes[:MOST_TOLD]],
        "left_off": max(0, len(preview.changes) - MOST_TOLD),
    }


def _tell_change(change: Change) -> dict[str, Any]:
    watched = change.watched
    return {
        "entry": watched.entry_key,
        "site": watched.site_code,
        "registry_number": watched.registry_number,
        "group": watched.group,
        "on": change.on,
        "before": _tell_found(change.before),
        "after": _tell_found(change.after),
        "because": change.because,
    }


def _tell_found(found: Found) -> dict[str, Any]:
    return {"outcome": found.outcome, "conditions": list(found.conditions)}
