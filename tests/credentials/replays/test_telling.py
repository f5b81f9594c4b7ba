"""Whoever relied on an answer is told once when a correction or a release makes it another one."""

import copy
import datetime as dt

import pytest
from django.core import mail

from accounts.operations.personal import find_or_make_organisation
from credentials.decisions import decide_many
from credentials.models import SecondLook
from credentials.operations import relying_job
from credentials.operations.verifications import Asker, record_verifications
from credentials.questions import read_asked
from credentials.telling import tell_decided
from law.operations.releases import release_again, release_pack
from law.queries.packs import current_release
from outbox.models import Message
from outbox.operations.delivering import deliver_due
from tests.credentials.api.world import ADA, CARL, PEOPLE, certification, law_content, licence, put, training
from tests.credentials.replays.conftest import ASPEN, BIRCH

JOB, TELLING = "answers_may_differ", "answers_differ"


def ada(**changed):
    return copy.deepcopy(PEOPLE[0]) | changed


@pytest.fixture
def birch(make_client):
    return make_client("verify:read", organisation=BIRCH)


def told():
    return sorted((one.recipients()[0], one.subject) for one in mail.outbox)


def test_each_asker_is_told_once_of_what_a_correction_changes(verify, birch, admins, deliver):
    verify(jurisdiction="GB-WLS")
    verify(jurisdiction="GB-WLS", on="2026-03-03")
    verify(jurisdiction="GB-WLS", client=birch)
    verify(client=birch)  # in Xanadu: it stays
    put(ada(licences=[licence("A-1"), licence("W 12.34-5", "GB-WLS", expires_on="2026-01-31")]))
    deliver()
    deliver()
    assert told() == [
        (admins[ASPEN], "2 answers that you were given would differ now"),
        (admins[BIRCH], "1 answer that you were given would differ now"),
    ]
    one = mail.outbox[0]
    html = one.alternatives[0][0]
    for body in (one.body, html):
        assert "/api/v1/verifications?differs=true" in body
        assert not any(word in body for word in ("Ada", "Okafor", ADA, "W 12.34-5"))


def test_what_changes_in_the_ordinary_course_tells_nobody(verify, admins, deliver):
    verify()
    renewed = [licence("A-1", expires_on="2032-12-31"), licence("W 12.34-5", "GB-WLS")]
    put(ada(licences=renewed, training=[training(), training(8, course="DN-2", completed_on="2026-06-01")]))
    put(ada(name="Ada Smith-Okafor", licences=renewed))
    deliver()
    assert Message.objects.filter(kind=JOB).exists()
    assert mail.outbox == []


def test_nothing_is_written_where_nobody_asked(verify, admins, deliver):
    verify(practitioner={"registry_number": CARL})
    put(ada(certifications=[]))
    put({"registry_number": "FN-NEW0-0001", "licences": [licence("N-9")]})
    assert not Message.objects.filter(kind=JOB).exists()


def test_what_is_put_right_again_is_told_as_such(verify, admins, deliver):
    verify(jurisdiction="GB-WLS")
    put(ada(certifications=[]))
    deliver()
    put(ada())
    deliver()
    assert told() == [
        (admins[ASPEN], "1 answer that you were given would differ now"),
        (admins[ASPEN], "1 answer that you were given would not differ any more"),
    ]


def test_a_release_tells_whose_answers_it_changes(verify, birch, admins, deliver):
    verify(jurisdiction="GB-WLS")
    verify(attested=["town_permit"], client=birch)
    before = current_release().pack.digest
    content = copy.deepcopy(law_content())
    (wales,) = (place for place in content["jurisdictions"] if place["jurisdiction"] == "GB-WLS")
    wales["provisions"][0]["position"] = "prohibited"
    release_pack(content=content)
    deliver()
    assert told() == [(admins[ASPEN], "1 answer that you were given would differ now")]
    assert "the change of the law" in mail.outbox[0].body
    release_again(digest=before)
    deliver()
    assert len(mail.outbox) == 2


def test_two_corrections_tell_each_of_what_it_changes_itself(verify, birch, admins, deliver):
    verify(jurisdiction="GB-WLS")
    put(ada(certifications=[]))
    verify(jurisdiction="GB-WLS", client=birch)
    put(ada(certifications=[], licences=[licence("A-1")]))
    deliver()
    both = "1 answer that you were given would differ now"
    assert told() == [(admins[ASPEN], both), (admins[ASPEN], both), (admins[BIRCH], both)]


class Killed(BaseException):
    """As when the process ends: nothing catches it."""


def clock_that_dies(at_reading):
    """A sender's clock that ends the process when it is read for the n-th time: between steps, or before a commit."""
    readings = iter(range(1, 1000))

    def read():
        if next(readings) == at_reading:
            raise Killed
        return dt.datetime.now(dt.UTC)

    return read


@pytest.mark.parametrize("reading", range(1, 20))
def test_killed_anywhere_nobody_is_told_twice_and_nobody_missed(verify, birch, admins, deliver, monkeypatch, reading):
    monkeypatch.setattr(relying_job, "CHUNK", 2)
    for day in range(1, 6):
        verify(jurisdiction="GB-WLS", on=f"2026-03-0{day}")
        verify(jurisdiction="GB-WLS", on=f"2026-03-0{day}", client=birch)
    put(ada(certifications=[certification("C-1", ["child"])]))
    with pytest.raises(Killed):
        deliver_due(clock=clock_that_dies(reading), seconds=60)
    sent_and_not_noted = len(mail.outbox) - Message.objects.filter(kind=TELLING, closed_because="sent").count()
    del mail.outbox[len(mail.outbox) - sent_and_not_noted :]  # goes out again under the same id
    Message.objects.filter(closed_because=None).update(due_at="2020-01-01T00:00Z")
    deliver()
    assert told() == [
        (admins[ASPEN], "5 answers that you were given would differ now"),
        (admins[BIRCH], "5 answers that you were given would differ now"),
    ]
    assert SecondLook.objects.filter(differs=True).count() == 10


def test_an_answer_recorded_after_the_change_that_it_did_not_know_is_found_too(people, admins, deliver):
    now = dt.datetime.now(dt.UTC)
    question = {"practitioner": {"registry_number": ADA}, "jurisdiction": "GB-WLS", "patient": {"group": "adult"}}
    asked = read_asked({**question, "on": "2026-03-02"}, now=now)
    (decided,) = decide_many([asked], now=now)
    put(ada(certifications=[]))
    deliver()
    assert not Message.objects.filter(kind=JOB).exists()
    asker = Asker(find_or_make_organisation(name=ASPEN).pk, None, None)
    record_verifications(answers=[(decided, tell_decided(decided))], asker=asker, decided_at=now)
    deliver()
    assert told() == [(admins[ASPEN], "1 answer that you were given would differ now")]
    record_verifications(
        answers=[(one, tell_decided(one)) for one in decide_many([asked], now=now)], asker=asker, decided_at=now
    )
    assert Message.objects.filter(kind=JOB).count() == 2
