"""`/enrolments` over HTTP: decided and told, for the provider and the learner, for nobody else."""

import pytest

from courses.models import Enrolment
from tests.courses.sessions.calling import RIVAL, SCHOOL, faults, in_days, key_of, signed_in, stranger, today
from tests.courses.sessions.world import make_learner, make_programme, make_session, put_person
from tests.journeys.world import licence

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "FN-1EAR-0001", "FN-1EAR-0002"


@pytest.fixture
def person(law):
    return put_person(NUMBER)


def body(programme, number=NUMBER, **changes):
    return {
        "programme": programme.pk,
        "practitioner": {"registry_number": number},
        "profession": "PT",
        **changes,
    }


def seat_body(enrolment, **changes):
    return {"enrolment": enrolment["id"], **changes}


def coming(programme, **changes):
    days = {"starts_on": today(), "ends_on": today()}
    return make_session(programme, **{**days, **changes})


def test_a_check_tells_and_writes_nothing(school, programme, person):
    told = school.post("/enrolments/check", body(programme))
    assert told.status_code == 200, told.content
    assert (told.json()["outcome"], told.json()["missing"], told.json()["seen"]) == ("eligible", [], None)
    assert {one["code"] for one in told.json()["findings"]} == {"profession_eligible", "licence_in_force"}
    assert school.post("/enrolments/check", body(programme, profession="RMT")).json()["outcome"] == "not_eligible"
    assert not Enrolment.objects.exists()


def test_who_is_enrolled_is_told_without_a_name(school, programme, person):
    made = school.post("/enrolments", body(programme, candidate="C-1"))
    assert made.status_code == 201, made.content
    told = made.json()
    assert made["Location"] == f"/api/v1/enrolments/{told['id']}"
    assert told["practitioner"] == {"registry_number": NUMBER}
    assert (told["candidate"], told["version"], told["state"], told["seats"]) == ("C-1", 1, "active", [])
    assert told["decided"]["outcome"] == "eligible"
    assert "Fictional" not in made.content.decode()
    assert school.get(f"/enrolments/{told['id']}").json() == told


def test_why_not_is_named_and_nothing_written(school, programme, person):
    refused = school.post("/enrolments", body(programme, profession="RMT", seen="a card"))
    assert {code for _, code in faults(refused)} == {"not_eligible"}
    assert not Enrolment.objects.exists()


def test_what_cannot_be_told_needs_somebodys_word(school, programme):
    put_person(NUMBER, licences=[licence("XA", "XA 1", expires_on=None, assurance="self_stated")])
    assert faults(school.post("/enrolments", body(programme))) == [("", "cannot_tell")]
    decided = school.post("/enrolments", body(programme, seen="the card, in person")).json()["decided"]
    assert decided["outcome"] == "cannot_tell"
    assert decided["seen"]["says"] == "the card, in person"
    assert decided["seen"]["by"].startswith("key:")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": in_days(1)}, [("/on", "in_the_future")]),
        ({"on": "1899-12-31"}, [("/on", "day_out_of_range")]),
        ({"profession": "WITCH"}, [("/profession", "unknown_value")]),
        ({"candidate": "Ada Okafor"}, [("/candidate", "not_a_candidate_number")]),
        ({"candidate": "Okafor"}, [("/candidate", "not_a_candidate_number")]),
        ({"seen": ""}, [("/seen", "blank")]),
        ({"practitioner": "FN-1EAR-0001"}, [("/practitioner", "wrong_type")]),
        ({"practitioner": {"registry_number": "7"}}, [("/practitioner/registry_number", "not_a_registry_number")]),
        ({"programme": "DN", "name": "Ada"}, [("/programme", "wrong_type"), ("/name", "unknown_field")]),
    ],
    ids=lambda value: "" if isinstance(value, list) else ",".join(value),
)
def test_what_is_wrong_with_an_enrolment_is_named(school, programme, person, changes, expected):
    assert faults(school.post("/enrolments", body(programme) | changes)) == expected


