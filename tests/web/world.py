"""A small world for the pages: a law in codes that ISO leaves to users, three persons, and a clinic's desk."""

from pathlib import Path

from accounts.models import Membership, User
from accounts.operations.personal import find_or_make_organisation
from credentials.operations.records import put_record
from credentials.queries.readers import current_reader
from law.operations.releases import release_pack
from rulebook.loading import read_pack

DAY, PASSWORD = "2026-03-02", "correct horse battery"
NEEDLER, SHORT_OF_HOURS, CHIROPRACTOR = "FN-7K3M-2Q9D", "FN-AAAA-2222", "FN-BBBB-3333"
COUNTRY = """\
jurisdiction: "XA"
name: Xanadu
time_zone: Etc/UTC
compacts: ["PT"]
consent:
  - {from_age: 0, until_age: 16, needs: [parental_consent], citation: {text: Children Act § 3, url: "https://law.example/3"}}
notes: [Premises need a permit of the town.]
provisions:
  - id: xa-pt-1990
    profession: PT
    in_force: {from: 1990-01-01, until: 2020-01-01}
    position: prohibited
    authority: board
    evidence: secondary
    complete: true
    checked_on: 2025-11-01
    citation: {text: Board minutes of 1990}
    says: The board held needling outside the scope.
  - id: xa-pt-2020
    profession: PT
    in_force: {from: 2020-01-01, until: 2030-01-01}
    position: conditional
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    citation: {text: Needling Act § 1, url: "https://law.example/1", read: the act}
    says: A physical therapist may needle after 50 hours in person, with the patient's consent.
    requires:
      all_of:
        - {kind: training_hours, minimum: 50, delivery: in_person}
        - {kind: attestation, key: informed_consent, says: the patient's informed consent}
        - {kind: attestation, key: instructor_found_skill, about: practitioner, says: the instructor found the skill}
    duties:
      - {kind: single_use_needles, says: each needle is used once}
    disagreements:
      - {says: A newspaper says 40 hours., citation: {text: The Xanadu Times, url: "https://times.example/"}}
  - id: xa-pt-2030
    profession: PT
    in_force: {from: 2030-01-01, until: null}
    position: permitted
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    citation: {text: Needling Act of 2029 § 1, url: null}
    says: A physical therapist may needle.
  - id: xa-dc-silent
    profession: DC
    in_force: {from: null, until: null}
    position: silent
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    says: The act does not speak of chiropractors.
"""
PROVINCE = """\
jurisdiction: "XA-1"
name: Xanadu North
time_zone: Etc/UTC
provisions: []
"""
OTHER = """\
jurisdiction: "XB"
name: <b>Ys</b> & sons
time_zone: Etc/UTC
provisions:
  - id: xb-pt-unknown
    profession: PT
    in_force: {from: null, until: null}
    position: unknown
    authority: overview
    evidence: overview
    complete: false
    checked_on: 2025-11-01
    says: What holds was not read.
"""


def release_law(folder: Path, review_months: int = 1200) -> None:
    """Write the law files where they belong and release them. Pages ask today, and most tests know no today: so the
    next review is due in a hundred years."""
    for code, text in (("xa", COUNTRY), ("xa-1", PROVINCE), ("xb", OTHER)):
        path = folder / code[:2] / f"{code}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    release_pack(content=read_pack(folder, review_months=review_months))


def licence(number, profession="PT", place="XA", **more):
    told = {"jurisdiction": place, "profession": profession, "number": number, "issued_on": "2015-01-01"}
    return {**told, "expires_on": "2028-12-31", "statuses": [], "restrictions": [], **more}


def training(hours):
    part = {"hours": hours, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    told = {"provider": "Myotech", "course": "DN-1", "completed_on": "2021-05-08", "hours": [part]}
    return {**told, "supervised_sessions": 0, "approved_by": [], "patient_groups": ["adult"]}


def certification(number, groups):
    told = {
        "issuer": "Myotech",
        "title": "Certified",
        "number": number,
        "level": "foundation",
        "patient_groups": groups,
    }
    return {**told, "issued_on": "2021-06-01", "expires_on": None, "replaces": None, "statuses": []}


PEOPLE = (
    {
        "registry_number": NEEDLER,
        "name": "Ada Okafor",
        "npi": "1234567893",
        "listed": {"consented": True, "city": "Port Xana", "languages": ["en", "es"]},
        "licences": [licence("A-1"), licence("D-9", "DC")],
        "training": [training(54)],
        "certifications": [certification("C-1", ["adult", "child"])],
        "statements": [{"key": "instructor_found_skill", "by": "Myotech", "from": "2021-05-08", "until": None}],
    },
    {
        "registry_number": SHORT_OF_HOURS,
        "name": "Ben Roe",
        "licences": [licence("A-2")],
        "training": [training(38)],
        "certifications": [certification("C-2", ["adult"])],
    },
    {
        "registry_number": CHIROPRACTOR,
        "licences": [licence("D-3", "DC")],
        "certifications": [certification("C-3", ["adult"])],
    },
)


def record_people() -> None:
    """Put these persons on file, as the register told them."""
    reader, source = current_reader(), find_or_make_organisation(name="registry")
    for person in PEOPLE:
        record = reader.read(person)
        put_record(record=record, shapes=reader.shapes, source=source, by="test")


def employ(email: str = "desk@harbour.example", role: str | None = "clinic_viewer") -> User:
    """Someone who can sign in, at the desk of a clinic; without a role a member of nothing."""
    user = User.objects.create_user(email, PASSWORD, name="The desk")
    if role:
        clinic = find_or_make_organisation(name="Harbour Clinic", kind="clinic")
        Membership.objects.create(user=user, organisation=clinic, role=role)
    return user
