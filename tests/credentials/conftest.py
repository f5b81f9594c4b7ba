"""A registry with a reader of its own places: Utah, Colorado, Puerto Rico, and Xanadu, which only a law file gives."""

import copy
import json

import pytest

from accounts.operations.personal import find_or_make_organisation
from credentials.operations.records import put_record
from credentials.records.faults import Refusal
from credentials.records.reading import Record, RecordReader
from credentials.records.shapes import RecordRules
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import read_pack
from rulebook.places import Places

PLACES = Places({"US": None, "US-UT": None, "US-CO": None, "US-PR": None, "GB": None}, frozenset({"XA"}))
ADA = {
    "registry_number": "FN-7K3M-2Q9D",
    "name": "Ada Okafor",
    "former_names": ["Ada Smith"],
    "npi": "1234567893",
    "email": "ada@example.org",
    "born_on": "1985-04-12",
    "listed": {"consented": True, "city": "Provo", "languages": ["en", "es"]},
    "licences": [
        {
            "jurisdiction": "US-UT",
            "profession": "PT",
            "number": "12345-2401",
            "issued_on": "2015-03-02",
            "expires_on": "2027-05-31",
            "restrictions": [{"kind": "no_invasive_procedures", "from": "2020-01-01", "until": "2020-07-01"}],
            "statuses": [{"status": "suspended", "from": "2019-01-01", "until": "2019-03-01"}],
        }
    ],
    "privileges": [
        {
            "compact": "PT",
            "profession": "PT",
            "home": "US-UT",
            "remote": "US-CO",
            "number": "P-1",
            "issued_on": "2024-01-01",
            "expires_on": None,
            "statuses": [],
        }
    ],
    "authorizations": [
        {
            "jurisdiction": "US-UT",
            "profession": "PT",
            "title": "dry needling registration",
            "number": None,
            "issued_on": "2020-02-01",
            "expires_on": None,
            "statuses": [],
        }
    ],
    "training": [
        {
            "provider": "Myotech",
            "course": "DN-1",
            "completed_on": "2016-05-08",
            "hours": [{"hours": 27, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}],
            "supervised_sessions": 0,
            "approved_by": ["US-UT"],
            "patient_groups": ["adult"],
        }
    ],
    "exams": [{"form": "written", "of": "DN-1", "passed_on": "2016-05-08"}],
    "certifications": [
        {
            "issuer": "Myotech",
            "title": "Certified in dry needling",
            "number": "C-1",
            "level": "foundation",
            "patient_groups": ["adult"],
            "issued_on": "2016-06-01",
            "expires_on": "2028-05-31",
            "replaces": None,
            "statuses": [],
        }
    ],
    "credentials": [{"title": "CPR", "issued_on": "2025-01-01", "expires_on": "2027-01-01"}],
    "continuing_education": [{"hours": 4, "completed_on": "2025-09-01", "subject": "dry_needling"}],
    "statements": [{"key": "instructor_found_skill", "by": "Myotech", "from": "2016-05-08", "until": None}],
}
BO = {
    "registry_number": "FN-B000-0000",
    "npi": "1000000004",
    "licences": [{"jurisdiction": "US-CO", "profession": "PT", "number": "CO 77", "issued_on": "2018-01-01"}],
}


@pytest.fixture(scope="session")
def reader():
    return RecordReader(RecordRules(PLACES.read, frozenset({"instructor_found_skill"})))


@pytest.fixture
def ada():
    """The record of api.md, to be changed at will."""
    return copy.deepcopy(ADA)


@pytest.fixture
def bo():
    """Another person."""
    return copy.deepcopy(BO)


@pytest.fixture
def put(db, reader):
    """Record what a source tells; gives what was written, or the faults as (pointer, code)."""

    def put_told(told, source="registry", **more):
        record = told if isinstance(told, Record) else reader.read(json.loads(json.dumps(told)))
        if not isinstance(record, Refusal):
            organisation = find_or_make_organisation(name=source, kind="register")
            record = put_record(record=record, shapes=reader.shapes, source=organisation, by="user:1", **more)
        if isinstance(record, Refusal):
            return [(fault.pointer, fault.code) for fault in record.faults]
        return record

    return put_told


LAW = """\
jurisdiction: "XA"
name: Xanadu
time_zone: Etc/UTC
provisions:
  - id: xa-pt-2001
    profession: PT
    in_force: {from: 2001-01-01, until: null}
    position: conditional
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2005-06-01
    citation: {text: "Act of Xanadu § 1", url: "https://law.example/1", read: the act}
    says: A physical therapist may needle once an instructor found the skill.
    requires:
      all_of:
        - {kind: attestation, key: instructor_found_skill, says: the skill was found, about: practitioner}
"""


@pytest.fixture
def law(db, tmp_path):
    """One law file, released, so that the commands know places and statements."""
    forget_compiled()
    path = tmp_path / "law" / "xa" / "xa.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(LAW, encoding="utf-8")
    yield release_pack(content=read_pack(tmp_path / "law"))
    forget_compiled()