def test_a_day_before_birth_is_refused(school, programme):
    put_person(NUMBER, born_on=in_days(0))
    assert faults(school.post("/enrolments", body(programme, on=in_days(-1)))) == [("/on", "before_birth")]


def test_nobody_on_file_and_foreign_programmes_are_not_found(school, rival, programme, person):
    assert school.post("/enrolments", body(programme, number=OTHER)).status_code == 404
    assert rival.post("/enrolments", body(programme)).status_code == 404
    assert rival.post("/enrolments/check", body(programme)).status_code == 404
    reader = key_of(SCHOOL, "courses:read")
    for path in ("/enrolments", "/enrolments/check"):
        assert reader.post(path, body(programme)).status_code == 403
        assert stranger().post(path, body(programme)).status_code == 401


def test_a_duplicate_names_both_faults(school, programme, person):
    school.post("/enrolments", body(programme, candidate="C-1"))
    again = school.post("/enrolments", body(programme, candidate="C-1"))
    assert faults(again) == [("/practitioner", "enrolled"), ("/candidate", "candidate_taken")]


def test_a_learner_sees_their_own_enrolment_and_no_other(school, rival, programme, person):
    mine = school.post("/enrolments", body(programme)).json()
    make_learner(2, programme)
    learner = signed_in("learner", practitioner=person)
    assert [one["id"] for one in learner.get("/enrolments").json()["items"]] == [mine["id"]]
    assert learner.get(f"/enrolments/{mine['id']}").json() == mine
    assert learner.get(f"/enrolments/{mine['id'] + 1}").status_code == 404
    assert learner.post(f"/enrolments/{mine['id']}/withdraw", {"because": "x"}).status_code == 403
    assert learner.post("/enrolments", body(programme)).status_code == 403
    nobody = signed_in("nobody", practitioner=put_person("FN-1EAR-0009"))
    assert nobody.get("/enrolments").json()["items"] == []
    assert rival.get(f"/enrolments/{mine['id']}").status_code == 404
    assert rival.get("/enrolments").json()["items"] == []


def test_a_learner_who_works_for_a_clinic_still_sees_their_own(school, programme, person):
    mine = school.post("/enrolments", body(programme)).json()
    learner = signed_in("learner", practitioner=person, role="registrar", organisation="Aspen Clinic")
    assert [one["id"] for one in learner.get("/enrolments").json()["items"]] == [mine["id"]]


def test_lists_are_narrowed_by_what_is_given(school, programme):
    other = make_programme(code="DN-2")
    enrolments = [make_learner(n, programme) for n in (1, 2)]
    elsewhere = make_learner(3, other)
    school.post(f"/enrolments/{enrolments[0].pk}/withdraw", {"because": "ill"})

    def ids(**query):
        return [one["id"] for one in school.get("/enrolments", **query).json()["items"]]

    assert ids() == [enrolments[0].pk, enrolments[1].pk, elsewhere.pk]
    assert ids(programme=other.pk) == [elsewhere.pk]
    assert ids(state="withdrawn") == ids(candidate="C-1") == ids(practitioner="fn-1ear-0001") == [enrolments[0].pk]
    assert ids(cursor=enrolments[1].pk) == [elsewhere.pk]
    for query, fault in (
        ({"state": "lost"}, ("/state", "unknown_value")),
        ({"practitioner": "7"}, ("/practitioner", "not_a_registry_number")),
        ({"cursor": "x"}, ("/cursor", "not_a_cursor")),
        ({"programme": "0"}, ("/programme", "not_an_id")),
    ):
        assert faults(school.get("/enrolments", **query)) == [fault]


