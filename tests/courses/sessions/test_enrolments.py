"""Who may enrol: decided with reasons, kept as told, and let in on somebody's word only where it cannot be told."""

import datetime as dt

import pytest

from accounts.models import User
from courses.models import Enrolment, Seat
from courses.operations.eligibility import Seen
from courses.operations.enrolments import Entrant, check_entrant, enrol, transfer_enrolment, withdraw_enrolment
from courses.operations.programmes import close_programme
from courses.operations.seating import ask_seat
from credentials.operations.merges import confirm_merge, propose_merge
from tests.courses.sessions.world import (
    AT,
    BY,
    TODAY,
    codes,
    level,
    make_learner,
    make_programme,
    make_session,
    publish,
    put_person,
)
from tests.journeys.world import licence, suspended

pytestmark = pytest.mark.django_db
NUMBER = "FN-1EAR-0001"
SEEN = Seen(says="the licence card, in person", by="user:7", at=AT)


def entrant(**changes):
    more = {name: changes.pop(name) for name in ("licences", "born_on") if name in changes}
    told = {"practitioner": put_person(NUMBER, **more), "profession": "PT", "on": TODAY}
    return Entrant(**{**told, **changes})


def let_in(programme, who, **more):
    return enrol(programme_id=programme.pk, entrant=who, today=TODAY, by=BY, **more)


def missing(programme, who):
    entry = check_entrant(programme=programme, entrant=who, today=TODAY)
    return entry.eligibility.outcome, [one.code for one in entry.eligibility.missing]


def test_who_is_eligible_is_enrolled_with_what_was_told(programme):
    enrolment = let_in(programme, entrant())
    assert enrolment.version.number == 1
    assert enrolment.decided["outcome"] == "eligible"
    assert {one["code"]: one["status"] for one in enrolment.decided["findings"]} == {
        "profession_eligible": "met",
        "licence_in_force": "met",
    }
    assert enrolment.decided["missing"] == []


def test_a_check_writes_nothing(programme):
    assert missing(programme, entrant()) == ("eligible", [])
    assert not Enrolment.objects.exists()


def test_a_profession_that_the_level_does_not_take_is_not_eligible(programme):
    refused = let_in(programme, entrant(profession="RMT"), seen=SEEN)
    assert [code for _, code in codes(refused)] == ["not_eligible", "not_eligible"]
    assert not Enrolment.objects.exists()


def test_a_suspended_licence_is_not_eligible_whatever_somebody_saw(programme):
    who = entrant(licences=[suspended("XA", "XA 1", "2020-01-01")])
    assert missing(programme, who) == ("not_eligible", ["licence_in_force"])
    assert {code for _, code in codes(let_in(programme, who, seen=SEEN))} == {"not_eligible"}


def test_what_cannot_be_told_enrols_nobody_by_itself(programme):
    who = entrant(licences=[licence("XA", "XA 1", assurance="self_stated")])
    assert missing(programme, who) == ("cannot_tell", ["licence_in_force"])
    assert codes(let_in(programme, who)) == [("", "cannot_tell")]


def test_what_cannot_be_told_enrols_on_the_word_of_an_administrator_and_keeps_it(programme):
    who = entrant(licences=[licence("XA", "XA 1", assurance="self_stated")])
    enrolment = let_in(programme, who, seen=SEEN)
    assert enrolment.decided["outcome"] == "cannot_tell"
    assert enrolment.decided["seen"] == {"says": SEEN.says, "by": "user:7", "at": AT.isoformat()}


def test_a_word_that_was_not_needed_is_not_kept(programme):
    assert let_in(programme, entrant(), seen=SEEN).decided["seen"] is None


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, ("/on", "in_the_future")),
        ({"born_on": "2026-06-02"}, ("/on", "before_birth")),
        ({"on": dt.date(2024, 12, 31)}, ("/programme", "nothing_published")),
    ],
    ids=["tomorrow", "the day before birth", "the day before the first version"],
)
def test_a_day_on_which_nobody_can_enrol(programme, changes, fault):
    assert codes(let_in(programme, entrant(**changes))) == [fault]


def test_the_day_of_birth_itself_is_no_contradiction(programme):
    assert isinstance(let_in(programme, entrant(born_on=TODAY.isoformat())), Enrolment)


