"""A list checked once, without a roster: answers beside its rows, and nothing kept."""

import csv
import io

import pytest

from clinics.models import RosterImport, StagedEntry
from credentials.models import Verification
from tests.clinics.imports.world import ADA_NPI, NEW_NPI, sheet
from tests.clinics.world import ADA, BEN, CONSENT, CY, client_of, make_clinic, make_site
from tests.credentials.files.test_files import workbook

pytestmark = pytest.mark.django_db
HEADER = "registry number,npi,name,jurisdiction,group,age,day"
DAY = "2026-03-02"


def check(caller, *rows, header=HEADER, accept="application/json", **query):
    words = "&".join(f"{name}={value}" for name, value in query.items())
    content = rows[0] if isinstance(rows[0], bytes) else sheet(*rows, header=header)
    return caller.post(f"/api/v1/roster-checks?{words}", content, content_type="text/csv", headers={"Accept": accept})


def outcomes(response):
    assert response.status_code == 200, response.content
    return [(one["row"], one.get("outcome") or one["problem"]["status"]) for one in response.json()["results"]]


def test_a_list_is_answered_row_by_row(people, caller):
    answer = check(
        caller,
        f"{ADA},,Ada Okafor,XB,adult,,{DAY}",
        f",{ADA_NPI},Bob Okafor,xb,adult,,{DAY}",
        f"{CY},,,XA,,40,{DAY}",
        f"{BEN},,,XQ,adult,,{DAY}",
        f"FN-N0NE-0001,,,XB,adult,,{DAY}",
        f"{ADA},,,XB,adult,7,2026-02-30",
        f"{BEN},{ADA_NPI},,XB,adult,,{DAY}",
    )
    assert outcomes(answer) == [
        (2, "permitted"), (3, "undetermined"), (4, "refused"), (5, 422), (6, 404), (7, 422), (8, 422),
    ]  # fmt: skip
    faulty = answer.json()["results"][5]["problem"]["errors"]
    assert [(one["pointer"], one["code"]) for one in faulty] == [("/day", "not_a_day"), ("/age", "age_or_group")]
    assert [one["code"] for one in answer.json()["results"][6]["problem"]["errors"]] == ["two_persons"]


def test_what_holds_for_every_row_comes_with_the_address_and_a_site_brings_its_rules(people, caller, clinic):
    site = make_site(clinic, "Main Street", declares=[CONSENT])
    told = {"header": "registry number", "patient_groups": "adult", "on": DAY}
    assert outcomes(check(caller, ADA, CY, site="Main Street", **told)) == [(2, "permitted"), (3, "refused")]
    assert outcomes(check(caller, ADA, jurisdiction="XA", **told)) == [(2, "conditional")]
    assert outcomes(check(caller, ADA, site=site.code, **told)) == [(2, "permitted")]
    other = make_site(make_clinic("Birch Clinic"), "Elsewhere")
    assert outcomes(check(caller, ADA, site=other.code, **told)) == [(2, 422)]


def test_answers_come_as_a_table_without_names(people, caller):
    rows = (f"{ADA},,Ada Okafor,XB,adult,,{DAY}", f"{CY},,,XB,,7,{DAY}", f"nobody,,,XB,adult,,{DAY}")
    answer = check(caller, *rows, accept="text/csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    first, second, third = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (first["row"], first["registry_number"], first["outcome"], first["may_perform"]) == (
        "2", ADA, "permitted", "true",
    )  # fmt: skip
    assert (second["age"], second["group"], second["may_perform"]) == ("7", "", "false")
    assert "parental_consent" in second["conditions"] or "patient_age" in second["gaps"]
    assert third["problem"].startswith("/registry number: nobody is not FN-")
    assert b"Okafor" not in answer.content


def test_nothing_is_kept_unless_it_is_asked_for(people, caller):
    answer = check(caller, f"{ADA},,Ada Okafor,XB,adult,,{DAY}", f"{ADA},,,XQ,adult,,{DAY}")
    assert not Verification.objects.exists()
    assert not RosterImport.objects.exists() | StagedEntry.objects.exists()
    answer = check(caller, f"{ADA},,Ada Okafor,XB,adult,,{DAY}", f"{ADA},,,XQ,adult,,{DAY}", record="true")
    kept = Verification.objects.get()
    (first, second) = answer.json()["results"]
    assert (first["id"], "findings" in first, "problem" in second) == (str(kept.pk), False, True)
    assert first["receipt"] == kept.receipt
    assert "Okafor" not in kept.answer
    full = check(caller, f"{ADA},,,XB,adult,,{DAY}", detail="full").json()["results"][0]
    assert full["findings"]


REFUSED = [
    ({"header": "shoe size"}, ["unmapped_column"]),
    ({"header": "name"}, ["missing_field"] * 3),
    ({"header": "npi", "jurisdiction": "XA", "age": "7", "detail": "some"}, ["unknown_value"]),
    ({"header": "npi", "jurisdiction": "XA", "age": "7", "npi": "1"}, ["unknown_parameter"]),
    ({"header": "npi,npi", "jurisdiction": "XA", "age": "7"}, ["column_twice"]),
]


@pytest.mark.parametrize(("told", "codes"), REFUSED, ids=[str(one[0]) for one in REFUSED])
def test_a_list_that_is_none_is_refused_whole(people, caller, told, codes):
    answer = check(caller, "x", **told)
    assert (answer.status_code, [one["code"] for one in answer.json()["errors"]]) == (422, codes)


def test_more_than_ten_thousand_rows_are_refused_and_a_list_counts_as_a_batch_does(people, caller, settings):
    told = {"header": "npi", "jurisdiction": "XA", "age": "7"}
    answer = check(caller, *[NEW_NPI] * 10_001, **told)
    assert [one["code"] for one in answer.json()["errors"]] == ["too_many_rows"]
    settings.RATE_LIMIT_PER_MINUTE = 100
    before = check(caller, NEW_NPI, **told)
    after = check(caller, *[NEW_NPI] * 250, **told)
    assert int(before["RateLimit-Remaining"]) - int(after["RateLimit-Remaining"]) == 3


def test_a_workbook_may_be_sent_and_other_things_not(people, caller):
    address = "/api/v1/roster-checks?jurisdiction=XB&patient_groups=adult"
    book = workbook(["registry number"], [ADA])
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert outcomes(caller.post(address, book, content_type=kind)) == [(2, "permitted")]
    assert caller.post(address, b"{}", content_type="application/json").status_code == 415
    viewer = client_of(make_clinic("Birch Clinic"), "roster:read")
    assert viewer.post(address, book, content_type=kind).status_code == 403
