"""Programmes, versions and learners made by the operations, for tests that start from them."""

import datetime as dt

from accounts.operations.personal import find_or_make_organisation
from courses.models import Enrolment
from courses.operations.programmes import create_programme, draft_version, publish_version
from credentials.models import Practitioner
from credentials.operations.records import put_record
from credentials.records.faults import Refusal
from credentials.records.reading import RecordReader
from credentials.records.shapes import RecordRules
from tests.courses.ladders.documents import ladder

AT = dt.datetime(2025, 12, 1, tzinfo=dt.UTC)
FIRST_DAY = dt.date(2026, 1, 1)


def taken(made):
    assert not isinstance(made, Refusal), made
    return made


def draft_directly(programme, starts_on=FIRST_DAY, content=None):
    return taken(
        draft_version(
            programme=programme,
            starts_on=starts_on,
            content=content or ladder(),
            at=AT,
            by="user:1",
            read_place=str.upper,
        )
    )


def publish_version_directly(programme, starts_on=FIRST_DAY, content=None):
    return taken(publish_version(version=draft_directly(programme, starts_on, content), at=AT, by="user:1"))


def publish_directly(provider, code="DN", content=None):
    programme = taken(create_programme(provider=provider, code=code, title=f"Programme {code}"))
    publish_version_directly(programme, content=content)
    return programme


def enrol_directly(version, on, practitioner):
    return Enrolment.objects.create(
        programme=version.programme,
        version=version,
        practitioner=practitioner,
        profession="PT",
        enrolled_on=on,
        decided={},
        enrolled_by="user:1",
    )


def some_practitioner(number="FN-7K3M-2Q9D"):
    reader = RecordReader(RecordRules(str.upper, frozenset()))
    source = find_or_make_organisation(name="registry")
    put_record(record=reader.read({"registry_number": number}), shapes=reader.shapes, source=source, by="user:1")
    return Practitioner.objects.get(registry_number=number)
