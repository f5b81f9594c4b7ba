"""`/enrolments/{id}/supervised` and `/supervised/{id}` over HTTP: who logs, who signs, and no word on patients."""

import pytest

from courses.models import SupervisedSession
from tests.courses.sessions.calling import RIVAL, SCHOOL, faults, in_days, key_of, signed_in, stranger, today
from tests.courses.sessions.world import SUPERVISOR, make_learner, put_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(law):
    return put_person(SUPERVISOR)


@pytest.fixture
def enrolment(programme, supervisor):
    return make_learner(1, programme)


@pytest.fixture
def learner(enrolment):
    return signed_in("learner", practitioner=enrolment.practitioner)


def body(**changes):
    told = {
        "level": "L1",
        "on": in_days(0),
        "jurisdiction": "XC",
        "cases": 3,
        "hours": 2.5,
        "patient_groups": ["adult"],
        "body_regions": ["neck"],
        "supervisor": {"registry_number": SUPERVISOR},
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def log(caller, enrolment, **changes):
    return caller.post(f"/enrolments/{enrolment.pk}/supervised", body(**changes))


@pytest.fixture
def logged(learner, enrolment):
    made = log(learner, enrolment)
    assert made.status_code == 201, made.content
    return made.json()


def sign(caller, logged, **told):
    return caller.post(f"/supervised/{logged['id']}/sign", told)


def test_the_learner_logs_and_the_supervisor_signs_by_their_own_account(school, learner, enrolment, logged, supervisor):
    assert (logged["signed"], logged["hours"], logged["supervisor"]) == (None, 2.5, {"registry_number": SUPERVISOR})
    assert logged["needling"]["may_needle"] == "cannot_tell"
    account = signed_in("supervisor", practitioner=supervisor)
    assert [one["id"] for one in account.get("/supervised").json()["items"]] == [logged["id"]]
    signed = sign(account, logged)
    assert signed.status_code == 200, signed.content
    assert signed.json()["signed"] is True
    assert signed.json()["standing"]["outcome"] in ("permitted", "conditional")
    assert account.get("/supervised").json()["items"] == []
    for reader in (school, learner):
        assert reader.get(f"/enrolments/{enrolment.pk}/supervised").json()["items"] == [signed.json()]


def test_a_records_officer_signs_for_a_sheet_and_names_it(logged):
    officer = key_of(SCHOOL, "courses:read", "results:write")
    assert faults(sign(officer, logged)) == [("/on_paper", "missing")]
    for words in ("signed for Mrs Miller", "Miller", "x" * 41 + "1"):
        assert faults(sign(officer, logged, on_paper=words)) == [("/on_paper", "not_a_reference")]
    signed = sign(officer, logged, on_paper="LOG-2026/17").json()
    assert (signed["signed"], signed["standing"]["on_paper"]) == (True, "LOG-2026/17")


def test_the_learner_never_signs_whatever_else_they_are(enrolment, learner, logged):
    assert sign(learner, logged).status_code == 403
    assert sign(learner, logged, on_paper="LOG-1").status_code == 403
    assert learner.post(f"/supervised/{logged['id']}/refuse", {"because": "not_present"}).status_code == 403
    officer = signed_in("both", role="records_officer", practitioner=put_person("FN-1EAR-0007"))
    assert sign(officer, logged, on_paper="LOG-1").status_code == 200


def test_an_officer_who_is_the_learner_signs_nothing(programme, supervisor):
    enrolment = make_learner(3, programme)
    both = signed_in("both", role="records_officer", practitioner=enrolment.practitioner)
    logged = log(both, enrolment).json()
    assert sign(both, logged, on_paper="LOG-1").status_code == 403


def test_others_do_not_sign(school, logged):
    instructor = signed_in("teacher", role="instructor")
    assert sign(instructor, logged).status_code == 403
    assert sign(instructor, logged, on_paper="LOG-1").status_code == 403
    assert sign(key_of(SCHOOL, "courses:read", "courses:write"), logged, on_paper="LOG-1").status_code == 403
    assert sign(key_of(RIVAL), logged, on_paper="LOG-1").status_code == 404
    assert sign(signed_in("other", practitioner=put_person("FN-1EAR-0008")), logged).status_code == 404
    assert sign(stranger(), logged).status_code == 401
    assert SupervisedSession.objects.get().signed is None


def test_a_supervisor_does_not_sign_for_paper(logged, supervisor):
    assert sign(signed_in("supervisor", practitioner=supervisor), logged, on_paper="LOG-1").status_code == 403


def test_a_supervisor_without_standing_is_refused_with_the_reason(logged, supervisor):
    put_person(SUPERVISOR, licences=[])
    account = signed_in("supervisor", practitioner=supervisor)
    assert faults(sign(account, logged)) == [("", "supervisor_standing")]


def test_a_refusal_is_one_of_a_few_words(logged, supervisor):
    account = signed_in("supervisor", practitioner=supervisor)
    path = f"/supervised/{logged['id']}/refuse"
    assert faults(account.post(path, {"because": "Mr Jones fainted"})) == [("/because", "unknown_value")]
    told = account.post(path, {"because": "other_hours"}).json()
    assert (told["signed"], told["decided_because"]) == (False, "other_hours")
    assert faults(sign(account, logged)) == [("", "refused_already")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"patient": "J. Jones"}, [("/patient", "unknown_field")]),
        ({"notes": "felt dizzy"}, [("/notes", "unknown_field")]),
        ({"body_regions": ["the neck of Mr Jones"]}, [("/body_regions/0", "unknown_value")]),
        ({"patient_groups": []}, [("/patient_groups", "empty_list")]),
        ({"patient_groups": ["adult", "adult"]}, [("/patient_groups/1", "repeated")]),
        ({"patient_groups": ["child"]}, [("/patient_groups/0", "not_taught")]),
        ({"cases": 0}, [("/cases", "not_positive")]),
        ({"cases": 101}, [("/cases", "too_large")]),
        ({"hours": 25}, [("/hours", "more_than_a_day")]),
        ({"on": in_days(1)}, [("/on", "in_the_future")]),
        ({"jurisdiction": "QX-9"}, [("/jurisdiction", "unknown_place")]),
        ({"level": "L9"}, [("/level", "unknown_level")]),
        ({"on": None, "supervisor": None}, [("/on", "missing"), ("/supervisor", "missing")]),
    ],
    ids=lambda value: "" if isinstance(value, list) else ",".join(value),
)
def test_what_is_wrong_with_a_log_is_named(learner, enrolment, changes, expected):
    assert faults(log(learner, enrolment, **changes)) == expected
    assert not SupervisedSession.objects.exists()


