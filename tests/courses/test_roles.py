"""Every call about courses, by every role of its provider, by its learner, by a foreign provider, a clinic, a stranger.

The calls are found by walking the addresses, so that a new one without a row here fails. What is sent is an empty body:
who is let in is answered about it (2xx, 400, 409, 422), who is not is refused before (401, 403, 404).
"""

import json
import re

import pytest
from django.db import transaction
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.models import SCOPES, Organisation
from courses.api.urls import urlpatterns
from courses.models import Appeal, Seat, SessionStaff, SupervisedSession
from courses.operations.import_steps import advance
from courses.operations.programmes import draft_version
from courses.operations.result_imports import receive_file
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import AT, TODAY, complete, level, make_programme, put_person, release, release_law, sit
from tests.courses.exams.world import PRACTICAL, Colleague, SignedIn, foreign_school, make_paper, make_session

EVERYBODY = "admin officer instructor examiner learner rival clinic stranger"
STAFF = "admin officer instructor examiner"
CALLERS = f"{STAFF} learner rival clinic"
# Who is let in. What has no id is about the caller's own: there a foreign provider works on its own things.
ROWS = {
    "POST result-batch": "admin officer rival",
    "GET result-imports": "admin officer rival",
    "POST result-imports": "admin officer rival",
    "GET result-import": "admin officer",
    "GET result-import-faults": "admin officer",
    "GET result-import-refused": "admin officer",
    "POST result-import-confirm": "admin officer",
    "POST result-import-cancel": "admin officer",
    "POST result-import-check": "admin officer",
    "POST result-import-release": "admin officer",
    "GET result-mappings": "admin officer rival",
    "PUT result-mappings": "admin officer rival",
    "GET progress": f"{STAFF} learner",
    "GET awards": CALLERS,
    "GET award": f"{STAFF} learner",
    "POST award-suspend": "admin",
    "POST award-revoke": "admin",
    "POST award-reinstate": "admin",
    "POST award-renew": "admin",
    "GET closing-levels": EVERYBODY,
    "GET programmes": EVERYBODY,
    "POST programmes": "admin rival",
    "GET programme": EVERYBODY,
    "POST programme-close": "admin",
    "POST versions": "admin",
    "GET version": STAFF,
    "PUT version": "admin",
    "POST version-publish": "admin",
    "GET sessions": EVERYBODY,
    "POST sessions": "admin rival",
    "GET session": STAFF,
    "PATCH session": "admin",
    "POST session-cancel": "admin",
    "POST session-staff": "admin",
    "DELETE session-staff": "admin",
    "POST session-seats": "admin",
    "GET session-attendance": STAFF,
    "POST session-attendance": "admin officer instructor",
    "POST seat-withdraw": "admin",
    "POST seat-move": "admin",
    "GET enrolments": CALLERS,
    "POST enrolments": "admin rival",
    "POST enrolment-check": "admin rival",
    "GET enrolment": f"{STAFF} learner",
    "POST enrolment-withdraw": "admin",
    "POST enrolment-transfer": "admin",
    "GET enrolment-supervised": f"{STAFF} learner",
    "POST enrolment-supervised": "admin officer learner",
    "GET supervised-awaiting": CALLERS,
    "POST supervised-sign": "admin officer",
    "POST supervised-refuse": "admin officer",
    "GET papers": f"{STAFF} rival clinic",
    "POST papers": "admin rival",
    "GET paper": STAFF,
    "POST paper-publish": "admin",
    "POST paper-void": "admin",
    "GET paper-report": STAFF,
    "POST paper-standard": "admin",
    "GET attempts": CALLERS,
    "POST attempts": "admin officer rival",
    "GET attempt": f"{STAFF} learner",
    "POST attempt-answers": "admin officer",
    "POST attempt-sheets": "examiner",
    "POST attempt-reconcile": "examiner",
    "POST attempt-conflicts": "admin officer examiner",
    "POST result-check": "admin officer",
    "POST result-release": "admin officer",
    "POST result-correct": "admin officer",
    "POST result-appeals": "admin officer learner",
    "GET appeals": CALLERS,
    "POST appeal-decide": "admin officer",
    "GET corrections": f"{STAFF} rival clinic",
}
REFUSED = (401, 403, 404)
BODIES = {"POST supervised-refuse": {"because": "not_my_session"}}  # where the body says whose matter it is
UNKNOWN = 987_654_321
FILE = b"candidate,examination,form,sat_on,passed\nC-99,L1,written,2026-05-10,yes\n"


def list_calls():
    """Every address below /api/v1 with each of its methods."""
    for one in urlpatterns:
        for method in ("get", "post", "put", "patch", "delete"):
            if hasattr(one.callback.view_class, method):
                yield f"{method.upper()} {one.name}", str(one.pattern), method


CALLS = {name: (route, method) for name, route, method in list_calls()}


