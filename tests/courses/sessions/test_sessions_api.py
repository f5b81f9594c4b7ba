"""`/sessions` over HTTP: open to read, planned by the provider alone, every fault named."""

import datetime as dt

import pytest

from courses.models import Session, SessionStaff
from tests.courses.sessions.calling import RIVAL, SCHOOL, faults, in_days, key_of, signed_in, stranger
from tests.courses.sessions.world import make_programme, make_session

pytestmark = pytest.mark.django_db


def body(programme, **changes):
    told = {
        "programme": programme.pk,
        "level": "L1",
        "jurisdiction": "xa",
        "place": "Xanadu, Dome Hall",
        "starts_on": in_days(10),
        "ends_on": in_days(12),
        "capacity": 2,
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def test_a_session_that_was_planned_is_seen_by_everybody(school, programme):
    made = school.post("/sessions", body(programme))
    assert made.status_code == 201, made.content
    told = made.json()
    assert made["Location"] == f"/api/v1/sessions/{told['id']}"
    assert (told["jurisdiction"], told["seats_free"], told["staff"], told["seats"]) == ("XA", 2, [], [])
    (listed,) = stranger().get("/sessions").json()["items"]
    assert listed == {name: told[name] for name in listed}
    assert not {"staff", "seats", "cancelled_because"} & listed.keys()


def test_what_the_law_says_of_learners_is_told_with_its_citation(school, programme):
    fixed = {"starts_on": dt.date(2026, 7, 1), "ends_on": dt.date(2026, 7, 3)}
    (needling,) = school.get(f"/sessions/{make_session(programme, **fixed).pk}").json()["needling"]
    assert (needling["profession"], needling["may_needle"]) == ("PT", "supervised")
    assert needling["citations"][0]["text"] == "Needling Act § 9"
    elsewhere = make_session(programme, jurisdiction="XB", **fixed)
    (needling,) = school.get(f"/sessions/{elsewhere.pk}").json()["needling"]
    assert needling["may_needle"] == "never"
    unread = make_session(programme, jurisdiction="XC", **fixed)
    assert school.get(f"/sessions/{unread.pk}").json()["needling"][0]["may_needle"] == "cannot_tell"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ends_on": in_days(9)}, [("/ends_on", "reversed")]),
        ({"ends_on": in_days(10 + 366)}, [("/ends_on", "too_long")]),
        ({"jurisdiction": "QX-9"}, [("/jurisdiction", "unknown_place")]),
        ({"level": "L9"}, [("/level", "unknown_level")]),
        ({"components": ["theory", "cooking"]}, [("/components/1", "unknown_component")]),
        ({"components": ["theory", "theory"]}, [("/components/1", "repeated")]),
        ({"examinations": ["EX"]}, [("/examinations/0", "unknown_examination")]),
        ({"capacity": 0}, [("/capacity", "not_positive")]),
        ({"capacity": 10_001}, [("/capacity", "too_large")]),
        ({"capacity": True}, [("/capacity", "wrong_type")]),
        ({"starts_on": "2026-02-30"}, [("/starts_on", "not_a_day")]),
        ({"place": "  "}, [("/place", "blank")]),
        ({"price": 3}, [("/price", "unknown_field")]),
        ({"place": None, "capacity": -1}, [("/place", "missing"), ("/capacity", "negative")]),
    ],
    ids=lambda value: "" if isinstance(value, list) else ",".join(value),
)
def test_what_is_wrong_with_a_plan_is_named(school, programme, changes, expected):
    assert faults(school.post("/sessions", body(programme, **changes))) == expected
    assert not Session.objects.exists()


def test_nobody_plans_for_another_provider(school, rival, programme):
    assert rival.post("/sessions", body(programme)).status_code == 404
    assert school.post("/sessions", body(programme) | {"programme": 999_999}).status_code == 404
    assert key_of(SCHOOL, "courses:read").post("/sessions", body(programme)).status_code == 403
    assert stranger().post("/sessions", body(programme)).status_code == 401


@pytest.mark.parametrize("act", ["get", "patch", "cancel", "staff", "seats", "attendance"])
def test_anothers_session_is_as_if_it_were_none(rival, programme, act):
    session = make_session(programme)
    path = f"/sessions/{session.pk}"
    ways = {
        "get": lambda: rival.get(path),
        "patch": lambda: rival.patch(path, {"capacity": 9}),
        "cancel": lambda: rival.post(f"{path}/cancel", {"because": "x"}),
        "staff": lambda: rival.post(f"{path}/staff", {"user": 1, "role": "examiner"}),
        "seats": lambda: rival.post(f"{path}/seats", {"enrolment": 1}),
        "attendance": lambda: rival.post(f"{path}/attendance", {"rows": []}),
    }
    assert ways[act]().status_code == 404


def test_ids_beyond_all_ids_are_no_error(school, programme):
    assert school.get(f"/sessions/{10**30}").status_code == 404
    assert school.post("/sessions", body(programme) | {"programme": 10**6}).status_code == 404
    assert school.post(f"/seats/{10**30}/withdraw", {"because": "x"}).status_code == 404