@pytest.mark.parametrize(
    ("closed_on", "is_taken"),
    [(TODAY, False), (TODAY + dt.timedelta(days=1), True)],
    ids=["closed from today", "the last day on which it is open"],
)
def test_a_programme_that_closed_takes_nobody_new(programme, closed_on, is_taken):
    close_programme(programme=programme, on=closed_on)
    taken = let_in(programme, entrant())
    assert isinstance(taken, Enrolment) == is_taken
    if not is_taken:
        assert codes(taken) == [("/programme", "programme_closed")]


def test_one_enrolment_at_a_time_for_one_person_under_either_number(programme):
    let_in(programme, entrant(candidate="C-1"))
    other = put_person("FN-1EAR-0002")
    first, second = (User.objects.create_user(f"{name}@example.org") for name in ("one", "two"))
    proposal = propose_merge(survivor=other, absorbed=put_person(NUMBER), reason="one person", by=first)
    confirm_merge(proposal=proposal, by=second)
    other.refresh_from_db()
    again = Entrant(practitioner=other, profession="PT", on=TODAY, candidate="C-1")
    assert codes(let_in(programme, again)) == [("/practitioner", "enrolled"), ("/candidate", "candidate_taken")]


def test_who_withdrew_may_come_back(programme):
    enrolment = let_in(programme, entrant())
    withdraw_enrolment(enrolment_id=enrolment.pk, because="ill", at=AT, on=TODAY, by=BY)
    again = withdraw_enrolment(enrolment_id=enrolment.pk, because="ill", at=AT, on=TODAY, by=BY)
    assert codes(again) == [("", "enrolment_withdrawn")]
    assert isinstance(let_in(programme, entrant()), Enrolment)


def move_on(enrolment, on=TODAY, **more):
    return transfer_enrolment(enrolment_id=enrolment.pk, because="a new ladder", at=AT, on=on, by=BY, **more)


def test_a_transfer_goes_on_under_the_version_in_force_with_number_and_seats(programme):
    former = make_learner(1, programme, on=dt.date(2026, 5, 1))
    session = make_session(programme, capacity=1)
    seat = ask_seat(session_id=session.pk, enrolment_id=former.pk, at=AT, on=TODAY, by=BY)
    assert codes(move_on(former)) == [("", "same_version")]
    publish(programme, level("L1"), starts_on=dt.date(2026, 5, 30))
    later = move_on(former)
    former.refresh_from_db()
    assert (former.state, former.ended_on, former.candidate) == ("transferred", TODAY, None)
    assert (later.continues, later.version.number, later.candidate, later.state) == (former, 2, "C-1", "active")
    kept = Seat.objects.get(enrolment=later)
    assert (kept.state, kept.asked_at) == ("seated", seat.asked_at)
    assert codes(move_on(former)) == [("", "enrolment_transferred")]


def test_a_profession_that_was_dropped_stays_in_and_goes_on(programme):
    former = make_learner(1, programme, on=dt.date(2026, 5, 1))
    dropped = [{"profession": "PT", "from": "2019-01-01", "until": "2026-05-20"}]
    publish(programme, level("L1", eligible_professions=dropped), starts_on=dt.date(2026, 5, 30))
    newcomer = Entrant(practitioner=put_person("FN-1EAR-0002"), profession="PT", on=TODAY)
    assert codes(let_in(programme, newcomer)) == [("", "not_eligible")]
    assert isinstance(move_on(former), Enrolment)


def test_a_version_that_never_took_the_profession_takes_no_transfer(programme):
    former = make_learner(1, programme, on=dt.date(2026, 5, 1))
    others = [{"profession": "DC", "from": "2019-01-01", "until": None}]
    publish(programme, level("L1", eligible_professions=others), starts_on=dt.date(2026, 5, 30))
    assert codes(move_on(former)) == [("", "not_eligible")]
    former.refresh_from_db()
    assert (former.state, former.candidate) == ("active", "C-1")


def test_a_seat_at_a_level_that_the_new_version_lacks_is_not_lost_unseen(law):
    programme = make_programme(level("L1"), level("L2"))
    former = make_learner(1, programme, on=dt.date(2026, 5, 1))
    ask_seat(session_id=make_session(programme, level_code="L2").pk, enrolment_id=former.pk, at=AT, on=TODAY, by=BY)
    publish(programme, level("L1"), starts_on=dt.date(2026, 5, 30))
    assert codes(move_on(former)) == [("", "level_not_in_version")]
