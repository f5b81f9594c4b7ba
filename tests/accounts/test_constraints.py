"""What the tables of organisations, users and consents refuse by themselves."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Consent, Membership, Organisation, Person, PersonLink, User
from accounts.operations.clock import tick
from accounts.operations.consents import end_person_link, record_consent, withdraw_consent
from accounts.queries.consents import may_see_record

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def world(clinic):
    return {
        "clinic": clinic,
        "other": Organisation.objects.create(name="Other"),
        "ada": Person.objects.create(),
        "eve": Person.objects.create(),
        "user": User.objects.create_user("ada@example.org", "correct horse battery"),
        "keeper": User.objects.create_user("keeper@example.org", "correct horse battery"),
    }


def link(world, **fields):
    told = {"user": world["user"], "person": world["ada"], "linked_by": world["keeper"]}
    return PersonLink.objects.create(**{**told, **fields})


REFUSED = {
    "an organisation's name in another case": lambda w: Organisation.objects.create(name="ASPEN clinic"),
    "a blank name": lambda w: Organisation.objects.create(name="  "),
    "an unknown kind of organisation": lambda w: Organisation.objects.create(name="A", kind="club"),
    "an address in capitals": lambda w: User.objects.create(email="EVE@example.org"),
    "an unknown role": lambda w: Membership.objects.create(user=w["user"], organisation=w["clinic"], role="owner"),
    "one role twice at a time": lambda w: [
        Membership.objects.create(user=w["user"], organisation=w["clinic"], role="registrar") for _ in range(2)
    ],
    "one user, two people": lambda w: [link(w), link(w, person=w["eve"])],
    "one person, two users": lambda w: [link(w), link(w, user=w["keeper"])],
    "a link ended by nobody": lambda w: link(w, ended_at=datetime(2200, 1, 1, tzinfo=UTC)),
    "a consent to be seen by nobody": lambda w: record_consent(person=w["ada"], kind="see_record"),
    "a consent to be listed by one": lambda w: record_consent(person=w["ada"], kind="listed", organisation=w["clinic"]),
    "one consent twice at a time": lambda w: [record_consent(person=w["ada"], kind="listed") for _ in range(2)],
    "a consent withdrawn before it was given": lambda w: Consent.objects.create(
        person=w["ada"], kind="listed", recorded_at=NOW, withdrawn_at=NOW
    ),
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses(world, attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt(world)


def test_a_consent_lets_the_named_organisation_see_until_it_is_withdrawn(world):
    consent = record_consent(person=world["ada"], kind="see_record", organisation=world["clinic"])
    asked = {"person_id": world["ada"].pk, "organisation_id": world["clinic"].pk}
    assert may_see_record(**asked)
    assert not may_see_record(person_id=world["ada"].pk, organisation_id=world["other"].pk)
    assert not may_see_record(person_id=world["eve"].pk, organisation_id=world["clinic"].pk)
    assert withdraw_consent(consent=consent)
    assert not withdraw_consent(consent=consent)
    assert not may_see_record(**asked)
    assert record_consent(person=world["ada"], kind="see_record", organisation=world["clinic"]).recorded_at < tick()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_consent SET withdrawn_at = NULL",
        "UPDATE accounts_consent SET kind = 'listed', organisation_id = NULL",
        "UPDATE accounts_consent SET recorded_at = recorded_at - interval '1 day'",
        "DELETE FROM accounts_consent",
    ],
)
def test_a_consent_on_record_is_not_rewritten(world, sql):
    consent = record_consent(person=world["ada"], kind="see_record", organisation=world["clinic"])
    withdraw_consent(consent=consent)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_link_ends_once_and_another_may_follow(world):
    first = link(world)
    later = datetime(2200, 1, 1, tzinfo=UTC)
    assert end_person_link(link=first, by=world["keeper"], at=later)
    assert not end_person_link(link=first, by=world["keeper"], at=later)
    assert link(world, person=world["eve"]).pk != first.pk
