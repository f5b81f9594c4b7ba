"""`POST /roster-checks`: a list of people checked at once, without a roster, and kept nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.callers import Caller
from accounts.api.limits import spend
from accounts.api.parameters import pointer_to, take_parameters
from accounts.api.problems import Fault, Problem, invalid, problem_json
from accounts.api.views import ApiView, negotiate
from clinics.api.list_answers import COLUMNS, write_answer
from clinics.api.reading import accepted, caller_with, released_law, this_instant
from clinics.operations.list_checks import RowAnswer, answer_list, read_list
from credentials.api.batches import tell_answer
from credentials.api.refusals import LAW_ONLY_SCOPE
from credentials.api.table_files import CSV, XLSX, csv_response, read_file, refuse_other_media
from credentials.api.verifications import QUESTIONS_PER_REQUEST, asker_of
from credentials.decisions import Decided
from credentials.operations.verifications import record_verifications

JSON = "application/json"
FOR_ALL = (
    "site", "jurisdiction", "patient_groups", "age", "on", "licence_jurisdiction", "licence_profession",
)  # fmt: skip
_SHORT = ("findings", "gaps", "duties")  # what an outcome is told without
Told = tuple[int, dict[str, Any]]


class RowAnswerListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """An answer for each row, in the rows' order."""

    results = serializers.ListField(
        child=serializers.DictField(),
        help_text="`row` and a decision as a batch tells it, or `row` and a `problem` that names every faulty cell",
    )


class RosterListCheckView(ApiView):
    """Checking a list once."""

    scope = "verify:read"
    produces = (JSON, CSV)
    spends_itself = True

    @extend_schema(
        operation_id="check_list",
        tags=["clinics"],
        parameters=[
            *(OpenApiParameter(one, str, description="The same in every row") for one in FOR_ALL),
            OpenApiParameter("detail", str, enum=["outcome", "full"]),
            OpenApiParameter("record", str, enum=["true", "false"], description="Keep every answer with its receipt"),
        ],
        request={CSV: OpenApiTypes.BINARY, XLSX: OpenApiTypes.BINARY},
        responses={(200, JSON): RowAnswerListSerializer, (200, CSV): OpenApiTypes.STR},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide up to 10,000 rows of a CSV or XLSX file; names are compared and not kept. Needs `verify:read`."""
        now = this_instant()
        caller = caller_with(request, "verify:read")
        try:
            given = _read_given(request)
            refuse_other_media(request)
            released_law()
            constants = {name: given[name] for name in FOR_ALL if name in given}
            content = read_file(request)
            rows = accepted(read_list(organisation_id=caller.organisation_id, content=content, constants=constants))
        except Problem:
            spend(caller)  # what cannot be read counts as a request too
            raise
        headers = spend(caller, -(-len(rows) // QUESTIONS_PER_REQUEST))
        answers = answer_list(
            rows, organisation_id=caller.organisation_id, now=now, may_leave_out_standard=caller.has(LAW_ONLY_SCOPE)
        )
        is_csv = negotiate(request, self.produces) == CSV
        is_full = is_csv or given.get("detail") == "full"
        told = (
            _record(list(answers), caller, now, is_full=is_full)
            if given.get("record") == "true"
            else _tell(answers, is_full=is_full)
        )
        if is_csv:
            written = (write_answer(row, one) for row, one in told)
            return csv_response(_below(COLUMNS, written), name="answers.csv", headers=headers)
        results = b",".join([orjson.dumps({"row": row, **one}) for row, one in told])
        return HttpResponse(b'{"results":[%b]}' % results, content_type=JSON, headers=headers)


def _read_given(request: HttpRequest) -> dict[str, str]:
    given, unread = take_parameters(request, (*FOR_ALL, "detail", "record"))
    faults = list(unread)
    for name, known in (("detail", ("outcome", "full")), ("record", ("true", "false"))):
        if given.get(name, known[0]) not in known:
            faults.append(Fault(pointer_to(name), "unknown_value", f"One of {', '.join(known)}"))
    if faults:
        raise invalid(tuple(faults))
    return given


def _tell(answers: Iterable[RowAnswer], *, is_full: bool) -> Iterator[Told]:
    for one in answers:
        yield one.row, _faulty(one) if one.answer is None else tell_answer(one.answer, is_full=is_full)


def _record(answers: Sequence[RowAnswer], caller: Caller, now: Any, *, is_full: bool) -> Iterator[Told]:
    """Recorded whole, told as asked; all are kept or none."""
    told = list(_tell(answers, is_full=True))
    pairs = zip(answers, told, strict=True)
    decided = [(one.answer, what) for one, (_, what) in pairs if isinstance(one.answer, Decided)]
    kept = iter(record_verifications(answers=decided, asker=asker_of(caller), decided_at=now))
    for one, (row, what) in zip(answers, told, strict=True):
        if isinstance(one.answer, Decided):
            record = next(kept)
            shown = what if is_full else {name: what[name] for name in what if name not in _SHORT}
            yield row, {**shown, "id": str(record.id), "receipt": record.receipt}
        else:
            yield row, what


def _faulty(one: RowAnswer) -> dict[str, Any]:
    """A row's faults as a problem; pointers are the columns."""
    faults = (Fault(pointer_to(x.column) if x.column else "", x.code, x.detail) for x in one.faults)
    return {"problem": problem_json(invalid(tuple(faults)))}


def _below(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    yield header
    yield from rows
