"""Asking about rosters over HTTP, as a clinic does."""

import csv
import io

from django.utils import timezone

from clinics.operations.monitoring.redeciding import redecide_due
from tests.clinics.world import ADA

ROSTER = "/api/v1/roster"
CYRIL = "FN-CYR0-0001"


def added(caller, site, number=ADA, **more):
    told = {"site": site.code, "practitioner": {"registry_number": number}, "role": "therapist"}
    return caller.post(ROSTER, {**told, "patient_groups": ["adult"], **more}, content_type="application/json")


def sent(caller, method, path, **told):
    return getattr(caller, method)(f"{ROSTER}/{path}", told, content_type="application/json")


def listed(caller, **query):
    response = caller.get(ROSTER, query)
    assert response.status_code == 200, response.content
    return [(one["practitioner"]["registry_number"], one["group"], one["outcome"]) for one in response.json()["items"]]


def faults_of(response):
    assert response.status_code == 422, response.content
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}


def decide():
    while redecide_due(at=timezone.now()):
        pass


def rows_of(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