def test_an_enrolment_ends_once_and_not_in_the_future(school, programme, person):
    path = f"/enrolments/{school.post('/enrolments', body(programme)).json()['id']}/withdraw"
    assert faults(school.post(path, {"because": "ill", "on": in_days(1)})) == [("/on", "in_the_future")]
    assert faults(school.post(path, {"because": "ill", "on": in_days(-1)})) == [("/on", "before_enrolment")]
    told = school.post(path, {"because": "ill"}).json()
    assert (told["state"], told["ended_on"], told["ended_because"]) == ("withdrawn", in_days(0), "ill")
    assert faults(school.post(path, {"because": "ill"})) == [("", "enrolment_withdrawn")]


def test_a_transfer_where_there_is_nothing_to_go_to_is_refused(school, programme, person):
    enrolment = school.post("/enrolments", body(programme)).json()
    refused = school.post(f"/enrolments/{enrolment['id']}/transfer", {"because": "new"})
    assert faults(refused) == [("", "same_version")]


def test_seats_are_asked_for_moved_and_given_up(school, programme, person):
    enrolment = school.post("/enrolments", body(programme)).json()
    here, there = coming(programme, capacity=1), coming(programme, capacity=1)
    made = school.post(f"/sessions/{here.pk}/seats", seat_body(enrolment))
    assert made.status_code == 201, made.content
    seat = made.json()
    assert (seat["state"], seat["session"]["id"], seat["decided"]["outcome"]) == ("seated", here.pk, "eligible")
    assert seat["needling"]["profession"] == "PT"
    assert faults(school.post(f"/sessions/{here.pk}/seats", seat_body(enrolment))) == [("/enrolment", "seat_held")]
    moved = school.post(f"/seats/{seat['id']}/move", {"session": there.pk, "because": "asked"})
    assert moved.status_code == 201, moved.content
    assert moved.json()["session"]["id"] == there.pk
    given_up = school.post(f"/seats/{moved.json()['id']}/withdraw", {"because": "ill"}).json()
    assert (given_up["state"], given_up["changed_because"]) == ("withdrawn", "ill")
    told = school.get(f"/enrolments/{enrolment['id']}").json()["seats"]
    assert [(one["state"], one["moved_to"]) for one in told] == [("moved", given_up["id"]), ("withdrawn", None)]


def test_seats_of_others_are_not_found(school, rival, programme, person):
    enrolment = school.post("/enrolments", body(programme)).json()
    session = coming(programme)
    seat = school.post(f"/sessions/{session.pk}/seats", seat_body(enrolment)).json()
    foreign = coming(make_programme(code="X", provider=RIVAL))
    assert rival.post(f"/seats/{seat['id']}/withdraw", {"because": "x"}).status_code == 404
    assert rival.post(f"/seats/{seat['id']}/move", {"session": foreign.pk, "because": "x"}).status_code == 404
    assert school.post(f"/seats/{seat['id']}/move", {"session": foreign.pk, "because": "x"}).status_code == 404
    assert rival.post(f"/sessions/{foreign.pk}/seats", seat_body(enrolment)).status_code == 404
    other = coming(make_programme(code="DN-2"))
    wrong = school.post(f"/sessions/{other.pk}/seats", seat_body(enrolment))
    assert faults(wrong) == [("/enrolment", "other_programme")]
    reader = key_of(SCHOOL, "courses:read")
    assert reader.post(f"/seats/{seat['id']}/withdraw", {"because": "x"}).status_code == 403


def test_a_long_list_asks_the_database_no_more_often_than_a_short_one(school, programme, django_assert_max_num_queries):
    def fill(numbers):
        session = coming(programme, capacity=20)
        for n in numbers:
            school.post(f"/sessions/{session.pk}/seats", {"enrolment": make_learner(n, programme).pk})
        return session

    def count(path):
        with django_assert_max_num_queries(100) as asked:
            assert school.get(path).status_code == 200
        return len(asked)

    first = fill((1, 2))
    paths = ("/enrolments", "/sessions", f"/sessions/{first.pk}")
    for path in paths:
        school.get(path)  # what is read once in a process's life
    before = [count(path) for path in paths]
    fill((3, 4, 5, 6))
    assert [count(path) for path in paths] == before
