"""`/alert-settings`: what an organisation wants to hear of its roster, and how each of its people does."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from clinics.api.alert_reading import MANAGE_SCOPE, person_of, read_hour, read_step, read_zone
from clinics.api.alert_schemas import (
    KINDS,
    PERSONAL_CHANNELS,
    AlertPreferencesSerializer,
    AlertSettingsSerializer,
    tell_preferences,
    tell_settings,
)
from clinics.api.reading import READ_SCOPE, author_of, caller_with, read_body_fields, this_instant
from clinics.models.inbox import Channel
from clinics.operations.alerts.settings import put_preferences, put_settings
from clinics.queries.alert_settings import DIGEST_HOUR, Hearer, Wanted, read_hearers, wanted_by
from credentials.models import Site
from credentials.records.faults import refuse
from credentials.records.numbers import capitalise_number
from credentials.records.objects import Field
from credentials.records.scalars import read_flag
from credentials.records.values import choice_reader, list_reader, optional, text_reader

MOST_STEPS = 20
_read_steps = list_reader(read_step, once=True)
_read_kinds = list_reader(choice_reader(tuple(KINDS)), once=True)


def _read_ladder(value: Any) -> tuple[int, ...]:
    """Steps, at least one."""
    steps: tuple[int, ...] = _read_steps(value)
    if not 0 < len(steps) <= MOST_STEPS:
        raise refuse("wrong_length", f"1 to {MOST_STEPS} steps; quiet the kind to hear nothing of it")
    return steps


_SETTINGS = (
    Field("ladder", optional(_read_ladder), None),
    Field("channels", list_reader(choice_reader(tuple(Channel.values)), once=True), tuple(Channel.values)),
    Field("quiet_kinds", _read_kinds, ()),
)
_PREFERENCES = (
    Field("channels", list_reader(choice_reader(tuple(PERSONAL_CHANNELS)), once=True), tuple(PERSONAL_CHANNELS)),
    Field("quiet_kinds", _read_kinds, ()),
    Field("sites", list_reader(text_reader(20), once=True), ()),
    Field("digest_hour", read_hour, DIGEST_HOUR),
    Field("time_zone", read_zone, None),
    Field("urgent_mail", read_flag, True),
)


class AlertSettingsView(ApiView):
    """Of the organisation."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_alert_settings", tags=["clinics"], responses=AlertSettingsSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """What the organisation wants to hear: defaults where nothing was said. Needs `roster:read`."""
        caller = caller_with(request, READ_SCOPE)
        read_parameters(request, ())
        return json_response(tell_settings(wanted_by(caller.organisation_id)))

    @extend_schema(
        operation_id="put_alert_settings",
        tags=["clinics"],
        request=AlertSettingsSerializer,
        responses=AlertSettingsSerializer,
    )
    def put(self, request: HttpRequest) -> HttpResponse:
        """Say what the organisation wants to hear, from the next alert on. Needs `alerts:manage`."""
        caller = caller_with(request, MANAGE_SCOPE)
        read_parameters(request, ())
        told = read_body_fields(request, _SETTINGS)
        wanted = Wanted(
            ladder=told["ladder"],
            channels=frozenset(told["channels"]),
            quiet_kinds=frozenset(told["quiet_kinds"]),
        )
        put_settings(organisation_id=caller.organisation_id, wanted=wanted, by=author_of(caller), at=this_instant())
        return json_response(tell_settings(wanted_by(caller.organisation_id)))


class AlertPreferencesView(ApiView):
    """Of a person."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_alert_preferences", tags=["clinics"], responses=AlertPreferencesSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """How you want to hear, in every organisation of yours. Needs `roster:read`, and a person behind the key."""
        caller, user_id = person_of(request)
        read_parameters(request, ())
        return _told(user_id, caller.organisation_id)

    @extend_schema(
        operation_id="put_alert_preferences",
        tags=["clinics"],
        request=AlertPreferencesSerializer,
        responses=AlertPreferencesSerializer,
    )
    def put(self, request: HttpRequest) -> HttpResponse:
        """Say how you want to hear: channels, hour, and the sites of this organisation that you care for.

        Needs `roster:read`, and a person behind the key.
        """
        caller, user_id = person_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, _PREFERENCES)
        codes = _codes_of(caller.organisation_id)
        hearer = Hearer(
            user_id=user_id,
            channels=frozenset(told["channels"]),
            quiet_kinds=frozenset(told["quiet_kinds"]),
            sites=_sites(told["sites"], codes),
            digest_hour=told["digest_hour"],
            time_zone=told["time_zone"] or read_hearers([user_id])[user_id].time_zone,
            urgent_mail=told["urgent_mail"],
        )
        put_preferences(hearer=hearer, sites_of_clinic=codes, at=this_instant())
        return _told(user_id, caller.organisation_id)


def _sites(told: tuple[str, ...], codes: Mapping[int, str]) -> frozenset[int]:
    ids = {code: id_ for id_, code in codes.items()}
    faults = [
        Fault(f"/sites/{place}", "unknown_site", "No such site of yours")
        for place, code in enumerate(told)
        if capitalise_number(code) not in ids
    ]
    if faults:
        raise invalid(tuple(faults))
    return frozenset(ids[capitalise_number(code)] for code in told)


def _codes_of(organisation_id: int) -> Mapping[int, str]:
    return dict(Site.objects.filter(organisation=organisation_id).values_list("pk", "code"))


def _told(user_id: int, organisation_id: int) -> HttpResponse:
    return json_response(tell_preferences(read_hearers([user_id])[user_id], _codes_of(organisation_id)))
