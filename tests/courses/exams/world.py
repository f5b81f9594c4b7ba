"""A school whose level L1 has a written and a practical examination, with staff who hold keys of their own."""

import json

from django.test import Client

from accounts.models import Membership, Organisation, PersonLink, User
from accounts.operations.keys import create_api_key
from courses.models import Session, SessionStaff
from tests.courses.awards.world import EXAMINED_ON, make_school

WRITTEN = {
    "sections": [
        {
            "code": "safety",
            "title": "Safety",
            "items": [{"code": f"S{n}", "maximum": 1, "right": ["A"]} for n in range(1, 5)],
            "at_least": 75,
        },
        {
            "code": "general",
            "title": "Anatomy and others",
            "items": [{"code": f"G{n}", "maximum": 1, "right": ["A"]} for n in range(1, 6)],
            "at_least": 60,
        },
    ]
}
ITEMS = [item["code"] for section in WRITTEN["sections"] for item in section["items"]]
PRACTICAL = {
    "stations": [
        {
            "code": "neck",
            "title": "Neck",
            "items": [
                {"code": "depth", "title": "Depth", "maximum": 10, "critical": 4},
                {"code": "grip", "title": "Grip", "maximum": 10},
            ],
            "at_least": 60,
        }
    ],
    "examiners": 2,
    "discrepancy": {"allowed": 10, "beyond": "third_examiner"},
    "conflicts": ["supervisor", "instructor"],
}


def answers(*wrong):
    """Everything right but these."""
    return {"items": {code: "B" if code in wrong else "A" for code in ITEMS}}


def practical(beyond):
    return {**PRACTICAL, "discrepancy": {"allowed": 10, "beyond": beyond}}


class Colleague:
    """A user of an organisation, who calls the API with a key bound to the membership."""

    def __init__(self, name, role, *scopes, organisation=None):
        organisation = organisation or make_school()
        self.user, _ = User.objects.get_or_create(email=f"{name}@school.example")
        membership = Membership.objects.create(user=self.user, organisation=organisation, role=role)
        _, key = create_api_key(organisation=organisation, scopes=scopes, membership=membership)
        self.client = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)
        self.by = f"user:{self.user.pk}"

    def get(self, path, expected=200, **query):
        response = self.client.get(f"/api/v1/{path}", query)
        assert response.status_code == expected, (path, response.status_code, response.content)
        return response.json()

    def post(self, path, body=None, expected=None):
        data = None if body is None else json.dumps(body)
        response = self.client.post(f"/api/v1/{path}", data, content_type="application/json")
        assert response.status_code in ((expected,) if expected else (200, 201)), (path, response.content)
        return response.json()

    def refused(self, path, body=None, status=422):
        """The faults by pointer and code."""
        return {(one["pointer"], one["code"]) for one in self.post(path, body, status).get("errors", [])}


class SignedIn:
    """A learner who signed in, as a person on file who belongs to no organisation."""

    def __init__(self, practitioner, name="lea"):
        self.user, _ = User.objects.get_or_create(email=f"{name}@learner.example")
        PersonLink.objects.create(user=self.user, person=practitioner.person, linked_by=self.user)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)

    get, post, refused = Colleague.get, Colleague.post, Colleague.refused


def make_session(version, *examiners, on=EXAMINED_ON, examinations=("L1",)):
    session = Session.objects.create(
        programme=version.programme,
        level_code="L1",
        jurisdiction="XA",
        place="Hall",
        starts_on=on,
        ends_on=on,
        capacity=20,
        examinations=list(examinations),
    )
    for one in examiners:
        SessionStaff.objects.create(session=session, user=one.user, role="examiner")
    return session


def make_paper(admin, version, content, form="written", examination="L1"):
    told = {"programme": version.programme_id, "examination": examination, "form": form, "content": content}
    paper = admin.post("papers", told)
    return admin.post(f"papers/{paper['id']}/publish")


def sit(officer, enrolment, paper, *, on=EXAMINED_ON, session=None, **more):
    told = {"enrolment": enrolment.pk, "examination": "L1", "form": paper["form"], "sat_on": on.isoformat()}
    return officer.post("attempts", {**told, "paper": paper["id"], "session": session and session.pk, **more})


def sheet(depth=8, grip=8, station="neck", **more):
    return {"station": station, "marks": {"depth": depth, "grip": grip}, **more}


def standing_result(officer, attempt):
    """The result of an attempt that stands, as the office sees it; None while there is none."""
    results = officer.get(f"attempts/{attempt['id']}")["results"]
    return next((one for one in results if one["superseded_at"] is None), None)


def release(checker, attempt):
    """Check and release the attempt's draft."""
    result = standing_result(checker, attempt)
    checker.post(f"results/{result['id']}/check")
    return checker.post(f"results/{result['id']}/release")


def foreign_school():
    return Organisation.objects.get_or_create(name="Other School", defaults={"kind": "provider"})[0]