def test_days_before_birth_and_before_enrolment_are_refused(learner, enrolment):
    put_person(SUPERVISOR, born_on=today().isoformat())
    assert log(learner, enrolment).status_code == 201
    day = "2026-05-31"  # the day before the enrolment of the world
    assert faults(log(learner, enrolment, on=day)) == [("/on", "before_birth"), ("/on", "before_enrolment")]


def test_who_logs(school, enrolment, learner):
    assert log(school, enrolment).status_code == 201
    assert faults(log(learner, enrolment)) == [("", "logged_already")]
    assert log(key_of(SCHOOL, "courses:read"), enrolment, cases=1).status_code == 403
    assert log(key_of(RIVAL), enrolment, cases=1).status_code == 404
    assert log(stranger(), enrolment, cases=1).status_code == 401
    assert log(signed_in("other", practitioner=put_person("FN-1EAR-0008")), enrolment, cases=1).status_code == 404


def test_nobody_on_file_and_nobodys_own_supervisor(learner, enrolment):
    assert log(learner, enrolment, supervisor={"registry_number": "FN-0000-0000"}).status_code == 404
    own = {"registry_number": enrolment.practitioner.registry_number}
    assert faults(log(learner, enrolment, supervisor=own)) == [("/supervisor", "own_supervisor")]
