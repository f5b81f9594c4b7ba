"""Whom a mail reaches: read when it is sent, so that what was erased or ended is not written to."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from accounts.models import Membership, Organisation, Person, PersonalDetail, User
from accounts.operations.clock import tick
from accounts.operations.personal import prepare_detail
from accounts.operations.telling import tell_organisation
from outbox.failures import NobodyYet
from outbox.kinds import addresses_of
from outbox.models import Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def join(clinic):
    def make(email, role="clinic_admin", organisation=clinic, **fields):
        user = User.objects.filter(email=email).first() or User.objects.create_user(email, None)
        Membership.objects.create(user=user, organisation=organisation, role=role, **fields)
        return user

    return make


def tell(person, source, email):
    with transaction.atomic():
        detail = prepare_detail(person_id=person.pk, source_id=source.pk, kind="email", value=email, recorded_at=tick())
        detail.save()
    return detail


def test_a_user_is_written_to_while_they_may_sign_in(join):
    user = join("keeper@example.org")
    assert addresses_of(f"user:{user.pk}") == ("keeper@example.org",)
    User.objects.update(is_active=False)
    assert addresses_of(f"user:{user.pk}") == ()


def test_a_person_is_written_to_where_each_source_says_now(clinic):
    person, other = Person.objects.create(), Organisation.objects.create(name="Elsewhere")
    detail = tell(person, clinic, "ada@example.org")
    tell(person, other, "Ada@example.org")
    assert addresses_of(f"person:{person.pk}") == ("Ada@example.org",)
    with transaction.atomic():
        PersonalDetail.objects.filter(pk=detail.pk).update(superseded_at=tick())
    tell(person, clinic, "ada@example.net")
    assert set(addresses_of(f"person:{person.pk}")) == {"Ada@example.org", "ada@example.net"}


def test_an_erased_person_is_not_written_to(clinic):
    person = Person.objects.create()
    tell(person, clinic, "ada@example.org")
    PersonalDetail.objects.update(value=None, salt=None)
    assert addresses_of(f"person:{person.pk}") == ()


@pytest.mark.parametrize("recipient", ["job", "user:0", "person:999999", "team:1", "user:x"])
def test_nobody_there_is_nobody_to_write_to(recipient):
    assert addresses_of(recipient) == ()


def told(clinic):
    with transaction.atomic():
        ids = tell_organisation(organisation_id=clinic.pk, kind="greeting", cause="c-1", payload={}, at=NOON)
    assert len(set(ids)) == Message.objects.count()
    return set(Message.objects.values_list("recipient", flat=True))


def test_an_organisation_is_told_through_its_members_each_once(clinic, join):
    keeper, registrar = join("keeper@example.org"), join("registrar@example.org", "registrar")
    join("keeper@example.org", "registrar")
    join("viewer@example.org", "clinic_viewer")
    join("left@example.org", ended_at=NOON)
    join("other@example.org", organisation=Organisation.objects.create(name="Elsewhere"))
    assert told(clinic) == {f"user:{keeper.pk}", f"user:{registrar.pk}"}
    assert addresses_of(f"organisation:{clinic.pk}") == ("keeper@example.org", "registrar@example.org")


def test_what_concerns_an_organisation_without_such_a_member_waits_for_one(clinic, join):
    join("viewer@example.org", "clinic_viewer")
    assert told(clinic) == {f"organisation:{clinic.pk}"}
    with pytest.raises(NobodyYet):
        addresses_of(f"organisation:{clinic.pk}")
    join("keeper@example.org")
    assert addresses_of(f"organisation:{clinic.pk}") == ("keeper@example.org",)
