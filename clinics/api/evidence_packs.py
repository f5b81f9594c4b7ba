"""`/evidence-packs`: what a clinic's roster was on a day, and what was known of it then, to be handed to an auditor."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found
from accounts.api.views import ApiView, json_response, negotiate
from clinics.api.evidence_pack_schemas import (
    AskedPackSerializer,
    EvidencePackListSerializer,
    EvidencePackSerializer,
    tell_pack,
)
from clinics.api.reading import (
    READ_SCOPE,
    accepted,
    author_of,
    caller_with,
    read_body_fields,
    read_day,
    this_instant,
)
from clinics.models import EvidencePack
from clinics.operations.packs.asking import Asking, ask_for_pack
from clinics.operations.packs.trying import try_making
from clinics.queries.packs import PAGE, find_pack, list_packs, read_pieces
from credentials.questions import read_known_at
from credentials.records.numbers import capitalise_number
from credentials.records.objects import Field
from credentials.records.values import list_reader, optional, text_reader

JSON, ZIP = "application/json", "application/zip"
AT_ONCE = 25  # entries: a second or two; more are made by a worker
_read_short = text_reader(100)
_CODES = list_reader(lambda value: capitalise_number(_read_short(value)), once=True)


class EvidencePacksView(ApiView):
    """Evidence packs."""

    scope = READ_SCOPE

    @extend_schema(
        operation_id="list_evidence_packs",
        tags=["clinics"],
        parameters=[OpenApiParameter("cursor", str, description="`next` of the page before")],
        responses=EvidencePackListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The packs that your organisation asked for, newest first. Needs `roster:read`."""
        organisation_id = caller_with(request, READ_SCOPE).organisation_id
        given, unread = take_parameters(request, ("cursor",))
        faults, after = list(unread), None
        if "cursor" in given:
            after = _find_after(given["cursor"], organisation_id)
            if after is None:
                faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next`"))
        if faults:
            raise invalid(tuple(faults))
        found = list_packs(organisation_id=organisation_id, after=after, limit=PAGE + 1)
        following = str(found[PAGE - 1].pk) if len(found) > PAGE else None
        return json_response({"items": [tell_pack(one) for one in found[:PAGE]], "next": following})

    @extend_schema(
        operation_id="ask_for_evidence_pack",
        tags=["clinics"],
        request=AskedPackSerializer,
        responses={201: EvidencePackSerializer, 200: EvidencePackSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for the proof of a day: roster, answers as known then, receipts, law cited, as a signed ZIP.

        Asked for again (200) it is the same pack, byte by byte, whatever was recorded or corrected since; where data of
        a person in it were erased it says so in a new edition. Small ones are made at once, others wait for a
        worker: look at `state`. Needs `roster:read`.
        """
        caller = caller_with(request, READ_SCOPE)
        read_parameters(request, ())
        now = this_instant()
        asking = _read_asking(request, now)
        made = ask_for_pack(organisation_id=caller.organisation_id, asking=asking, by=author_of(caller), at=now)
        pack, is_new = accepted(made)
        if len(pack.entries) <= AT_ONCE:
            try_making(pack_id=pack.pk, at=now)
        found = _find(caller.organisation_id, pack.pk)
        headers = {"Location": f"/api/v1/evidence-packs/{pack.pk}"}
        return json_response(tell_pack(found), status=201 if is_new else 200, headers=headers)


class EvidencePackView(ApiView):
    """One evidence pack."""

    scope = READ_SCOPE
    produces = (JSON, ZIP)
    refuses: ClassVar[dict[str, str]] = {"409": "The ZIP is not ready: it waits, was put away, or failed"}

    @extend_schema(
        operation_id="read_evidence_pack",
        tags=["clinics"],
        responses={(200, JSON): EvidencePackSerializer, (200, ZIP): OpenApiTypes.BINARY},
    )
    def get(self, request: HttpRequest, pack_id: UUID) -> HttpResponseBase:
        """How a pack stands; with `Accept: application/zip` the pack itself. Needs `roster:read`."""
        read_parameters(request, ())
        pack = _find(caller_with(request, READ_SCOPE).organisation_id, pack_id)
        return _file(pack) if negotiate(request, self.produces) == ZIP else json_response(tell_pack(pack))


def _file(pack: EvidencePack) -> HttpResponseBase:
    if pack.making.state != "ready":
        raise Problem(409, "pack-not-ready", "The pack is not ready", _NOT_READY[pack.making.state])
    edition = max(pack.editions.all(), key=lambda one: one.number)
    days = sorted({site["day"] for site in pack.scope["sites"]})
    headers = {
        "Content-Disposition": f'attachment; filename="evidence-{days[0]}-{str(pack.pk)[:8]}.zip"',
        "Content-Length": str(edition.size),
        "ETag": f'"{bytes(edition.zip_digest).hex()}"',
    }
    return StreamingHttpResponse(read_pieces(pack.pk), content_type=ZIP, headers=headers)


_NOT_READY = {
    "waiting": "A worker will make it; look again in a while",
    "put_away": "Its bytes are no longer kept; ask for it again and it is made again, the same",
    "failed": "It could not be made; its `problem` says why",
}


def _find(organisation_id: int, pack_id: UUID) -> EvidencePack:
    found = find_pack(organisation_id=organisation_id, pack_id=pack_id)
    if found is None:
        raise not_found("No such evidence pack of yours")
    return found


def _find_after(cursor: str, organisation_id: int) -> EvidencePack | None:
    try:
        return find_pack(organisation_id=organisation_id, pack_id=UUID(cursor))
    except ValueError:
        return None


def _read_asking(request: HttpRequest, now: Any) -> Asking:
    fields = (
        Field("day", optional(read_day), None),
        Field("at", optional(lambda value: read_known_at(value, now=now)), None),
        Field("sites", optional(_CODES), None),
    )
    told = read_body_fields(request, fields)
    if (told["day"] is None) == (told["at"] is None):
        raise invalid((Fault("", "one_of", "exactly one of: day, at"),))
    if told["sites"] is not None and not told["sites"]:
        raise invalid((Fault("/sites", "too_few", "name one, or leave it out"),))
    return Asking(day=told["day"], at=told["at"], sites=told["sites"])
