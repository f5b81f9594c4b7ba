"""`POST /point-of-care`: the moment before treatment; and `GET /precautions`, by which patients are screened.

Nothing about a patient leaves this request but in its answer: no row, no log, no address, no count holds it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.bodies import read_json_object
from accounts.api.callers import Caller
from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, json_response
from clinics.api.point_of_care_reading import part_question, patient_of, read_answers, read_regions
from clinics.api.point_of_care_schemas import (
    PointOfCareAnswerSerializer,
    PointOfCareSerializer,
    PrecautionsSerializer,
)
from clinics.queries.precautions import held_precautions, jurisdiction_of_site
from clinics.screening.screening import screen
from clinics.screening.telling import tell_aftercare, tell_precaution, tell_screening
from credentials.api.refusals import LAW_ONLY_SCOPE, problem_for
from credentials.api.schemas import OUTCOMES
from credentials.counting import answers_given
from credentials.decisions import FORBIDDEN, Answer, Decided, Unanswered, decide_many
from credentials.questions import read_asked
from credentials.records.faults import Fault, Refusal
from credentials.telling import tell_decided

BODY_BYTES = 64 * 1024


class PointOfCareView(ApiView):
    """Both sides of a treatment, asked right before it."""

    scope = "verify:read"
    keeps_nothing = True

    @extend_schema(
        operation_id="ask_point_of_care",
        tags=["clinics"],
        request=PointOfCareSerializer,
        responses=PointOfCareAnswerSerializer,
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """May this practitioner needle this patient now, and what does the patient's side say?

        A POST because an address is written down in many places; nothing of it is recorded, and it takes no
        `Idempotency-Key`. Each precaution is told with every source's own category; the most cautious decides. What
        was not asked is never clear.
        """
        read_parameters(request, ())
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        body = read_json_object(request, BODY_BYTES)
        now, precautions = dt.datetime.now(dt.UTC), held_precautions()
        question, faults = part_question(body)
        regions, unread = read_regions(body)
        answers, unasked = read_answers(body.get("screening"), precautions)
        decided = _decide(question, regions, [*faults, *unread, *unasked], caller, now)
        told = [tell_decided(one) for one in decided]
        worst = min(told, key=lambda one: OUTCOMES.index(one["outcome"]))
        answers_given[worst["outcome"]] += 1
        patient = patient_of(question, regions, answers)
        screening = screen(patient, precautions)
        return json_response(
            {
                "may_treat": worst["may_perform"] and screening.may_go_on,
                "decision": worst,
                "regions": [
                    {"region": region, "outcome": one["outcome"]} for region, one in zip(regions, told, strict=False)
                ],
                "to_tick": _conditions(told),
                "screening": tell_screening(screening),
                "aftercare": tell_aftercare(patient, precautions),
            }
        )


class PrecautionsView(ApiView):
    """What patients are screened by."""

    scope = None
    public_because = "what public documents say about patients in general is everyone's to read"

    @extend_schema(operation_id="list_precautions", tags=["clinics"], responses=PrecautionsSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Every precaution with what each source says of it, in that source's own category, contradictions included."""
        read_parameters(request, ())
        items = [tell_precaution(item) for item in held_precautions().items.values()]
        return json_response({"items": items, "next": None})


def _decide(
    question: dict[str, Any], regions: Sequence[str], faults: list[Fault], caller: Caller, now: dt.datetime
) -> list[Decided]:
    """The decision for each region, or the only one where none is named; a Problem with every fault."""
    site = question.get("site")
    named = question if question.get("jurisdiction") is not None else question | _place_of(site, caller)
    asked = [read_asked({**named, "body_region": region}, now=now) for region in regions] or [
        read_asked(named, now=now)
    ]
    if isinstance(question.get("body_region"), str) and question["body_region"] not in regions:
        asked = [read_asked(named, now=now)]  # it is no region: its fault is told with the others
    may_leave_out = caller.has(LAW_ONLY_SCOPE)
    answers = list(
        decide_many(asked, now=now, organisation_id=caller.organisation_id, may_leave_out_standard=may_leave_out)
    )
    decided = [one for one in answers if isinstance(one, Decided)]
    if len(decided) < len(answers) or faults:
        refused = next((one for one in answers if not isinstance(one, Decided)), None)
        raise problem_for(_refused(refused, faults, has_site=isinstance(site, str)))
    return decided


def _place_of(site: object, caller: Caller) -> dict[str, str]:
    found = jurisdiction_of_site(site, organisation_id=caller.organisation_id) if isinstance(site, str) else None
    return {} if found is None else {"jurisdiction": found}


def _refused(answer: Answer | None, faults: list[Fault], *, has_site: bool) -> Refusal | Unanswered:
    """Every fault of the whole body. That a place is missing says nothing where a site was named that nobody knows."""
    if isinstance(answer, Unanswered) and (answer.reason == FORBIDDEN or not faults):
        return answer
    found = answer.faults if isinstance(answer, Refusal) else ()
    kept = [one for one in found if not (has_site and one.pointer == "/jurisdiction" and one.code == "missing")]
    return Refusal((*kept, *faults))


def _conditions(told: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """What somebody has to tick, of all regions together, each with its sentence."""
    found: dict[str, dict[str, str]] = {}
    for one in told:
        says = {gap["code"]: gap["says"] for gap in one["gaps"] if gap["status"] == "condition"}
        for condition in one["conditions_about"]:
            code = condition["code"]
            found.setdefault(code, {"code": code, "about": condition["about"], "says": says[code]})
    return list(found.values())
