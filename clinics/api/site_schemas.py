"""Sites and declarations in the OpenAPI description, and as JSON."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from credentials.models import Site, SiteDeclaration


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class NewSiteSerializer(_Plain):
    """A site as it is opened."""

    name = serializers.CharField(help_text="once among your open sites")
    jurisdiction = serializers.CharField(help_text="ISO 3166-1 or 3166-2, kept as questions mean it; it stays")
    time_zone = serializers.CharField(
        required=False, allow_null=True, help_text="an IANA name; left out: that of the jurisdiction"
    )


class SiteChangesSerializer(_Plain):
    """What becomes something else; what is left out stays."""

    name = serializers.CharField(required=False)
    time_zone = serializers.CharField(required=False)


class SiteSerializer(_Plain):
    """A site."""

    code = serializers.CharField(help_text="what a question's `site` names")
    name = serializers.CharField()
    jurisdiction = serializers.CharField()
    time_zone = serializers.CharField()
    created_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class SiteListSerializer(_Plain):
    """A page."""

    items = SiteSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class DeclaredAtSiteSerializer(_Plain):
    """Something declared of every patient."""

    key = serializers.CharField(help_text="of the law, a standard or the site's own rules")
    says = serializers.CharField(required=False, allow_null=True)
    starts_on = serializers.DateField(
        required=False, allow_null=True, help_text="left out: since it was first declared, else today there"
    )
    until_on = serializers.DateField(required=False, allow_null=True, help_text="the first day without it")


class SiteDeclarationsSerializer(_Plain):
    """The whole list."""

    items = DeclaredAtSiteSerializer(many=True)


class SiteDeclarationSerializer(_Plain):
    """Something declared of every patient, as it stands."""

    key = serializers.CharField()
    says = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()
    until_on = serializers.DateField(allow_null=True)
    recorded_at = serializers.DateTimeField()


class SiteDeclarationListSerializer(_Plain):
    """Everything declared at a site; one page holds it all."""

    items = SiteDeclarationSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def tell_site(site: Site) -> dict[str, Any]:
    """A site as JSON."""
    return {
        "code": site.code,
        "name": site.name,
        "jurisdiction": site.jurisdiction,
        "time_zone": site.time_zone,
        "created_at": site.created_at,
        "closed_at": site.closed_at,
    }


def tell_declarations(declarations: Iterable[SiteDeclaration]) -> dict[str, Any]:
    """What is declared at a site as JSON."""
    items = [
        {
            "key": one.key,
            "says": one.says,
            "starts_on": one.starts_on,
            "until_on": one.until_on,
            "recorded_at": one.recorded_at,
        }
        for one in declarations
    ]
    return {"items": items, "next": None}
