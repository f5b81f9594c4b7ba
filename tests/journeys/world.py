"""Xanadu and Ys: two places with laws of their own, and the people who meet in the stories.

Everything passes through the real addresses, as a clinic's or a register's program would. Days of treatment, licences
and laws are fixed; nothing here asks what day it is.
"""

import copy
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client

from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from law.operations.releases import release_pack
from rulebook.loading import read_pack

DAY = "2026-03-02"
MARA, NOOR = "FN-MARA-0001", "FN-N00R-0002"
XANADU = """\
jurisdiction: "XA"
name: Xanadu
time_zone: Etc/UTC
compacts: []
consent:
  - {from_age: 0, until_age: 14, needs: [parental_consent], citation: {text: Children Act § 3}}
  - {from_age: 14, until_age: 18, needs: [minor_own_consent], citation: {text: Children Act § 4}}
provisions:
  - id: xa-pt-2020
    profession: PT
    in_force: {from: 2020-01-01, until: null}
    position: conditional
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    citation: {text: Needling Act § 1, url: "https://law.example/1", read: the act}
    says: A physical therapist may needle after 50 hours in person.
    requires:
      all_of:
        - {kind: training_hours, minimum: 50, delivery: in_person}
        - {kind: attestation, key: instructor_found_skill, about: practitioner, says: the instructor found the skill}
"""
YS_NORTH = """\
jurisdiction: "XB-1"
name: Ys North
time_zone: Etc/UTC
provisions:
  - id: xb-1-pt
    profession: PT
    in_force: {{from: 2010-01-01, until: null}}
    position: {position}
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2025-11-01
    citation: {{text: "{citation}"}}
    says: What the law of Ys North says of needling.
"""
HUNDRED_YEARS = 1200  # months until a review is due: stories of a fixed day must not end with the years


def write_law(folder: Path, ys_north: str = "permitted", citation: str = "Act of Ys § 7") -> Path:
    """Write the law files; what Ys North says can be chosen."""
    for code, text in (("xa", XANADU), ("xb-1", YS_NORTH.format(position=ys_north, citation=citation))):
        path = folder / code[:2] / f"{code}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def release_law(folder: Path) -> None:
    """Release what the folder holds."""
    release_pack(content=read_pack(folder, review_months=HUNDRED_YEARS))


def licence(place: str, number: str, **more: Any) -> dict[str, Any]:
    """A physical therapist's licence from 2015 to the end of 2028, in good standing."""
    told = {"jurisdiction": place, "profession": "PT", "number": number}
    return {**told, "issued_on": "2015-01-01", "expires_on": "2028-12-31", "statuses": [], "restrictions": [], **more}


def suspended(place: str, number: str, since: str) -> dict[str, Any]:
    """The same licence, suspended from a day on."""
    return licence(place, number, statuses=[{"status": "suspended", "from": since, "until": None}])


def make_record(registry_number: str, name: str, number: str, hours: float = 54) -> dict[str, Any]:
    """A physical therapist of Xanadu and Ys North, certified for adults and children."""
    course = {"provider": "Teasel Academy", "course": "DN-1", "completed_on": "2021-05-08"}
    part = {"hours": hours, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    certified = {"issuer": "Teasel Academy", "title": "Certified in dry needling", "number": f"C-{number}"}
    return {
        "registry_number": registry_number,
        "name": name,
        "email": "someone@example.org",
        "born_on": "1985-04-12",
        "licences": [licence("XA", number), licence("XB-1", f"Y {number}")],
        "training": [{**course, "hours": [part], "supervised_sessions": 0}],
        "certifications": [{**certified, "issued_on": "2021-06-01", "patient_groups": ["adult", "child"]}],
        "statements": [{"key": "instructor_found_skill", "by": "Teasel Academy", "from": "2021-05-08", "until": None}],
    }


@dataclass
class Caller:
    """An organisation with a key of its own, and its program."""

    name: str
    key: str
    prefix: str
    program: Client = field(repr=False)

    def get(self, path: str, **query: Any) -> Any:
        return self.program.get(f"/api/v1{path}", query)

    def post(self, path: str, body: Any) -> Any:
        return self.program.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")

    def put(self, path: str, body: Any) -> Any:
        return self.program.put(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def make_caller(name: str, kind: str, *scopes: str) -> Caller:
    """Give an organisation a fresh key."""
    row, key = create_api_key(organisation=find_or_make_organisation(name=name, kind=kind), scopes=scopes)
    program = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)
    return Caller(name, key, row.prefix, program)


def without(answer: dict[str, Any], *names: str) -> dict[str, Any]:
    """An answer but for what is about the asking, not about the decision."""
    left = copy.deepcopy(answer)
    for name in names:
        del left[name]
    return left
