"""Awards, progress and the levels that close a gap over HTTP."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import PersonLink, User
from courses.ladders.achieved import last_valid_day
from courses.models import Award, Session
from courses.operations.programmes import close_programme
from tests.courses.awards.conftest import client_of
from tests.courses.awards.world import (
    AT,
    LEARNER,
    OTHER,
    RENEWAL,
    attend,
    complete,
    enrol,
    level,
    make_programme,
    make_school,
    put_person,
    release,
    settle,
    sit,
)

pytestmark = pytest.mark.django_db
BASE = "/api/v1"


@pytest.fixture
def school(version):
    return client_of(version.programme.provider, "courses:read", "courses:write")


@pytest.fixture
def foreign(law):
    return client_of(make_school("Another School"), "courses:read", "courses:write")


@pytest.fixture
def today():
    """The views ask the clock: what these tests record is so many days before the day on which they run."""
    return timezone.now().date()


@pytest.fixture
def awarded(version, learner, today):
    return complete_lately(version, learner, today)


def complete_lately(version, practitioner, today):
    enrolment = enrol(version, practitioner, on=today - dt.timedelta(days=200))
    attend(enrolment, on=today - dt.timedelta(days=150))
    for form in ("written", "practical"):
        release(sit(enrolment, form, on=today - dt.timedelta(days=140)))
    (award,) = settle(enrolment, on=today).awarded
    return enrolment, award


def signed_in(practitioner):
    user = User.objects.create_user(email=f"u{practitioner.pk}@example.org", password="a long enough passphrase")
    PersonLink.objects.create(user=user, person=practitioner.person, linked_by=user)
    client = Client()
    client.force_login(user)
    return client


def act(client, award, word, **body):
    return client.post(f"{BASE}/awards/{award.pk}/{word}", body, content_type="application/json")


def test_an_award_as_its_provider_reads_it(awarded, school, today):
    _, award = awarded
    first = today - dt.timedelta(days=140)
    last = last_valid_day(first, 24)
    told = school.get(f"{BASE}/awards/{award.pk}").json()
    assert told["number"] == award.number
    assert told["holder"] == {"registry_number": LEARNER, "candidate": None}
    assert (told["awarded_on"], told["expires_on"]) == (first.isoformat(), last.isoformat())
    opens = last - dt.timedelta(days=90)
    assert told["renewal"] == {"opens_on": opens.isoformat(), "closes_on": last.isoformat()}
    assert "Lea" not in str(told)
    assert [one["id"] for one in school.get(f"{BASE}/awards").json()["items"]] == [award.pk]


def test_acts_over_http(awarded, school, today):
    _, award = awarded
    since = (today - dt.timedelta(days=10)).isoformat()
    suspended = act(school, award, "suspend", reason="an inquiry", **{"from": since})
    assert suspended.status_code == 200, suspended.content
    assert suspended.json()["status"] == "suspended"
    assert suspended.json()["statuses"][0]["from"] == since
    assert act(school, award, "suspend", reason="again").status_code == 422
    assert act(school, award, "reinstate", reason="cleared", **{"from": since}).json()["status"] == "active"
    assert act(school, award, "revoke", reason="for good").json()["status"] == "revoked"
    assert act(school, award, "revoke").status_code == 422


def test_a_renewal_too_early_names_the_window_and_the_hours(awarded, school):
    _, award = awarded
    refused = act(school, award, "renew")
    assert refused.status_code == 422
    assert {one["code"] for one in refused.json()["errors"]} == {"renewal_window", "renewal_education"}


def test_a_renewal_over_http(law, today):
    version = make_programme(level(renewal={**RENEWAL, "opens_days_before": 3650}))
    hours = {"hours": 10, "completed_on": (today - dt.timedelta(days=20)).isoformat(), "subject": "dry_needling"}
    _, award = complete_lately(version, put_person(continuing_education=[hours]), today)
    school = client_of(version.programme.provider, "courses:read", "courses:write")
    made = act(school, award, "renew")
    assert made.status_code == 201, made.content
    assert made.json()["renews"] == award.number
    assert made["Location"] == f"{BASE}/awards/{made.json()['id']}"
    before = school.get(f"{BASE}/awards/{award.pk}").json()
    assert (before["renewed_as"], before["renewal"]) == (made.json()["number"], None)
    assert [one.code for one in Award.objects.get(renews=award).level.version.levels.all()] == ["L1"]


def test_what_another_provider_and_a_stranger_are_told(version, awarded, foreign):
    enrolment, award = awarded
    for path in (f"awards/{award.pk}", f"enrolments/{enrolment.pk}/progress"):
        assert foreign.get(f"{BASE}/{path}").status_code == 404
        assert Client().get(f"{BASE}/{path}").status_code == 401
    assert foreign.get(f"{BASE}/awards").json()["items"] == []
    for word in ("suspend", "revoke", "reinstate", "renew"):
        assert act(foreign, award, word, reason="mine").status_code == 404
    reader = client_of(version.programme.provider, "courses:read")
    assert act(reader, award, "suspend", reason="x").status_code == 403


def test_the_holder_sees_their_own_and_decides_nothing(version, learner):
    enrolment, award = complete(version, learner)
    other, _ = complete(make_programme(code="OTHER"), put_person(OTHER))
    holder = signed_in(learner)
    assert [one["number"] for one in holder.get(f"{BASE}/awards").json()["items"]] == [award.number]
    assert holder.get(f"{BASE}/enrolments/{enrolment.pk}/progress").status_code == 200
    assert holder.get(f"{BASE}/enrolments/{other.pk}/progress").status_code == 404
    assert act(holder, award, "reinstate", reason="please").status_code == 403


@pytest.fixture
def coming(version):
    """Sessions of L1: one full, one with room, one that only examines."""

    def make(days, **more):
        day = timezone.now().date() + dt.timedelta(days=days)
        told = {"jurisdiction": "XA", "place": f"Hall {days}", "starts_on": day, "ends_on": day, "capacity": 1, **more}
        return Session.objects.create(programme=version.programme, level_code="L1", **told)

    return make


def test_progress_names_what_is_missing_and_the_next_session(version, learner, school, coming, today):
    enrolment = enrol(version, learner, on=today - dt.timedelta(days=50))
    attend(enrolment, hours=20, on=today - dt.timedelta(days=40))
    release(sit(enrolment, "written", on=today - dt.timedelta(days=30)))
    full, room, exam = coming(5), coming(10), coming(20, components=["none"], examinations=["L1"])
    full.seats.create(enrolment=enrol(version, put_person(OTHER)), state="seated", asked_at=AT, changed_at=AT)
    (told,) = school.get(f"{BASE}/enrolments/{enrolment.pk}/progress").json()["levels"]
    steps = {one["code"]: one for one in told["requirements"]}
    assert (steps["hands-on"]["status"], steps["hands-on"]["has"], steps["hands-on"]["needs"]) == ("unmet", 20.0, 27.0)
    assert steps["hands-on"]["next_session"]["id"] == room.pk
    assert steps["L1:written"]["met_on"] == (today - dt.timedelta(days=30)).isoformat()
    assert steps["L1:written"]["next_session"] is None
    assert steps["L1:practical"]["next_session"]["id"] == exam.pk
    assert (told["completed_on"], told["award"], told["latest_day"]) == (None, None, None)


def test_progress_after_the_award_asks_for_the_renewal(awarded, school, today):
    enrolment, award = awarded
    (told,) = school.get(f"{BASE}/enrolments/{enrolment.pk}/progress").json()["levels"]
    assert told["completed_on"] == (today - dt.timedelta(days=140)).isoformat()
    assert told["award"]["number"] == award.number
    assert {one["code"] for one in told["award"]["renewal_asks"]} == {"renewal_window", "renewal_education"}


def test_the_latest_day_to_finish_rules_out_later_sessions(law, coming, today):
    version = make_programme(level(finish={"within_days": 30}), code="FAST")
    enrolment = enrol(version, put_person(), on=today)
    session = coming(40)
    Session.objects.filter(pk=session.pk).update(programme=version.programme)
    school = client_of(version.programme.provider, "courses:read")
    (told,) = school.get(f"{BASE}/enrolments/{enrolment.pk}/progress").json()["levels"]
    assert told["latest_day"] == (today + dt.timedelta(days=30)).isoformat()
    assert {one["next_session"] and one["next_session"]["id"] for one in told["requirements"]} == {None}


def closing(**query):
    return Client().get(f"{BASE}/levels", {"closes": "certification", "jurisdiction": "XA", **query})


CLOSED = {
    "hours": ({"closes": "training_hours"}, ["L1"]),
    "an examination": ({"closes": "exam_passed"}, ["L1"]),
    "an approved course": ({"closes": "board_approved_course"}, ["L1"]),
    "approved elsewhere": ({"closes": "board_approved_course", "jurisdiction": "US-UT"}, []),
    "a certification": ({}, ["L1"]),
    "a certification for children": ({"patient_group": "child"}, []),
    "of those that a chiropractor may enter": ({"profession": "DC"}, []),
    "what no course closes": ({"closes": "licence_expired"}, []),
    "supervised sessions, which this level has none of": ({"closes": "supervised_sessions"}, []),
}


@pytest.mark.parametrize(("query", "levels"), CLOSED.values(), ids=CLOSED.keys())
def test_levels_that_close_a_gap(version, query, levels):
    response = closing(**query)
    assert response.status_code == 200, response.content
    assert [one["code"] for one in response.json()["items"]] == levels


def test_every_gap_of_a_refusal_that_a_course_closes_leads_to_one(version, learner, ask, coming):
    session = coming(10)
    gaps = ask(LEARNER)["gaps"]
    assert gaps
    for gap in gaps:
        told = closing(closes=gap["code"]).json()
        assert told["closable"] is True
        assert [one["sessions"][0]["id"] for one in told["items"]] == [session.pk]


REFUSED = {
    "an unknown code": ({"closes": "no_such_code"}, ("/closes", "unknown_code")),
    "an unknown place": ({"jurisdiction": "ZZ-9"}, ("/jurisdiction", "unknown_place")),
    "an unknown profession": ({"profession": "XX"}, ("/profession", "unknown_value")),
    "an unknown group": ({"patient_group": "infant"}, ("/patient_group", "unknown_value")),
    "a cursor of one's own": ({"cursor": "x"}, ("/cursor", "not_a_cursor")),
    "an unknown parameter": ({"colour": "red"}, ("/colour", "unknown_parameter")),
}


@pytest.mark.parametrize(("query", "fault"), REFUSED.values(), ids=REFUSED.keys())
def test_a_wrong_question_about_levels(version, query, fault):
    response = closing(**query)
    assert response.status_code == 422
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [fault]


def test_every_fault_of_a_question_about_levels_is_named(version):
    response = Client().get(f"{BASE}/levels", {"profession": "XX"})
    assert [one["pointer"] for one in response.json()["errors"]] == ["/closes", "/jurisdiction", "/profession"]


def test_a_closed_programme_is_not_named_and_its_certificates_stay(version, learner, ask):
    complete(version, learner)
    close_programme(programme=version.programme, on=timezone.now().date())
    assert closing().json()["items"] == []
    assert ask(LEARNER)["outcome"] == "permitted"
