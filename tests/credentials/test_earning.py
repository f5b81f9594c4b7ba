"""What was earned goes in item by item, and leaves alone what else the provider told."""

import pytest

from accounts.operations.personal import find_or_make_organisation
from credentials.models import Certification, ExamPass, Practitioner, Training
from credentials.operations.earning import Earned, tell_earned
from credentials.operations.erasure import erase_person
from credentials.queries.records import record_as_exported

COURSE = {
    "provider": "Myotech",
    "course": "DN/L2",
    "completed_on": "2026-05-08",
    "hours": [{"hours": 27, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}],
    "supervised_sessions": 2,
    "approved_by": ["US-UT"],
    "patient_groups": ["adult"],
}
EXAM = {"form": "practical", "of": "DN/P", "passed_on": "2026-05-08"}
CERTIFICATE = {
    "issuer": "Myotech",
    "title": "Certified",
    "number": "FC-0000-0000-0000-0000",
    "level": "advanced",
    "patient_groups": ["adult"],
    "issued_on": "2026-05-08",
    "expires_on": "2028-05-07",
}


@pytest.fixture
def tell(put, ada, reader):
    put(ada)
    person = Practitioner.objects.get()

    def run(items=None, taken_back=None, **more):
        one = Earned(practitioner_id=person.pk, items=items or {}, taken_back=taken_back or {})
        source = find_or_make_organisation(name="Myotech", kind="provider")
        return tell_earned(**{"additions": [one], "source": source, "by": "user:7", "reason": "level completed"} | more)

    run.person, run.shapes = person, reader.shapes
    return run


def exported(tell):
    return record_as_exported(Practitioner.objects.get(), shapes=tell.shapes)


@pytest.mark.django_db
def test_items_are_added_beside_what_stands(tell):
    tell({"training": [COURSE]})
    told = tell({"training": [{**COURSE, "course": "DN/L3"}], "exams": [EXAM], "certifications": [CERTIFICATE]})
    assert [(one.recorded, one.replaced, one.retracted) for one in told.written] == [(3, 0, 0)]
    record = exported(tell)
    assert [one["course"] for one in record["training"]] == ["DN-1", "DN/L2", "DN/L3"]
    assert {one["assurance"] for one in record["certifications"]} == {"awarded", "register"}


@pytest.mark.django_db
def test_the_same_again_changes_nothing(tell):
    first = tell({"training": [COURSE], "certifications": [CERTIFICATE]})
    again = tell({"training": [COURSE], "certifications": [CERTIFICATE]})
    assert first.recorded_at is not None
    assert again.recorded_at is None
    assert [one.unchanged for one in again.written] == [2]


@pytest.mark.django_db
def test_an_item_with_its_key_supersedes_with_reason_and_author(tell):
    tell({"certifications": [CERTIFICATE]})
    revoked = {**CERTIFICATE, "statuses": [{"status": "revoked", "from": "2026-05-08"}]}
    told = tell({"certifications": [revoked]}, reason="the result was corrected")
    old = Certification.objects.get(superseded_at__isnull=False)
    assert (old.superseded_because, old.superseded_by, old.superseded_at) == (
        "the result was corrected",
        "user:7",
        told.recorded_at,
    )


@pytest.mark.django_db
def test_what_is_taken_back_is_retracted_alone(tell):
    tell({"training": [COURSE], "exams": [EXAM]})
    told = tell(taken_back={"exams": [("practical", "DN/P", "2026-05-08"), ("practical", "never", "2026-05-08")]})
    assert [one.retracted for one in told.written] == [1]
    assert ExamPass.objects.filter(superseded_at=None).count() == 1  # the register's own
    assert Training.objects.filter(superseded_at=None).count() == 2


@pytest.mark.django_db
def test_two_enrolments_of_one_person_tell_one_thing_once(tell):
    ones = [
        Earned(practitioner_id=tell.person.pk, items={"exams": [EXAM]}),
        Earned(
            practitioner_id=tell.person.pk,
            items={"exams": [EXAM]},
            taken_back={"exams": [("practical", "DN/P", "2026-05-08")]},
        ),
    ]
    told = tell(additions=ones)
    assert [(one.recorded, one.retracted) for one in told.written] == [(1, 0)]


@pytest.mark.django_db
def test_of_an_erased_person_nothing_is_told(tell):
    erase_person(practitioner=tell.person)
    told = tell({"certifications": [CERTIFICATE]})
    assert (told.erased, told.written, told.recorded_at) == ((tell.person.pk,), (), None)
    assert Certification.objects.filter(assurance="awarded").count() == 0