def test_coming_sessions_are_listed_in_order_and_narrowed(school, programme):
    other = make_programme(code="DN-2")
    days = {"past": (-9, -1), "now": (-1, 0), "next": (5, 6), "later": (8, 8)}
    made = {
        name: school.post("/sessions", body(programme, starts_on=in_days(a), ends_on=in_days(b))).json()["id"]
        for name, (a, b) in days.items()
    }
    elsewhere = school.post("/sessions", body(other, jurisdiction="XB", starts_on=in_days(6))).json()["id"]
    cancelled = school.post("/sessions", body(programme)).json()["id"]
    assert school.post(f"/sessions/{cancelled}/cancel", {"because": "rain"}).status_code == 200

    def ids(**query):
        return [one["id"] for one in stranger().get("/sessions", **query).json()["items"]]

    assert ids() == [made["now"], made["next"], elsewhere, made["later"]]
    assert ids(jurisdiction="xb") == ids(programme=other.pk) == [elsewhere]
    assert ids(level="L9") == []
    assert ids(**{"from": in_days(7)}) == [elsewhere, made["later"]]
    assert ids(**{"from": in_days(-1)})[0] == made["past"]
    assert ids(cursor=f"{in_days(5)}.{made['next']}") == [elsewhere, made["later"]]


def test_a_page_leads_to_the_next(programme):
    sessions = [make_session(programme, starts_on=dt.date(2199, 1, 1), ends_on=dt.date(2199, 1, 2)) for _ in range(51)]
    first = stranger().get("/sessions").json()
    assert len(first["items"]) == 50
    second = stranger().get("/sessions", cursor=first["next"]).json()
    assert [one["id"] for one in second["items"]] == [sessions[-1].pk]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"programme": "x"}, ("/programme", "not_an_id")),
        ({"jurisdiction": "QX-9"}, ("/jurisdiction", "unknown_place")),
        ({"from": "tomorrow"}, ("/from", "not_a_day")),
        ({"cursor": "2026-13-01.4"}, ("/cursor", "not_a_cursor")),
        ({"cursor": "7"}, ("/cursor", "not_a_cursor")),
        ({"city": "Provo"}, ("/city", "unknown_parameter")),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else ",".join(value),
)
def test_what_is_wrong_with_a_search_is_named(programme, query, expected):
    assert faults(stranger().get("/sessions", **query)) == [expected]


def test_a_change_leaves_the_rest_as_it_was(school, programme):
    made = school.post("/sessions", body(programme, components=["theory"])).json()
    changed = school.patch(f"/sessions/{made['id']}", {"capacity": 9, "examiners_needed": 2})
    assert changed.status_code == 200, changed.content
    assert changed.json() == made | {"capacity": 9, "seats_free": 9, "examiners_needed": 2}
    assert faults(school.patch(f"/sessions/{made['id']}", {"level": "L1"})) == [("/level", "unknown_field")]
    assert faults(school.patch(f"/sessions/{made['id']}", {"ends_on": in_days(1)})) == [("/ends_on", "reversed")]


def test_a_cancellation_needs_a_reason_and_happens_once(school, programme):
    path = f"/sessions/{make_session(programme).pk}"
    assert faults(school.post(f"{path}/cancel", {})) == [("/because", "missing")]
    assert faults(school.post(f"{path}/cancel", {"because": " "})) == [("/because", "blank")]
    told = school.post(f"{path}/cancel", {"because": "rain"}).json()
    assert told["cancelled_at"]
    assert told["cancelled_because"] == "rain"
    assert faults(school.post(f"{path}/cancel", {"because": "rain"})) == [("", "cancelled")]
    assert faults(school.patch(path, {"capacity": 3})) == [("", "cancelled")]
    assert faults(school.post(f"{path}/staff", {"user": 1, "role": "examiner"})) == [("/user", "no_member")]


def test_members_in_their_role_are_put_on_and_taken_off(school, programme):
    path = f"/sessions/{make_session(programme).pk}"
    examiner = signed_in("examiner", role="examiner").user
    other = signed_in("other", role="examiner", organisation=RIVAL).user
    added = school.post(f"{path}/staff", {"email": "Examiner@example.org", "role": "examiner"})
    assert (added.status_code, added.json()) == (201, {"user": examiner.pk, "role": "examiner"})
    assert school.post(f"{path}/staff", {"user": examiner.pk, "role": "examiner"}).status_code == 201
    assert SessionStaff.objects.count() == 1
    wrong = school.post(f"{path}/staff", {"user": examiner.pk, "role": "instructor"})
    assert faults(wrong) == [("/user", "not_in_that_role")]
    for foreign in ({"user": other.pk}, {"email": "other@example.org"}, {"user": 999_999}):
        pointer = "/email" if "email" in foreign else "/user"
        assert faults(school.post(f"{path}/staff", {**foreign, "role": "examiner"})) == [(pointer, "no_member")]
    assert faults(school.post(f"{path}/staff", {"role": "cook"})) == [("/role", "unknown_value")]
    assert faults(school.post(f"{path}/staff", {"role": "examiner"})) == [("", "one_of")]
    assert school.get(path).json()["staff"] == [{"user": examiner.pk, "role": "examiner"}]
    assert school.delete(f"{path}/staff?user={examiner.pk}&role=examiner").status_code == 200
    assert school.delete(f"{path}/staff?user={examiner.pk}&role=examiner").status_code == 404
    assert faults(school.delete(f"{path}/staff?role=examiner")) == [("/user", "missing")]
    assert school.get(path).json()["staff"] == []


def test_the_same_plan_under_one_key_is_planned_once(school, programme):
    more = {"headers": {"Idempotency-Key": "k-1"}, "content_type": "application/json"}
    told = [school.client.post("/api/v1/sessions", body(programme), **more).json() for _ in range(2)]
    assert told[0] == told[1]
    assert Session.objects.count() == 1
