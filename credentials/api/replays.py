"""`POST /verifications/{id}/replay`: an answer decided again, by what was known then and by what is known now."""

import datetime as dt
import logging
import uuid
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers

from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import pointer_to, read_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found, problem_json
from accounts.api.views import ApiView, json_response
from credentials.api.refusals import problem_for
from credentials.api.schemas import DecisionSerializer
from credentials.decisions import Answer, Decided
from credentials.former_engines import tell_as
from credentials.queries.relying import read_relied
from credentials.redeciding import Unreplayable, list_differences, replay
from credentials.telling import tell_decided

MOST_BYTES = 4096
logger = logging.getLogger(__name__)

REPLAY = inline_serializer(
    "Replay",
    {
        "as_known_then": DecisionSerializer(),
        "as_known_now": serializers.DictField(help_text="A decision; {problem} when it can no longer be answered"),
        "differs": serializers.BooleanField(),
        "differences": inline_serializer(
            "Difference",
            {
                "path": serializers.CharField(help_text="A JSON pointer into both"),
                "then": serializers.JSONField(allow_null=True),
                "now": serializers.JSONField(allow_null=True),
            },
            many=True,
        ),
    },
)


class ReplayView(ApiView):
    """A recorded answer, decided again."""

    scope = ANY_CALLER
    refuses: ClassVar[dict[str, str]] = {
        "409": "Its engine is not kept here, it is not reproduced by what is on record, or the first request under"
        " this Idempotency-Key is still at work",
        "410": "The person's data was erased: nothing is left to decide it from again; or what was answered under this"
        " Idempotency-Key was erased with it",
    }

    @extend_schema(operation_id="replay_verification", tags=["verification"], request=None, responses=REPLAY)
    def post(self, request: HttpRequest, verification_id: uuid.UUID) -> HttpResponse:
        """Decide a recorded question again, by what was known then and by what is known now.

        `as_known_then` is decided anew from facts, law and settings of its instant; `as_known_now` as if asked today.
        `differs` leaves out instants and days of asking, the engine's version and digests, and what the engine of then
        would not have told. Only the organisation that asked may. 410 when the person's data was erased since: the
        answer as it was recorded still stands.
        """
        read_parameters(request, ())
        _read_no_fields(request)
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        relied = read_relied(verification_id=verification_id, organisation_id=caller.organisation_id)
        if relied is None:
            raise not_found("No such verification was recorded for you")
        replayed = replay(relied, now=dt.datetime.now(dt.UTC))
        if isinstance(replayed, Unreplayable):
            if replayed is Unreplayable.ALTERED:
                logger.error("verification %s is not reproduced by what is on record", verification_id)
            raise Problem(*_PROBLEMS[replayed])
        now = _tell(replayed.now)
        comparable = tell_as(replayed.then["engine"], now) if isinstance(replayed.now, Decided) else now
        differences = list(list_differences(replayed.then, comparable))
        told = {"as_known_then": replayed.then, "as_known_now": now}
        return json_response({**told, "differs": bool(differences), "differences": differences})


def _read_no_fields(request: HttpRequest) -> None:
    """A body need not be there; one that is has nothing to say."""
    if request.content_type != "application/json" or request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return
    unknown = read_json_object(request, MOST_BYTES)
    if unknown:
        raise invalid(tuple(Fault(pointer_to(name), "unknown_field", "A replay has no fields") for name in unknown))


def _tell(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Decided):
        return tell_decided(answer)
    return {"problem": problem_json(problem_for(answer))}


_PROBLEMS = {
    Unreplayable.ERASED: (
        410,
        "erased",
        "The person's data was erased",
        "What the answer was decided from was erased since and cannot be decided from again; the answer itself, without"
        " licence numbers, and its receipt stand as they were recorded",
    ),
    Unreplayable.ENGINE: (
        409,
        "engine-not-kept",
        "The engine of then is not here",
        "The answer names an engine that cannot be run here",
    ),
    Unreplayable.ALTERED: (
        409,
        "not-reproduced",
        "What is on record leads to another answer",
        "The answer or what it was decided from was altered since; the operator can have it looked into",
    ),
}
