"""`GET …/standing`: may this practitioner needle this patient, here, on that day? The hot path."""

import datetime as dt
import hashlib
import re
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault as ApiFault
from accounts.api.problems import invalid
from accounts.api.tags import is_held
from accounts.api.views import ApiView
from credentials.api.record_schema import NUMBER
from credentials.api.refusals import LAW_ONLY_SCOPE, problem_for, told
from credentials.api.schemas import DECISION, STANDING_PARAMETERS
from credentials.counting import answers_given
from credentials.decisions import FORBIDDEN, Answer, Decided, Unanswered, decide_one
from credentials.questions import read_asked
from credentials.records.faults import Fault, Refusal
from credentials.telling import tell_decided

_AGE = re.compile(r"[0-9]{1,3}")
_PARAMETERS = (
    "jurisdiction", "age", "group", "on", "attested", "body_region", "name", "known_at", "standard", "site",
)  # fmt: skip
# A query has no nested objects: faults point at the parameter that the caller wrote.
_POINTERS = {
    "/patient/age": "/age",
    "/patient/group": "/group",
    "/patient": "/age",
    "/practitioner/registry_number": "/registry_number",
}


class StandingView(ApiView):
    """The whole decision about one practitioner; nothing is recorded."""

    scope = "verify:read"

    @extend_schema(
        operation_id="practitioner_standing",
        tags=["verification"],
        parameters=[OpenApiParameter("registry_number", NUMBER, OpenApiParameter.PATH), *STANDING_PARAMETERS],
        responses=DECISION,
    )
    def get(self, request: HttpRequest, registry_number: str) -> HttpResponse:
        """May this practitioner needle this patient, here, on that day? With reasons and citations."""
        given, faults = take_parameters(request, _PARAMETERS, may_be_empty=("attested",))
        now = dt.datetime.now(dt.UTC)
        asked = read_asked(_question(registry_number, given), now=now)
        caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        may_leave_out = caller.has(LAW_ONLY_SCOPE)
        answer = decide_one(
            asked, now=now, organisation_id=caller.organisation_id, may_leave_out_standard=may_leave_out
        )
        if faults and answer != Unanswered(FORBIDDEN):
            raise invalid(_all_faults(faults, answer))
        if not isinstance(answer, Decided):
            raise problem_for(_pointed(answer) if isinstance(answer, Refusal) else answer)
        told = tell_decided(answer)
        answers_given[told["outcome"]] += 1
        return tagged_response(request, told)


def _all_faults(faults: tuple[ApiFault, ...], answer: Answer) -> tuple[ApiFault, ...]:
    """Those of the parameters with those of the question, one at each pointer: what was unreadable is not missing."""
    others = told(_pointed(answer).faults) if isinstance(answer, Refusal) else ()
    pointers = {fault.pointer for fault in faults}
    return (*faults, *(fault for fault in others if fault.pointer not in pointers))


def _question(registry_number: str, given: dict[str, str]) -> dict[str, Any]:
    question: dict[str, Any] = {name: value for name, value in given.items() if name not in ("age", "group")}
    question["practitioner"] = {"registry_number": registry_number}
    if "attested" in given:
        question["attested"] = given["attested"].split(",") if given["attested"] else []
    patient: dict[str, Any] = {name: given[name] for name in ("age", "group") if name in given}
    if _AGE.fullmatch(given.get("age", "")):
        patient["age"] = int(given["age"])
    question["patient"] = patient or None
    return question


def _pointed(refusal: Refusal) -> Refusal:
    return Refusal(
        tuple(Fault(_POINTERS.get(one.pointer, one.pointer), one.code, one.detail) for one in refusal.faults)
    )


def tagged_response(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """The answer with a weak ETag over all of it but `known_at`, or 304 where the caller has it already."""
    body = orjson.dumps(told)
    # Twice, here and in the question. No text can look like it: there each quotation mark would be escaped.
    timeless = body.replace(b'"known_at":"%b"' % told["known_at"].encode(), b'"known_at":null')
    etag = f'W/"{hashlib.blake2b(timeless, digest_size=16).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if is_held(request, etag):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)
