"""`GET /audit/heads`: the signed heads of the audit chain, for anyone who wants to keep them."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from credentials.queries.audit_heads import list_heads

PER_PAGE = 400  # a year and a month
_EXAMPLE = {
    "day": "2026-11-21",
    "head": "eyJhbGciOiJFZERTQSIsImtpZCI6….eyJkYXkiOiIyMDI2LTExLTIxIiwiZm….kPrK_qmxVWaYVA9w…",
}


class AuditHeadSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The head of a day."""

    day = serializers.DateField(help_text="in UTC")
    head = serializers.CharField(help_text="a compact JWS; it names the digest of the head before it")


class AuditHeadsSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, from the first day on."""

    items = AuditHeadSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class AuditHeadsView(ApiView):
    """The chain."""

    scope = None
    public_because = "a chain is worth as much as the heads that others have kept; they tell of nobody"

    @extend_schema(
        operation_id="list_audit_heads",
        tags=["verification"],
        parameters=[OpenApiParameter("cursor", OpenApiTypes.DATE, description="`next` of the page before")],
        responses=AuditHeadsSerializer,
        examples=[OpenApiExample("a page", {"items": [_EXAMPLE], "next": None}, response_only=True)],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Signed heads by day. Keep them: `manage.py audit_chain --head` finds a chain that was made anew."""
        heads = list_heads(after=_read_cursor(read_parameters(request, ("cursor",)).get("cursor")), limit=PER_PAGE + 1)
        items = [{"day": day.isoformat(), "head": head} for day, head in heads[:PER_PAGE]]
        return json_response({"items": items, "next": items[-1]["day"] if len(heads) > PER_PAGE else None})


def _read_cursor(told: str | None) -> dt.date | None:
    try:
        return None if told is None else dt.datetime.strptime(told, "%Y-%m-%d").date()  # noqa: DTZ007 (a day)
    except ValueError:
        fault = Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before")
        raise invalid((fault,)) from None
