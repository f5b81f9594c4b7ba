"""The admin shows examinations and edits nothing, and keeps secret there what is secret elsewhere."""

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import PersonLink, User
from courses.models import MarkSheet, Result
from tests.courses.exams.world import SignedIn, answers, release, sheet, sit, standing_result

pytestmark = pytest.mark.django_db
SHOWN = ["paper", "attempt", "marksheet", "result", "correction", "appeal", "correctedanswers", "declaredconflict"]


@pytest.fixture
def keeper(db):
    client = Client()
    client.user = User.objects.create_superuser("keeper@example.org", "a long password")
    client.force_login(client.user)
    return client


@pytest.fixture
def one_of_each(enrolment, written, practical, session, officer, checker, director, examiners, learner):
    hands = sit(officer, enrolment, practical, session=session)
    examiners[0].post(f"attempts/{hands['id']}/sheets", sheet())
    examiners[2].post(f"attempts/{hands['id']}/conflicts", {"because": "my brother"})
    theory = sit(officer, enrolment, written, answers=answers("S1", "S2"))
    release(checker, theory)
    result = standing_result(officer, theory)["id"]
    SignedIn(learner).post(f"results/{result}/appeals", {"grounds": "misread"})
    proposal = officer.post(f"results/{result}/correct", {"answers": answers(), "because": "misread"})
    director.post(f"results/{result}/correct", {"correction": proposal["id"], "confirm": True})


@pytest.mark.parametrize("name", SHOWN)
def test_every_table_can_be_looked_at_and_not_edited(keeper, one_of_each, name):
    assert keeper.get(f"/admin/courses/{name}/").status_code == 200
    row = apps.get_model("courses", name).objects.first()
    page = keeper.get(f"/admin/courses/{name}/{row.pk}/change/")
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert keeper.get(f"/admin/courses/{name}/add/").status_code == 403


def test_a_sheet_is_hidden_while_somebody_marks_blind(keeper, one_of_each, examiners):
    row = MarkSheet.objects.get()
    page = f"/admin/courses/marksheet/{row.pk}/change/"
    assert b"hidden while somebody marks blind" in keeper.get(page).content
    assert b"depth" not in keeper.get(page).content
    assert b"depth" not in keeper.get("/admin/courses/marksheet/").content
    examiners[1].post(f"attempts/{row.attempt_id}/sheets", sheet())
    assert b"depth" in keeper.get(page).content


def test_whoever_is_the_candidate_finds_no_draft_of_their_own(keeper, enrolment, written, officer, checker, learner):
    theory = sit(officer, enrolment, written, answers=answers())
    row = Result.objects.get()
    proposal = officer.post(f"results/{row.pk}/correct", {"passed": False, "because": "a slip"})
    pages = [f"/admin/courses/result/{row.pk}/change/", f"/admin/courses/correction/{proposal['id']}/change/"]
    assert [keeper.get(page).status_code for page in pages] == [200, 200]
    PersonLink.objects.create(user=keeper.user, person=learner.person, linked_by=keeper.user)
    assert [keeper.get(page).status_code for page in pages] == [302, 302]
    assert b"a slip" not in keeper.get("/admin/courses/correction/").content
    release(checker, theory)
    assert [keeper.get(page).status_code for page in pages] == [200, 200]
