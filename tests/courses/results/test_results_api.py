"""Results over HTTP: a file from sending to release, a batch answered row by row, columns told once."""

import datetime as dt

import pytest
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.models import Membership, Organisation, PersonLink, User
from accounts.operations.keys import create_api_key
from courses.models import Attempt, Award, Enrolment, Result, ResultImport
from courses.operations.import_steps import advance
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import release_law
from tests.courses.results.world import HEADER, born, enrol_many, number_of, publish_paper, rows
from tests.credentials.files.test_files import workbook

GOOD = "C-1,E-1,written,2026-03-02,pass,74.5"
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def school(version, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    return version.programme.provider


def person(organisation, mail, *, role="records_officer"):
    """A client with a key that is bound to a person's membership."""
    user = User.objects.create_user(mail, None)
    membership = Membership.objects.create(user=user, organisation=organisation, role=role)
    _, key = create_api_key(organisation=organisation, scopes=("results:write", "courses:read"), membership=membership)
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


@pytest.fixture
def sender(school):
    return person(school, "sender@example.org")


def upload(client, version, content, media_type="text/csv", **more):
    query = {"programme": version.programme_id, "file_name": "march.csv"} | more
    address = "/api/v1/result-imports?" + "&".join(f"{name}={value}" for name, value in query.items())
    return client.post(address, content, content_type=media_type)


def work(answer):
    while advance(import_id=answer.json()["id"], at=NOW):
        pass


def look(client, answer, part=""):
    return client.get(f"/api/v1/result-imports/{answer.json()['id']}{part}")


def act(client, answer, action):
    told = client.post(f"/api/v1/result-imports/{answer.json()['id']}/{action}")
    work(answer)
    return told


def test_a_file_goes_from_sending_to_release_with_two_people(version, school, sender):
    release_law()
    second = person(school, "second@example.org")
    content = rows(GOOD, "C-1,E-1,practical,2026-03-03,pass,", "C-2,E-1,written,2026-02-30,pass,")
    sent = upload(sender, version, content)
    assert (sent.status_code, sent.json()["state"]) == (202, "uploaded")
    work(sent)
    seen = look(sender, sent).json()
    assert (seen["state"], seen["encoding"]) == ("previewed", "utf-8")
    assert seen["rows"] == {"all": 3, "done": 0, "taken": 2, "unchanged": 0, "refused": 1}
    (fault,) = look(sender, sent, "/faults").json()["items"]
    assert fault == {
        "row": 4, "column": "sat_on", "code": "not_a_day", "detail": "2026-02-30 is no day in the form 2026-03-02"
    }  # fmt: skip
    assert act(sender, sent, "confirm").json()["state"] == "running"
    assert look(sender, sent).json()["rows"]["taken"] == 2
    assert act(sender, sent, "check").json()["errors"][0]["code"] == "not_a_second_person"
    assert act(second, sent, "release").json()["errors"][0]["code"] == "not_checked"
    assert act(second, sent, "check").status_code == 200
    assert not Result.objects.filter(released_at__isnull=False).exists()
    assert act(second, sent, "release").status_code == 200
    assert look(sender, sent).json()["state"] == "released"
    assert Result.objects.filter(released_at__isnull=False).count() == 2
    assert Award.objects.get().enrolment.candidate == "C-1"
    forget_compiled()


def test_nobody_checks_their_own_result(version, school, sender):
    second = person(school, "second@example.org")
    learner = Enrolment.objects.get(candidate="C-1").practitioner.person
    user = User.objects.get(email="second@example.org")
    PersonLink.objects.create(user=user, person=learner, linked_by=User.objects.create_user("keeper@example.org", None))
    sent = upload(sender, version, rows(GOOD, GOOD.replace("C-1", "C-2")))
    work(sent)
    act(sender, sent, "confirm")
    act(second, sent, "check")
    act(second, sent, "release")
    released = Result.objects.filter(released_at__isnull=False)
    assert [one.attempt.enrolment.candidate for one in released] == ["C-2"]


def test_refused_rows_are_fetched_mended_and_sent_again(version, sender):
    sent = upload(sender, version, rows(GOOD, '=1+1,E-1,written,2026-03-02,pass,"80,5"'))
    work(sent)
    fetched = look(sender, sent, "/refused")
    assert fetched["Content-Type"] == "text/csv; charset=utf-8"
    told = fetched.content.decode("utf-8-sig")
    assert told.splitlines()[0] == f"{HEADER},filiform_reason"
    assert told.splitlines()[1].startswith('\'=1+1,E-1,written,2026-03-02,pass,"80,5",')
    mended = upload(sender, version, told.replace("'=1+1", "C-3").replace("80,5", "80.5").encode("utf-8-sig"))
    work(mended)
    assert look(sender, mended).json()["rows"]["taken"] == 1


def test_a_workbook_is_imported_as_a_csv_file_is(version, sender):
    content = workbook(HEADER.split(","), ["C-1", "E-1", "written", dt.date(2026, 3, 2), "pass", 74.5])
    sent = upload(sender, version, content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    work(sent)
    act(sender, sent, "confirm")
    assert Result.objects.get().percent == 7450


def test_columns_are_told_over_http_and_the_file_that_waits_is_read(version, sender):
    sent = upload(sender, version, b"Nr,When,Ok\nC-1,2026-03-02,yes\n")
    work(sent)
    seen = look(sender, sent).json()
    assert seen["state"] == "paused"
    assert {one["pointer"] for one in seen["problems"]} == {"/columns/Nr", "/columns/When", "/columns/Ok"}
    mapping = {"columns": {"Nr": "candidate", "When": "sat_on", "Ok": "passed"}}
    body = {"header": ["Nr", "When", "Ok"], "mapping": mapping}
    refused = sender.put("/api/v1/result-mappings", body, content_type="application/json")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/mapping/columns"] * 2
    mapping["constants"] = {"examination": "E-1", "form": "written"}
    assert sender.put("/api/v1/result-mappings", body, content_type="application/json").json() == body
    assert sender.get("/api/v1/result-mappings").json()["items"] == [body]
    work(sent)
    assert look(sender, sent).json()["rows"]["taken"] == 1


def test_what_is_sent_must_be_a_file_of_ones_own_within_the_limit(version, school, sender, settings):
    other = Organisation.objects.create(name="Other School", kind="provider")
    stranger = person(other, "stranger@example.org")
    assert upload(stranger, version, rows(GOOD)).status_code == 404
    assert upload(sender, version, b"{}", "application/json").status_code == 415
    assert upload(sender, version, rows(GOOD), programme="x").status_code == 422
    settings.RESULT_FILE_BYTES = 20
    assert upload(sender, version, rows(GOOD)).status_code == 413
    assert not ResultImport.objects.exists()
    settings.RESULT_FILE_BYTES = 1_000
    sent = upload(sender, version, rows(GOOD))
    for part in ("", "/faults", "/refused"):
        assert look(stranger, sent, part).status_code == 404
    for action in ("confirm", "cancel", "check", "release"):
        assert act(stranger, sent, action).status_code == 404
    assert stranger.get("/api/v1/result-imports").json()["items"] == []
    assert [one["id"] for one in sender.get("/api/v1/result-imports").json()["items"]] == [sent.json()["id"]]


def batch(client, version, *results):
    body = {"programme": version.programme_id, "results": list(results)}
    return client.post("/api/v1/results/batch", body, content_type="application/json")


ONE = {"candidate": "C-1", "examination": "E-1", "form": "written", "sat_on": "2026-03-02", "passed": True}


def test_a_batch_is_answered_row_by_row(version, sender):
    publish_paper(version)
    born(enrol_many(version, 1, start=50)[0], "1990-05-05")
    scored = {k: v for k, v in ONE.items() if k != "passed"} | {"candidate": "C-2", "paper": 1}
    answer = batch(
        sender,
        version,
        ONE | {"percent": 74.5},
        scored | {"totals": {"safety": 18, "other": 22}},
        scored | {"candidate": "C-3", "totals": {"safety": 25, "else": 1}},
        ONE | {"candidate": "C-99", "sat_on": 5, "colour": "red"},
        ONE | {"candidate": "C-50", "sat_on": "1990-05-04"},
        ONE | {"candidate": None, "registry_number": number_of(4), "score": 9, "max_score": 10},
        "C-1",
    )  # fmt: skip
    assert answer.status_code == 200, answer.content
    told = [(one["status"], [(e["pointer"], e["code"]) for e in one["errors"]]) for one in answer.json()["results"]]
    assert told == [
        ("recorded", []),
        ("recorded", []),
        ("refused", [("/totals/other", "missing"), ("/totals/else", "unknown_section"),
                     ("/totals/safety", "above_maximum")]),
        ("refused", [("/colour", "unknown_field"), ("/sat_on", "wrong_type"), ("/candidate", "unknown_candidate")]),
        ("refused", [("/sat_on", "before_birth"), ("/sat_on", "before_enrolment")]),
        ("recorded", []),
        ("refused", [("", "not_an_object")]),
    ]  # fmt: skip
    assert list(Result.objects.order_by("pk").values_list("passed", "percent")) == [
        (True, 7450), (True, 6666), (True, 9000)
    ]  # fmt: skip
    again = batch(sender, version, ONE | {"percent": 74.5}, ONE | {"candidate": "C-5"})
    assert [one["status"] for one in again.json()["results"]] == ["unchanged", "recorded"]
    assert Attempt.objects.count() == 4


def test_a_batch_that_is_none_names_every_fault(version, sender):
    answer = sender.post("/api/v1/results/batch", {"results": [], "x": 1}, content_type="application/json")
    assert {one["pointer"] for one in answer.json()["errors"]} == {"/programme", "/results", "/x"}
