"""Staff lists over HTTP: from sending to the roster, with the human's word between; those of others are unknown."""

import csv
import io

import pytest

from clinics.models import RosterEntry, RosterImport
from tests.clinics.imports.world import ADA_NPI, go_on, row, sheet
from tests.clinics.world import ADA, BEN, CY, client_of, make_clinic

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/roster-imports"


def upload(caller, *rows, media_type="text/csv", query="file_name=march.csv"):
    return caller.post(f"{ROOT}?{query}", sheet(*rows), content_type=media_type)


@pytest.fixture
def job(people, site, caller):
    answer = upload(
        caller, row(number=ADA), row(npi=ADA_NPI, name="Ada Smith", site="Nowhere"), row(number=CY, name="Al Roe")
    )
    assert answer.status_code == 202, answer.content
    assert answer["Location"] == f"{ROOT}/{answer.json()['id']}"
    return go_on(RosterImport.objects.get(pk=answer.json()["id"]))


def test_a_list_goes_from_sending_to_the_roster(job, caller):
    address = f"{ROOT}/{job.pk}"
    told = caller.get(address).json()
    assert (told["state"], told["rows"], told["counts"]) == ("previewed", 3, {"new": 1, "faulty": 1, "doubtful": 1})
    rows = caller.get(f"{address}/rows").json()["items"]
    assert [(one["row"], one["verdict"], one["registry_number"]) for one in rows] == [
        (2, "new", ADA), (3, "faulty", None), (4, "doubtful", None),
    ]  # fmt: skip
    assert [one["row"] for one in caller.get(f"{address}/rows?what=doubtful").json()["items"]] == [4]
    (match,) = caller.get(f"{address}/matches").json()["items"]
    assert match["candidates"] == [{"registry_number": CY, "agrees": ["registry_number"], "differs": ["name"]}]
    said = caller.post(
        f"{address}/matches",
        {"row": 4, "word": "this_one", "registry_number": CY.lower()},
        content_type="application/json",
    )
    assert (said.status_code, said.json()["word"], said.json()["verdict"]) == (200, "this_one", "new"), said.content
    assert said.json()["said_by"].startswith("key:")
    assert caller.post(f"{address}/confirm").json()["state"] == "running"
    go_on(job)
    assert caller.get(address).json()["counts"] == {"entered": 2, "refused": 1}
    assert set(RosterEntry.objects.values_list("practitioner__registry_number", flat=True)) == {ADA, CY}
    faults = caller.get(f"{address}/faults").json()["items"]
    assert [(one["row"], one["column"], one["code"]) for one in faults] == [(3, "site", "unknown_site")]
    refused = caller.get(f"{address}/refused")
    (back,) = csv.DictReader(io.StringIO(refused.content.decode("utf-8-sig")))
    assert (back["name"], back["filiform_reason"]) == ("Ada Smith", "site: You have no open site Nowhere")


def test_lists_are_told_newest_first_in_pages(people, site, caller, clinic):
    for _ in range(52):
        upload(caller, row(number=ADA))
    first = caller.get(ROOT).json()
    assert (len(first["items"]), first["items"][0]["id"]) == (50, RosterImport.objects.latest("pk").pk)
    second = caller.get(f"{ROOT}?cursor={first['next']}").json()
    assert (len(second["items"]), second["next"]) == (2, None)


def test_a_list_is_cancelled_and_then_cannot_be_confirmed(job, caller):
    assert caller.post(f"{ROOT}/{job.pk}/cancel").json()["state"] == "cancelled"
    answer = caller.post(f"{ROOT}/{job.pk}/confirm")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_previewed")


def test_columns_are_told_over_http(people, site, caller):
    answer = caller.post(
        f"{ROOT}?site=Main%20Street&role=PT&patient_groups=adult", b"Nummer\n" + BEN.encode(), content_type="text/csv"
    )
    job = go_on(RosterImport.objects.get(pk=answer.json()["id"]))
    assert (job.state, job.problems[0]["pointer"]) == ("paused", "/columns/Nummer")
    told = {"header": ["Nummer"], "mapping": {"columns": {"Nummer": "registry_number"}}}
    assert caller.put("/api/v1/roster-mappings", told, content_type="application/json").status_code == 200
    assert caller.get("/api/v1/roster-mappings").json()["items"] == [told]
    assert go_on(job).counts == {"new": 1}
    told["mapping"]["columns"]["Nummer"] = "shoe size"
    answer = caller.put("/api/v1/roster-mappings", told, content_type="application/json")
    assert answer.json()["errors"][0]["pointer"] == "/mapping/columns/Nummer"


WAYS = [
    ("get", ""), ("get", "/rows"), ("get", "/faults"), ("get", "/refused"), ("get", "/matches"), ("post", "/matches"),
    ("post", "/confirm"), ("post", "/cancel"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "end"), WAYS)
def test_what_belongs_to_another_clinic_is_not_there(job, method, end):
    other = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    body = {"row": 4, "word": "leave_out"}
    answer = getattr(other, method)(
        f"{ROOT}/{job.pk}{end}", body if method == "post" else None, content_type="application/json"
    )
    assert answer.status_code == 404
    assert other.get(ROOT).json()["items"] == []
    assert RosterImport.objects.get(pk=job.pk).state == "previewed"


@pytest.mark.parametrize("end", ["/faults", "/refused", "/matches"])
def test_who_only_reads_sees_no_cells(job, clinic, end):
    viewer = client_of(clinic, "roster:read")
    assert viewer.get(f"{ROOT}/{job.pk}").status_code == 200
    assert viewer.get(f"{ROOT}/{job.pk}{end}").status_code == 403
    assert upload(viewer, row(number=ADA)).status_code == 403


SENT = [
    ("media_type", "application/json", 415),
    ("query", "name=x", 422),
    ("query", f"file_name={'x' * 201}", 422),
]


@pytest.mark.parametrize(("name", "value", "status"), SENT)
def test_what_is_sent_must_be_a_file(people, site, caller, name, value, status):
    assert upload(caller, row(number=ADA), **{name: value}).status_code == status
    assert not RosterImport.objects.exists()
