"""Addresses that exist for these tests alone, built on the base of every API view."""

import time
from typing import ClassVar

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import include, path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api import errors
from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.problems import Problem
from accounts.api.views import ApiView, json_response, negotiate

LIMIT_BYTES = 10_000


class Echo(serializers.Serializer):
    caller = serializers.CharField()


class EchoView(ApiView):
    """Tells who asked, and what."""

    scope = "verify:read"

    @extend_schema(operation_id="read_echo", responses=Echo)
    def get(self, request):
        parameters = read_parameters(request, {"on", "attested"}, may_be_empty={"attested"})
        return json_response({"caller": request.caller.organisation_name, "parameters": parameters})

    @extend_schema(operation_id="write_echo", request=Echo, responses={201: Echo})
    def post(self, request):
        return json_response(read_json_object(request, LIMIT_BYTES), status=201)


class CountingView(ApiView):
    """Counts how often it worked; streams, fails or waits when asked to."""

    scope = "verify:read"
    done: ClassVar[list] = []

    def post(self, request):
        told = read_json_object(request, LIMIT_BYTES)
        if told.get("refuse"):
            raise Problem(422, "invalid", "As asked")
        if told.get("break"):
            raise ValueError("as asked")
        time.sleep(told.get("wait", 0))
        self.done.append(told)
        if told.get("stream"):
            return StreamingHttpResponse((b"%d\n" % n for n in range(3)), content_type="application/x-ndjson")
        return json_response({"done": len(self.done)}, status=201, headers={"Location": "/here"})


class PublicView(ApiView):
    """Says hello."""

    scope = None
    public_because = "a greeting is nobody's secret"
    produces = ("application/json", "application/x-ndjson")

    @extend_schema(operation_id="greet", responses=Echo)
    def get(self, request):
        return HttpResponse(content_type=negotiate(request, self.produces))


class BrokenView(ApiView):
    """Breaks."""

    scope = ANY_CALLER

    @extend_schema(operation_id="break", responses=Echo)
    def get(self, request):
        raise ValueError("a secret that no answer may tell")


def raise_outside_the_api(request):
    raise ValueError("a secret that no answer may tell")


urlpatterns = [
    path("api/v1/echo", EchoView.as_view()),
    path("api/v1/public", PublicView.as_view()),
    path("api/v1/broken", BrokenView.as_view()),
    path("api/v1/counting", CountingView.as_view()),
    path("api/v1/plain", raise_outside_the_api),
    path("plain", raise_outside_the_api),
    path("", include("accounts.web.urls")),
    path("", include("config.urls")),
]
handler400, handler403, handler404, handler500 = (
    errors.handle_400,
    errors.handle_403,
    errors.handle_404,
    errors.handle_500,
)
