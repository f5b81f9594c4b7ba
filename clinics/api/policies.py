"""`/policies`: rules of a clinic's own at its sites, seen at work before they are saved."""

import functools
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault as ApiFault
from accounts.api.problems import invalid
from accounts.api.views import ApiView, json_response
from clinics.api.policy_schemas import (
    EndPolicySerializer,
    NewPoliciesSerializer,
    NewPolicySerializer,
    PolicyPreviewSerializer,
    PreviewedSerializer,
    SavedPoliciesSerializer,
    SitePolicyListSerializer,
    tell_policies,
    tell_preview,
)
from clinics.api.reading import (
    accepted,
    author_of,
    own_site,
    read_body_fields,
    read_day,
    reader_of,
    this_instant,
    writer_of,
)
from clinics.operations.policies import end_policy, save_policy
from clinics.operations.policy_previews import preview_policy
from clinics.queries.sites import find_sites, list_policies
from credentials.models import Site
from credentials.records.faults import Fault, RefusedValue, refuse
from credentials.records.numbers import capitalise_number
from credentials.records.objects import Field
from credentials.records.values import list_reader, optional, text_reader
from rulebook.policy_file import RefusedTree, read_policy

MOST_SITES = 200
_read_codes = list_reader(text_reader(100), once=True)


def _read_tree(value: Any) -> Any:
    """As it is kept."""
    read = read_policy(value)
    if isinstance(read, RefusedTree):
        raise RefusedValue(Fault(one.pointer, one.code, one.says) for one in read.faults)
    return read


def _read_sites(value: Any) -> tuple[str, ...]:
    codes: tuple[str, ...] = _read_codes(value)
    if not 0 < len(codes) <= MOST_SITES:
        raise refuse("wrong_number", f"name from one to {MOST_SITES} sites")
    return codes


_TREE = Field("requires", _read_tree)
_STARTS = Field("starts_on", optional(read_day), None)
_NOTE = Field("note", optional(text_reader(2000)), None)
_NEW = (_TREE, _STARTS, _NOTE)
_END = (Field("on", optional(read_day), None),)


class SitePoliciesView(ApiView):
    """The rules of one site."""

    scope = ANY_CALLER

    @extend_schema(operation_id="list_policies", tags=["clinics"], responses=SitePolicyListSerializer)
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The versions of your rules there, past, present and coming. Needs `roster:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_policies(list_policies(own_site(caller, code))))

    @extend_schema(
        operation_id="save_policy",
        tags=["clinics"],
        request=NewPolicySerializer,
        responses={201: SitePolicyListSerializer},
    )
    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Have stricter rules there from a day on, until the next version there begins; the one before ends.

        The tree is written as in law files. It can only add to what law and standard ask. Everybody on the roster
        there is decided anew. Needs `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        site = own_site(caller, code)
        _save(caller, [site], read_body_fields(request, _NEW))
        return json_response(tell_policies(list_policies(site)), status=201)


class SitePolicyEndView(ApiView):
    """Ending the rules of a site."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="end_policy", tags=["clinics"], request=EndPolicySerializer, responses=SitePolicyListSerializer
    )
    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Have no rules of your own there from a day on; versions yet to come go too. Needs `roster:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        site = own_site(caller, code)
        told = read_body_fields(request, _END)
        return json_response(tell_policies(accepted(end_policy(site=site, by=author_of(caller), **told))))


class PoliciesView(ApiView):
    """Rules for several sites."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="save_policies",
        tags=["clinics"],
        request=NewPoliciesSerializer,
        responses={201: SavedPoliciesSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """The same rules at several sites at once: at all of them or, where a fault is found, at none.

        Needs `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, (Field("sites", _read_sites), *_NEW))
        sites = _own_sites(caller, told.pop("sites"))
        _save(caller, sites, told)
        items = [{"site": one.code, "policies": tell_policies(list_policies(one))["items"]} for one in sites]
        return json_response({"items": items}, status=201)


class PolicyPreviewView(ApiView):
    """Rules at work before they are saved."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="preview_policy",
        tags=["clinics"],
        request=PolicyPreviewSerializer,
        responses=PreviewedSerializer,
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide everybody on the rosters of these sites with the rules and without, and save nothing.

        For the first day of the rules, or today where it has passed. `watched` and `decided` say how many there are and
        how many of them were decided for this; `left_off` how many that change are not told one by one. Needs
        `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, (Field("sites", _read_sites), _TREE, _STARTS))
        sites = _own_sites(caller, told["sites"])
        preview = functools.partial(preview_policy, requires=told["requires"], starts_on=told["starts_on"])
        return json_response(tell_preview(accepted(preview(sites=sites, now=this_instant()))))


def _save(caller: Caller, sites: Sequence[Site], told: dict[str, Any]) -> None:
    note = told.pop("note") or ""
    accepted(save_policy(sites=sites, note=note, by=author_of(caller), **told))


def _own_sites(caller: Caller, codes: Sequence[str]) -> list[Site]:
    """The caller's own sites in the order told; Problem 422 that names every one that is not."""
    found = find_sites(organisation_id=caller.organisation_id, codes=codes)
    named = [found.get(capitalise_number(code)) for code in codes]
    faults = [
        ApiFault(f"/sites/{n}", "unknown_site" if one is None else "site_closed", "No such open site of yours")
        for n, one in enumerate(named)
        if one is None or one.closed_at is not None
    ]
    if faults:
        raise invalid(tuple(faults))
    return list({one.pk: one for one in named if one is not None}.values())
