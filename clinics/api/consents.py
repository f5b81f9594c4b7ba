"""Consents, for the practitioner: what clinics asked, the answer, taking it back, and who looked."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from clinics.api.consent_reading import PAGED, cursor_of, known_id, myself, person_of, read_place, told_page
from clinics.api.consent_schemas import (
    ConsentListSerializer,
    ConsentLogSerializer,
    ConsentRequestListSerializer,
    ConsentRequestSerializer,
    ConsentSerializer,
    tell_consent,
    tell_event,
    tell_request,
)
from clinics.api.reading import accepted, this_instant
from clinics.operations.consents.answering import DECLINED, GRANTED, answer_request, withdraw
from clinics.queries.consents import list_consents, list_requests_to, read_log


class MyConsentRequestsView(ApiView):
    """What was asked of me."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_my_consent_requests",
        tags=["clinics"],
        parameters=PAGED,
        responses=ConsentRequestListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Which clinics asked to see your record, newest first: for the signed-in person alone."""
        someone = myself(request)
        page, following = list_requests_to(someone, after=cursor_of(request))
        return told_page(page, following)


class AnswerView(ApiView):
    """Answering a request."""

    scope = ANY_CALLER
    admits_owners = True

    def answer(self, request: HttpRequest, request_id: int, answer: str) -> HttpResponse:
        """Write the answer down and tell the request."""
        person_id, by = person_of(request)
        read_parameters(request, ())
        now = this_instant()
        made = answer_request(request_id=known_id(request_id), person_id=person_id, answer=answer, by=by, at=now)
        if made is None:
            raise not_found("Nobody asked you this")
        return json_response(tell_request(accepted(made), now))


class GrantView(AnswerView):
    """Granting."""

    @extend_schema(operation_id="grant_consent", tags=["clinics"], request=None, responses=ConsentRequestSerializer)
    def post(self, request: HttpRequest, request_id: int) -> HttpResponse:
        """Let the clinic see your record from now on, until you withdraw it: for the signed-in person alone."""
        return self.answer(request, request_id, GRANTED)


class DeclineView(AnswerView):
    """Declining."""

    @extend_schema(operation_id="decline_consent", tags=["clinics"], request=None, responses=ConsentRequestSerializer)
    def post(self, request: HttpRequest, request_id: int) -> HttpResponse:
        """Say no; the clinic may not ask again for thirty days. For the signed-in person alone."""
        return self.answer(request, request_id, DECLINED)


class MyConsentsView(ApiView):
    """Who may see my record."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="list_my_consents", tags=["clinics"], responses=ConsentListSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Who may see your record and who might once, newest first: for the signed-in person alone."""
        someone = myself(request)
        read_parameters(request, ())
        return json_response({"items": [tell_consent(one) for one in list_consents(someone)], "next": None})


class WithdrawView(ApiView):
    """Taking a consent back."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="withdraw_consent", tags=["clinics"], request=None, responses=ConsentSerializer)
    def post(self, request: HttpRequest, consent_id: int) -> HttpResponse:
        """Nothing of your record is shown to them from now on, and they are told so; again changes nothing.

        For the signed-in person alone.
        """
        person_id, _ = person_of(request)
        read_parameters(request, ())
        consent = withdraw(consent_id=known_id(consent_id), person_id=person_id)
        if consent is None:
            raise not_found("No such consent of yours")
        return json_response(tell_consent(consent))


class ConsentLogView(ApiView):
    """What happened around my record."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="read_consent_log", tags=["clinics"], parameters=PAGED, responses=ConsentLogSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Who asked, what you answered and took back, and every look that stood on it, newest first.

        For the signed-in person alone.
        """
        someone = myself(request)
        given, unread = take_parameters(request, ("cursor",))
        before = read_place(given)
        if unread or before is None:
            raise invalid((*unread, *([] if before else [Fault("/cursor", "not_a_cursor", "Take it from `next`")])))
        page, following = read_log(someone, before=before)
        cursor = ".".join(map(str, following)) if following else None
        return json_response({"items": [tell_event(one) for one in page], "next": cursor})
