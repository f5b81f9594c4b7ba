"""A small world for the API: law in codes that ISO leaves to users, and a few persons. Reviews fall due in 2125."""

import functools
import tempfile
from pathlib import Path

from accounts.operations.personal import find_or_make_organisation
from credentials.operations.records import put_record
from credentials.queries.readers import current_reader
from credentials.records.faults import Refusal
from law.operations.releases import release_pack
from rulebook.loading import read_pack

DAY = "2026-03-02"
ADA, CARL, DORA, SELF, CHIRO = "FN-7K3M-2Q9D", "FN-CAR0-0001", "FN-D0RA-0001", "FN-SE1F-000S", "FN-CH1R-0001"
PROVISION = """
  - id: {id}
    profession: {profession}
    in_force: {{from: {since}, until: {until}}}
    position: {position}
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-01-01
    citation: {{text: "Act § {id}", url: "https://law.example/{id}"}}
    says: What holds of {id}."""
REQUIRES = """
    requires:
      all_of:"""


def provision(id_, position="permitted", profession="PT", *leaves, since="2001-01-01", until="null", duties=""):
    told = PROVISION.format(id=id_, profession=profession, position=position, since=since, until=until)
    if leaves:
        told += REQUIRES + "".join(f"\n        - {{{leaf}}}" for leaf in leaves)
    return told + duties


DUTIES = "\n    duties: [{kind: single_use_needles, says: each needle is used once}]"
PLACES = {
    "xa": """\
jurisdiction: "XA"
name: Xanadu
age_of_majority: 16
time_zone: Pacific/Kiritimati
compacts: ["PT"]
consent:
  - {from_age: 0, until_age: 12, needs: [parental_consent, child_assent], citation: {text: "Children Act § 3"}}
  - {from_age: 12, until_age: 16, needs: [minor_own_consent], citation: {text: "Children Act § 4"}}
provisions:"""
    + provision("xa-pt-1990", "prohibited", since="1990-01-01", until="2001-01-01")
    + provision(
        "xa-pt-2001",
        "conditional",
        "PT",
        "kind: training_hours, minimum: 50, delivery: in_person",
        "kind: attestation, key: instructor_found_skill, about: practitioner, says: the skill was found",
        "kind: attestation, key: town_permit, says: the town's permit hangs on the wall",
        duties=DUTIES,
    )
    + provision("xa-dc", "prohibited", "DC")
    + provision("xa-md", "conditional", "MD", "kind: body_region, regions: [knee, hip]"),
    "xb": """\
jurisdiction: "XB"
name: Ys
time_zone: Etc/UTC
provisions:"""
    + provision("xb-pt"),
    "xb-1": """\
jurisdiction: "XB-1"
name: Ys North
time_zone: Etc/UTC
compacts: ["PT"]
provisions: []""",
    "gb-wls": """\
jurisdiction: "GB-WLS"
name: Wales
time_zone: Europe/London
provisions:"""
    + provision("gb-wls-pt"),
}


@functools.cache
def law_content(review_months=1200):
    """The plain content of that law, read from files as a deployment's own folder would be."""
    with tempfile.TemporaryDirectory() as folder:
        write_law(Path(folder))
        return read_pack(Path(folder), review_months=review_months)


def write_law(folder):
    for code, text in PLACES.items():
        path = folder / code[:2] / f"{code}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")


def release_law():
    return release_pack(content=law_content())


def licence(number, place="XA", profession="PT", **more):
    told = {"jurisdiction": place, "profession": profession, "number": number, "issued_on": "2015-01-01"}
    return {**told, "expires_on": "2030-12-31", "statuses": [], "restrictions": [], **more}


def training(hours=54, **more):
    part = {"hours": hours, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    told = {"provider": "Myotech", "course": "DN-1", "completed_on": "2021-05-08", "hours": [part]}
    return {**told, "supervised_sessions": 0, "approved_by": ["XA"], "patient_groups": ["adult"], **more}


def certification(number, groups=("adult", "child"), **more):
    told = {"issuer": "Myotech", "title": "Certified", "number": number, "level": "foundation"}
    told |= {"patient_groups": list(groups), "issued_on": "2021-06-01", "expires_on": None}
    return {**told, "replaces": None, "statuses": [], **more}


SKILLED = {"key": "instructor_found_skill", "by": "Myotech", "from": "2021-05-08", "until": None}
PEOPLE = (
    {
        "registry_number": ADA,
        "name": "Ada Okafor",
        "former_names": ["Ada Smith"],
        "npi": "1234567893",
        "licences": [licence("A-1"), licence("W 12.34-5", "GB-WLS")],
        "training": [training()],
        "certifications": [certification("C-1")],
        "statements": [SKILLED],
    },
    {  # a national register and, in its north, a compact privilege
        "registry_number": CARL,
        "name": "Carl Roe",
        "licences": [licence("N-1", "XB"), licence("H-1", "XA")],
        "privileges": [
            {
                "compact": "PT",
                "profession": "PT",
                "home": "XA",
                "remote": "XB-1",
                "number": "P-1",
                "issued_on": "2020-01-01",
                "expires_on": None,
                "statuses": [],
            }
        ],
        "certifications": [certification("C-2")],
    },
    {  # suspended for a month of 2027, short of hours
        "registry_number": DORA,
        "name": "Dora Nkemelu",
        "licences": [licence("D-1", statuses=[{"status": "suspended", "from": "2027-01-01", "until": "2027-02-01"}])],
        "training": [training(38)],
        "certifications": [certification("C-3", ["adult"])],
        "statements": [SKILLED],
    },
    {"registry_number": SELF, "name": "Sel Fie", "licences": [licence("S-1", assurance="self_stated")]},
    {
        "registry_number": CHIRO,
        "name": "Chi Ro",
        "licences": [licence("R-1", profession="DC"), licence("R-2", profession="MD")],
        "certifications": [certification("C-4")],
    },
)


def put(person, source="registry", by="test", reason=None):
    """Record what a source tells of a person; gives what was written."""
    reader = current_reader()
    record = reader.read(person)
    assert not isinstance(record, Refusal), record
    organisation = find_or_make_organisation(name=source)
    written = put_record(record=record, shapes=reader.shapes, source=organisation, by=by, reason=reason)
    assert not isinstance(written, Refusal), written
    return written


def record_people():
    for person in PEOPLE:
        put(person)
