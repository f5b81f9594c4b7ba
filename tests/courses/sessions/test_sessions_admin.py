"""Sessions and enrolments in the admin: a provider's administrators look at their own, and act with a reason."""

import datetime as dt

import pytest
from django.test import Client

from accounts.models import Membership, Organisation, User
from courses.models import Enrolment, Seat, Session
from courses.operations.attendance import record_attendance
from courses.operations.attendance_sheet import Told
from courses.operations.seating import ask_seat
from courses.operations.supervision import Logged, Signature, log_supervised, sign_supervised
from tests.courses.sessions.calling import RIVAL, SCHOOL, today
from tests.courses.sessions.world import AT, BY, SUPERVISOR, TODAY, make_learner, make_session, put_person

pytestmark = pytest.mark.django_db
NAMES = ("session", "enrolment", "seat", "supervisedsession")


def sign_in(email, organisation=None, **fields):
    user = User.objects.create_user(email, is_staff=True, **fields)
    if organisation is not None:
        held, _ = Organisation.objects.get_or_create(name=organisation, defaults={"kind": "provider"})
        Membership.objects.create(user=user, organisation=held, role=Membership.Role.PROVIDER_ADMIN)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def rows(programme):
    """A session of today with a learner, attendance and a signature, and one in waiting."""
    session = make_session(programme, starts_on=today(), ends_on=today(), capacity=1)
    one, two = (make_learner(n, programme) for n in (1, 2))
    seats = [
        ask_seat(session_id=session.pk, enrolment_id=enrolment.pk, at=AT + dt.timedelta(n), on=TODAY, by=BY)
        for n, enrolment in enumerate((one, two))
    ]
    supervised = log_supervised(
        enrolment_id=one.pk,
        told=Logged(
            level_code="L1",
            on=TODAY,
            jurisdiction="XA",
            cases=1,
            hundredths=100,
            patient_groups=("adult",),
            body_regions=(),
            supervisor=put_person(SUPERVISOR),
        ),
        today=TODAY,
        by=BY,
    )
    sign_supervised(supervised_id=supervised.pk, signature=Signature("user:2"), at=AT, today=TODAY)
    return {"session": session, "enrolment": one, "seat": seats[0], "supervisedsession": supervised}


@pytest.fixture
def boss(rows):
    return sign_in("boss@example.org", SCHOOL)


def page(name, row, word="change"):
    return f"/admin/courses/{name}/{row.pk}/{word}/"


@pytest.mark.parametrize("name", NAMES)
def test_a_provider_looks_at_its_own_and_edits_nothing_there(boss, rows, name):
    assert boss.get(f"/admin/courses/{name}/").status_code == 200
    shown = boss.get(page(name, rows[name]))
    assert shown.status_code == 200
    assert b'name="_save"' not in shown.content
    assert boss.get(f"/admin/courses/{name}/add/").status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_others_do_not_see_them(rows, name):
    rival = sign_in("rival@example.org", RIVAL)
    assert rival.get(page(name, rows[name])).status_code == 302
    assert sign_in("nobody@example.org").get(f"/admin/courses/{name}/").status_code == 403


def test_what_was_decided_and_answered_is_shown(boss, rows):
    assert b"licence_in_force" in boss.get(page("enrolment", rows["enrolment"])).content
    assert b"known_at" in boss.get(page("supervisedsession", rows["supervisedsession"])).content


def test_a_session_is_cancelled_with_a_reason(boss, rows):
    path = page("session", rows["session"], "cancel")
    assert boss.post(path, {"reason": ""}).status_code == 200
    assert Session.objects.get().cancelled_at is None
    assert boss.post(path, {"reason": "rain"}).status_code == 302
    assert Session.objects.get().cancelled_because == "rain"
    assert boss.get(path).status_code == 403


def test_what_took_place_is_not_cancelled_and_the_form_says_why(boss, rows):
    told = Told(rows["enrolment"].pk, "hands-on", today(), 800)
    noon = dt.datetime.now(dt.UTC)
    record_attendance(session_id=rows["session"].pk, rows=[told], at=noon, today=today(), by=BY)
    refused = boss.post(page("session", rows["session"], "cancel"), {"reason": "rain"})
    assert b"somebody attended" in refused.content
    assert b"hands-on" in boss.get(page("seat", rows["seat"])).content


@pytest.mark.parametrize(("name", "word"), [("enrolment", "withdraw"), ("seat", "give-up")])
def test_a_seat_that_is_freed_goes_to_who_waits(boss, rows, name, word):
    assert boss.post(page(name, rows[name], word), {"reason": "ill"}).status_code == 302
    assert list(Seat.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "seated"]
    assert boss.get(page(name, rows[name], word)).status_code == 403


def test_another_provider_acts_on_nothing(rows):
    rival = sign_in("rival@example.org", RIVAL)
    for name, word in (("session", "cancel"), ("enrolment", "withdraw"), ("seat", "give-up")):
        assert rival.post(page(name, rows[name], word), {"reason": "x"}).status_code in (302, 403, 404)
    assert Session.objects.get().cancelled_at is None
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"active"}
    assert set(Seat.objects.values_list("state", flat=True)) == {"seated", "waiting"}