class World:
    """One thing of every kind at one school, and everybody who might want it."""

    def __init__(self):
        release_law()
        version, learner = make_programme(), put_person()
        self.people = self._meet(learner)
        admin = self.people["admin"]
        enrolment, award = complete(version, learner)
        session = make_session(version, self.people["examiner"])
        SessionStaff.objects.create(session=session, user=self.people["instructor"].user, role="instructor")
        seat = Seat.objects.create(session=session, enrolment=enrolment, state="seated", asked_at=AT, changed_at=AT)
        paper = make_paper(admin, version, PRACTICAL, "practical")
        other = put_person("FN-1EAR-0009")
        attempt = sit(enrolment, "practical", on=TODAY.replace(month=5, day=20))
        result = release(attempt)
        appeal = Appeal.objects.create(result=result, grounds="misread", lodged_by="user:1")
        supervised = SupervisedSession.objects.create(
            enrolment=enrolment, level_code="L1", on=TODAY, jurisdiction="XA", cases=1, supervisor=other, logged_by="x"
        )
        draft = draft_version(
            programme=version.programme, starts_on=TODAY.replace(year=2027), content={"levels": [level()]},
            by="user:1", at=AT, read_place=str,
        )  # fmt: skip
        job = receive_file(programme=version.programme, content=FILE, file_name="a.csv", by="user:1")
        assert advance(import_id=job.pk, at=AT)  # read, so that there are refused rows to be had
        self.ids = {
            "programme_id": version.programme_id, "number": draft.number, "session_id": session.pk, "seat_id": seat.pk,
            "enrolment_id": enrolment.pk, "supervised_id": supervised.pk, "paper_id": paper["id"],
            "attempt_id": attempt.pk, "result_id": result.pk, "appeal_id": appeal.pk,
            "award_id": award.pk, "import_id": job.pk,
        }  # fmt: skip

    def _meet(self, learner):
        clinic = Organisation.objects.create(name="Aspen Clinic", kind="clinic")
        return {
            "admin": Colleague("admin", "provider_admin", *SCOPES),
            "officer": Colleague("officer", "records_officer", *SCOPES),
            "instructor": Colleague("instructor", "instructor", *SCOPES),
            "examiner": Colleague("examiner", "examiner", *SCOPES),
            "learner": SignedIn(learner),
            "rival": Colleague("rival", "provider_admin", *SCOPES, organisation=foreign_school()),
            "clinic": Colleague("clinic", "clinic_admin", *SCOPES, organisation=clinic),
            "stranger": None,
        }

    def call(self, who, name, ids=None):
        """What somebody is answered; `ids` in the place of the school's own."""
        route, method = CALLS[name]
        path = re.sub(r"<int:(\w+)>", lambda found: str((ids or self.ids)[found[1]]), route)
        person = self.people[who]
        client = Client(raise_request_exception=False) if person is None else person.client
        data = json.dumps(BODIES.get(name, {}))
        body = {} if method in ("get", "delete") else {"data": data, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", **body)

    def try_out(self, who, name, ids=None):
        """The same, and nothing of it stays."""
        with transaction.atomic():
            response = self.call(who, name, ids)
            transaction.set_rollback(True)
        return response


@pytest.fixture
def world(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    yield World()
    forget_compiled()


def test_every_call_has_a_row_and_every_row_a_call():
    assert ROWS.keys() == CALLS.keys()


@pytest.mark.parametrize("name", ROWS)
def test_who_is_let_in(world, name):
    answered = {who: world.try_out(who, name).status_code for who in EVERYBODY.split()}
    assert {who for who, status in answered.items() if status not in REFUSED} == set(ROWS[name].split()), answered
    assert max(answered.values()) < 500


@pytest.mark.parametrize("name", [name for name, (route, _) in CALLS.items() if "<int:" in route])
def test_what_is_a_foreign_providers_is_answered_as_what_nobody_has(world, name):
    # That a programme is there is public; whether it has a draft is not.
    nobodys = {**dict.fromkeys(world.ids, UNKNOWN), "programme_id": world.ids["programme_id"]}
    if "rival" in ROWS[name].split():
        assert name == "GET programme"  # published, so anybody's to read
        return
    for who in ("rival", "clinic"):
        told, unknown = world.try_out(who, name), world.try_out(who, name, nobodys)
        assert (told.status_code, without_ids(told)) == (unknown.status_code, without_ids(unknown))


@pytest.mark.parametrize(
    "name", [name for name, (route, method) in CALLS.items() if "<" not in route and method == "get"]
)
def test_lists_of_a_foreign_provider_hold_nothing_of_the_schools(world, name):
    if "stranger" in ROWS[name].split():
        return  # what is offered is public
    for who in ("rival", "clinic"):
        response = world.try_out(who, name)
        assert response.status_code == 403 or response.json()["items"] == []


def without_ids(response):
    """A problem's body but for the id of the request."""
    return {name: value for name, value in response.json().items() if name not in ("instance", "request_id")}
