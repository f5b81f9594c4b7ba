"""`POST /verifications`, one or ten thousand, and `GET /verifications/{id}`."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER, Caller, require
from accounts.api.limits import spend
from accounts.api.parameters import pointer_to, read_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found
from accounts.api.streams import in_pieces
from accounts.api.views import ApiView, json_response, negotiate
from credentials.api.batches import Terms, decide_questions, tell_answer
from credentials.api.large_batches import tell_batch
from credentials.api.past_answers import PastAnswersView
from credentials.api.refusals import LAW_ONLY_SCOPE, problem_for
from credentials.api.schemas import (
    BatchAnswerSerializer,
    BatchSerializer,
    QuestionSerializer,
    VerificationSerializer,
)
from credentials.counting import answers_given
from credentials.decisions import Answer, Decided, decide_one
from credentials.instants import tell_instant
from credentials.operations.verifications import Asker, Kept, record_verifications
from credentials.queries.verifications import read_verification
from credentials.questions import read_asked
from credentials.telling import tell_decided

ONE_QUESTION_BYTES = 64 * 1024
BATCH_BYTES = 8 * 1024 * 1024
MOST_QUESTIONS = 10_000
QUESTIONS_PER_REQUEST = 100  # a batch counts as one request for each so many questions
NDJSON = "application/x-ndjson"


class VerificationsView(PastAnswersView):
    """Ask once, and have the answer kept; and what was kept before."""

    @extend_schema(
        operation_id="record_verification",
        tags=["verification"],
        request=QuestionSerializer,
        responses={201: VerificationSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide a question and record the answer for the asking organisation. Needs `verify:read`."""
        now = dt.datetime.now(dt.UTC)
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        require(caller, "verify:read")
        read_parameters(request, ())
        asked = read_asked(read_json_object(request, ONE_QUESTION_BYTES), now=now)
        may_leave_out = caller.has(LAW_ONLY_SCOPE)
        answer = decide_one(
            asked, now=now, organisation_id=caller.organisation_id, may_leave_out_standard=may_leave_out
        )
        if not isinstance(answer, Decided):
            raise problem_for(answer)
        told = tell_decided(answer)
        answers_given[told["outcome"]] += 1
        (one,) = record_verifications(answers=[(answer, told)], asker=asker_of(caller), decided_at=now)
        headers = {"Location": f"/api/v1/verifications/{one.id}"}
        return json_response({**told, **_tell_kept(one, now)}, status=201, headers=headers)


class VerificationView(ApiView):
    """An answer that was recorded."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_verification", tags=["verification"], responses=VerificationSerializer)
    def get(self, request: HttpRequest, verification_id: uuid.UUID) -> HttpResponse:
        """What was answered then, as it was. Only the organisation that asked sees it."""
        read_parameters(request, ())
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        told = read_verification(verification_id=verification_id, organisation_id=caller.organisation_id)
        if told is None:
            raise not_found("No such verification was recorded for you")
        return json_response(told)


class BatchView(ApiView):
    """Up to ten thousand questions from one snapshot."""

    scope = "verify:read"
    produces = ("application/json", NDJSON)
    spends_itself = True

    @extend_schema(
        operation_id="verify_batch",
        tags=["verification"],
        request=BatchSerializer,
        responses={(200, "application/json"): BatchAnswerSerializer, (200, NDJSON): BatchAnswerSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Decide many questions; one bad question spoils no other. With x-ndjson a line for each, as they come."""
        now = dt.datetime.now(dt.UTC)
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        try:
            read_parameters(request, ())
            questions, is_full, is_recorded = _read_batch(read_json_object(request, BATCH_BYTES))
        except Problem:
            spend(caller)  # what cannot be read counts as a request too
            raise
        headers = spend(caller, max(1, -(-len(questions) // QUESTIONS_PER_REQUEST)))
        terms = Terms(now, is_full, caller.has(LAW_ONLY_SCOPE), caller.organisation_id)
        is_stream = negotiate(request, self.produces) == NDJSON
        if not is_stream and not is_recorded:
            return _whole(tell_batch(questions, terms), headers)
        answers = decide_questions(questions, terms)
        results = (
            _record_all(answers, is_full, caller, now)
            if is_recorded
            else (tell_answer(answer, is_full=is_full) for answer in answers)
        )
        told = (orjson.dumps(result) for result in results)
        if is_stream:
            lines = (line + b"\n" for line in told)
            return StreamingHttpResponse(in_pieces(lines), content_type=NDJSON, headers=headers)
        return _whole(b",".join(told), headers)


def _whole(results: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(b'{"results":[%b]}' % results, content_type="application/json", headers=headers)


def _read_batch(body: dict[str, Any]) -> tuple[list[Any], bool, bool]:
    unknown = body.keys() - {"questions", "detail", "record"}
    faults = [Fault(pointer_to(name), "unknown_field", "A batch has questions, detail and record") for name in unknown]
    questions, detail, record = body.get("questions"), body.get("detail", "outcome"), body.get("record", False)
    if not isinstance(questions, list):
        faults.append(Fault("/questions", "wrong_type", "A list of questions is needed"))
    elif len(questions) > MOST_QUESTIONS:
        faults.append(Fault("/questions", "too_many", f"At most {MOST_QUESTIONS} questions, not {len(questions)}"))
    if detail not in ("outcome", "full"):
        faults.append(Fault("/detail", "unknown_value", "outcome or full"))
    if not isinstance(record, bool):
        faults.append(Fault("/record", "wrong_type", "true or false"))
    if faults or not isinstance(questions, list):
        raise invalid(tuple(sorted(faults, key=lambda fault: fault.pointer)))
    return questions, detail == "full", bool(record)


def _record_all(answers: Iterator[Answer], is_full: bool, caller: Caller, now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Recorded whole, told as asked; all are kept or none."""
    told = [(answer, tell_answer(answer, is_full=True)) for answer in answers]
    kept = [(answer, one) for answer, one in told if isinstance(answer, Decided)]
    records = iter(record_verifications(answers=kept, asker=asker_of(caller), decided_at=now))
    for answer, one in told:
        if isinstance(answer, Decided):
            shown = one if is_full else {name: one[name] for name in one if name not in ("findings", "gaps", "duties")}
            yield {**shown, **_tell_kept(next(records), now)}
        else:
            yield one


def _tell_kept(kept: Kept, decided_at: dt.datetime) -> dict[str, Any]:
    return {"id": str(kept.id), "decided_at": tell_instant(decided_at), "receipt": kept.receipt}


def asker_of(caller: Caller) -> Asker:
    """For whom an answer is kept."""
    return Asker(caller.organisation_id, caller.key_id, caller.user_id)
