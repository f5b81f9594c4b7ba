"""Reading what callers send about webhooks."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from accounts.api.callers import Caller
from accounts.api.problems import Problem, not_found
from clinics.api.alert_reading import read_instant
from clinics.api.reading import caller_with
from clinics.models import WebhookDelivery, WebhookEndpoint
from clinics.queries.webhooks import find_delivery, find_endpoint
from clinics.webhooks.types import TYPES, is_pattern
from clinics.webhooks.urls import LONGEST, Target, read_url
from credentials.records.faults import Fault, RefusedValue, refuse
from credentials.records.objects import Field
from credentials.records.values import list_reader, optional, text_reader

SCOPE = "alerts:manage"
MOST_PATTERNS = 20
MOST_HOURS = 168
_read_text, _read_description = text_reader(LONGEST), text_reader(200)
_read_pattern_text = text_reader(100)


def _read_url(value: Any) -> str:
    """An address that may be told things, as far as can be said before its name is looked up."""
    text: str = _read_text(value)
    found = read_url(text, allow_private=settings.WEBHOOK_ALLOW_PRIVATE)
    if isinstance(found, Target):
        return text
    raise RefusedValue(Fault("", fault.code, fault.detail) for fault in found)


def _read_pattern(value: Any) -> str:
    text: str = _read_pattern_text(value)
    if not is_pattern(text):
        raise refuse("unknown_type", f"one of {', '.join(TYPES)}, what ends in .*, or *")
    return text


_read_patterns = list_reader(_read_pattern, once=True)


def _read_types(value: Any) -> tuple[str, ...]:
    types: tuple[str, ...] = _read_patterns(value)
    if not types:
        raise refuse("empty", "name at least one type")
    if len(types) > MOST_PATTERNS:
        raise refuse("too_many", f"at most {MOST_PATTERNS} are kept")
    return types


def _read_words(value: Any) -> str:
    """A description; null is none."""
    return "" if value is None else _read_description(value)


def _read_hours(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST_HOURS:
        raise refuse("wrong_type", f"a whole number of hours from 0 to {MOST_HOURS} is needed")
    return value


NEW = (Field("url", _read_url), Field("types", _read_types), Field("description", _read_words, ""))
CHANGES = (
    Field("url", _read_url, None),
    Field("types", _read_types, None),
    Field("description", _read_words, None),
)
ROTATE = (Field("old_ends_in_hours", optional(_read_hours), None),)
SINCE = (Field("since", read_instant),)


def manager_of(request: HttpRequest) -> Caller:
    """The caller, who must be allowed to manage how alerts travel. Problem 403 otherwise."""
    return caller_with(request, SCOPE)


def own_endpoint(request: HttpRequest, key: UUID) -> WebhookEndpoint:
    """An endpoint of the caller's organisation; Problem 403 without the scope, 404 for another's as for none."""
    found = find_endpoint(organisation_id=manager_of(request).organisation_id, key=key)
    if found is None:
        raise not_found("No such webhook of yours")
    return found


def own_delivery(endpoint: WebhookEndpoint, key: UUID) -> WebhookDelivery:
    """A delivery to this endpoint; Problem 404 for one that is none, or was swept."""
    found = find_delivery(endpoint, key)
    if found is None:
        raise not_found("No such delivery in the log of this webhook")
    return found


def require_active(endpoint: WebhookEndpoint) -> None:
    """Problem 409 where the endpoint is told nothing."""
    if endpoint.status != WebhookEndpoint.Status.ACTIVE:
        raise Problem(409, "webhook-not-active", "The webhook is told nothing", "Resume it first")
