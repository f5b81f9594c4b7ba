import pytest
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.models import Organisation
from accounts.operations.keys import create_api_key
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import TODAY, attend, enrol, make_programme, put_person, release_law
from tests.courses.exams.world import PRACTICAL, WRITTEN, Colleague, make_paper, make_session

RESULTS = ("courses:read", "results:write")
MARKS = ("courses:read", "exams:mark")


@pytest.fixture
def law(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    release_law()
    yield
    forget_compiled()


@pytest.fixture
def version(law):
    return make_programme()


@pytest.fixture
def learner(law):
    return put_person()


@pytest.fixture
def enrolment(version, learner):
    """Somebody who has attended everything of L1, and sat nothing."""
    one = enrol(version, learner, candidate="C-1")
    attend(one)
    return one


@pytest.fixture
def admin(law):
    return Colleague("admin", "provider_admin", "courses:read", "courses:write", "results:write")


@pytest.fixture
def director(law):
    return Colleague("director", "provider_admin", "courses:read", "courses:write", "results:write")


@pytest.fixture
def officer(law):
    return Colleague("officer", "records_officer", *RESULTS)


@pytest.fixture
def checker(law):
    return Colleague("checker", "records_officer", *RESULTS)


@pytest.fixture
def examiners(law):
    return [Colleague(f"examiner{n}", "examiner", *MARKS) for n in (1, 2, 3)]


@pytest.fixture
def session(version, examiners):
    return make_session(version, *examiners)


@pytest.fixture
def written(admin, version):
    return make_paper(admin, version, WRITTEN)


@pytest.fixture
def practical(admin, version):
    return make_paper(admin, version, PRACTICAL, form="practical")


@pytest.fixture
def ask(law):
    """What a clinic is told, and is told for good, about the learner and an adult in Xanadu."""
    clinic = Organisation.objects.create(name="Aspen Clinic", kind="clinic")
    _, key = create_api_key(organisation=clinic, scopes=("verify:read",))
    client = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    def verify(number, on=TODAY):
        told = {
            "practitioner": {"registry_number": number},
            "jurisdiction": "XA",
            "patient": {"group": "adult"},
            "on": on.isoformat(),
        }
        response = client.post("/api/v1/verifications", told, content_type="application/json")
        assert response.status_code == 201, response.content
        return response.json()

    return verify
