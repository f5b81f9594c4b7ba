"""Evidence packs in the OpenAPI description, and as JSON."""

from typing import Any

from rest_framework import serializers

from clinics.models import EvidenceEdition, EvidencePack
from clinics.models.packs import STATES
from credentials.instants import tell_instant

MOST_ASKS = 20  # of those who asked, the last


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class AskedPackSerializer(_Plain):
    """A day that is over, or an instant that has passed; exactly one of the two."""

    day = serializers.DateField(
        required=False, allow_null=True, help_text="at each site what was known when the day ended there"
    )
    at = serializers.DateTimeField(
        required=False, allow_null=True, help_text="what was known at this instant, of the day that it was at each site"
    )
    sites = serializers.ListField(
        child=serializers.CharField(), required=False, allow_null=True, help_text="codes; left out: all of them"
    )


class PackSiteSerializer(_Plain):
    """A site of the pack as it was called when the pack was first asked for."""

    code = serializers.CharField()
    name = serializers.CharField()
    jurisdiction = serializers.CharField()
    place = serializers.CharField(help_text="what the law calls it")
    time_zone = serializers.CharField()
    day = serializers.DateField()
    known_at = serializers.DateTimeField()


class PackEditionSerializer(_Plain):
    """A pack as it was signed."""

    number = serializers.IntegerField()
    because = serializers.ChoiceField(
        EvidenceEdition.Because.values, help_text="erased: data of a person in it were erased since the one before"
    )
    manifest = serializers.CharField(help_text="sha256: and the digest of manifest.json")
    sha256 = serializers.CharField(help_text="of the ZIP")
    size = serializers.IntegerField(help_text="bytes of the ZIP")
    kid = serializers.CharField(help_text="the key that signed")
    made_at = serializers.DateTimeField()


class PackAskSerializer(_Plain):
    """Who asked, and when."""

    by = serializers.CharField(help_text="key: or user: and a number")
    at = serializers.DateTimeField()


class EvidencePackSerializer(_Plain):
    """An evidence pack."""

    id = serializers.UUIDField()
    asked = AskedPackSerializer()
    sites = PackSiteSerializer(many=True)
    entries = serializers.IntegerField()
    decisions = serializers.IntegerField()
    state = serializers.ChoiceField(
        STATES, help_text="waiting for a worker; ready to fetch; put away: ask again; failed: `problem` says why"
    )
    problem = serializers.CharField(allow_null=True, help_text="a code; not_reproduced: what is on record was altered")
    created_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    editions = PackEditionSerializer(many=True)
    asks = PackAskSerializer(many=True, help_text=f"the last {MOST_ASKS}, newest first")


class EvidencePackListSerializer(_Plain):
    """A page."""

    items = EvidencePackSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def tell_pack(pack: EvidencePack) -> dict[str, Any]:
    """A pack as JSON."""
    asks = sorted(pack.asks.all(), key=lambda ask: ask.pk, reverse=True)
    return {
        "id": str(pack.pk),
        "asked": pack.asked,
        "sites": [{name: value for name, value in site.items() if name != "id"} for site in pack.scope["sites"]],
        "entries": len(pack.entries),
        "decisions": len(pack.checks),
        "state": pack.making.state,
        "problem": pack.making.problem or None,
        "created_at": tell_instant(pack.created_at),
        "ready_at": tell_instant(pack.making.ready_at) if pack.making.ready_at else None,
        "editions": [_tell_edition(one) for one in sorted(pack.editions.all(), key=lambda one: one.number)],
        "asks": [{"by": ask.asked_by, "at": tell_instant(ask.asked_at)} for ask in asks[:MOST_ASKS]],
    }


def _tell_edition(edition: EvidenceEdition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "because": edition.because,
        "manifest": f"sha256:{bytes(edition.manifest_digest).hex()}",
        "sha256": bytes(edition.zip_digest).hex(),
        "size": edition.size,
        "kid": edition.kid,
        "made_at": tell_instant(edition.made_at),
    }
