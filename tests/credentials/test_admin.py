"""The admin shows everything and edits nothing; facts are superseded and records merged with a reason."""

import datetime
import json

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import Membership, User
from accounts.operations.personal import find_or_make_organisation
from credentials.models import ExamPass, MergeProposal, Practitioner, Verification
from credentials.operations.merges import propose_merge

pytestmark = pytest.mark.django_db
MODELS = [model._meta.model_name for model in apps.get_app_config("credentials").get_models()]
# Numbers show in their answers, rules and declarations at their site; dossiers say again what the facts say.
ELSEWHERE = ("verificationnumber", "dossier", "sitepolicy", "sitedeclaration")
SHOWN = [name for name in MODELS if name not in ELSEWHERE]


def sign_in(email, **fields):
    client = Client()
    client.user = User.objects.create_superuser(email, "a long password", **fields)
    client.force_login(client.user)
    return client


@pytest.fixture
def keeper(db):
    return sign_in("keeper@example.org")


@pytest.fixture
def on_file(put, law, ada, bo):
    put(ada)
    put(bo)


@pytest.mark.parametrize("name", SHOWN)
def test_every_table_can_be_looked_at(keeper, on_file, name):
    first, second = Practitioner.objects.order_by("id")
    propose_merge(survivor=first, absorbed=second, reason="same day of birth", by=keeper.user)
    assert keeper.get(f"/admin/credentials/{name}/").status_code == 200
    for row in apps.get_model("credentials", name).objects.all()[:1]:
        page = keeper.get(f"/admin/credentials/{name}/{row.pk}/change/")
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
    assert keeper.get(f"/admin/credentials/{name}/add/").status_code == 403


def test_an_answer_can_be_looked_at_as_it_was_given(keeper, on_file):
    day, instant = datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    answer = Verification.objects.create(
        organisation=find_or_make_organisation(name="Clinic"),
        practitioner=Practitioner.objects.first(),
        jurisdiction="XA",
        on=day,
        outcome="refused",
        asked_on=day,
        known_at=instant,
        decided_at=instant,
        answer='{"outcome": "refused"}',
        digest=b"d" * 32,
    )
    page = keeper.get(f"/admin/credentials/verification/{answer.pk}/change/")
    assert page.status_code == 200
    assert b"refused" in page.content


def confirm_seen(client, address, given):
    """First what it would do to answers on record is shown; sent again with that, it is done."""
    page = client.post(address, given)
    assert page.status_code == 200
    assert b"none would come out otherwise" in page.content
    assert client.post(address, {**given, "seen": page.context["seen"]}).status_code == 302


def test_a_fact_is_superseded_with_a_reason(keeper, on_file):
    fact = ExamPass.objects.get()
    address = f"/admin/credentials/exampass/{fact.pk}/supersede"
    page = keeper.get(address, follow=True)
    form = page.context["form"]
    told = json.loads(form.initial["replacement"])
    given = {**form.initial, "replacement": json.dumps({**told, "passed_on": "2016-05-09"})}
    assert keeper.post(page.request["PATH_INFO"], given).status_code == 200
    given["reason"] = "typed wrong"
    assert keeper.post(page.request["PATH_INFO"], {**given, "replacement": '{"form": 1}'}).status_code == 200
    assert ExamPass.objects.count() == 1
    confirm_seen(keeper, page.request["PATH_INFO"], given)
    fact.refresh_from_db()
    assert (fact.superseded_because, fact.superseded_by) == ("typed wrong", f"user:{keeper.user.pk}")
    assert keeper.get(page.request["PATH_INFO"]).status_code == 403


def test_a_registrar_sees_everything_and_supersedes_what_the_own_organisation_told(on_file):
    client = sign_in("registrar@example.org", is_superuser=False)
    fact = ExamPass.objects.get()
    address = f"/admin/credentials/exampass/{fact.pk}"
    assert client.get(f"{address}/change/").status_code == 403
    for organisation, status in ((find_or_make_organisation(name="Board"), 403), (fact.source, 200)):
        Membership.objects.create(user=client.user, organisation=organisation, role=Membership.Role.REGISTRAR)
        assert client.get(f"{address}/change/").status_code == 200
        assert client.get(f"{address}/supersede", follow=True).status_code == status


def test_a_merge_is_proposed_by_one_and_confirmed_by_another(keeper, on_file):
    ada, bo = Practitioner.objects.order_by("registry_number")
    page = keeper.get(f"/admin/credentials/practitioner/{bo.pk}/merge", follow=True)
    given = {"survivor": ada.registry_number, "reason": "one diploma"}
    assert keeper.post(page.request["PATH_INFO"], {**given, "survivor": "FN-0000-0000"}).status_code == 200
    assert keeper.post(page.request["PATH_INFO"], given).status_code == 302
    proposal = MergeProposal.objects.get()
    second = sign_in("second@example.org")
    confirm = second.get(f"/admin/credentials/mergeproposal/{proposal.pk}/confirm", follow=True)
    assert keeper.post(confirm.request["PATH_INFO"]).status_code == 403
    confirm_seen(second, confirm.request["PATH_INFO"], {"x": ""})
    bo.refresh_from_db()
    assert bo.merged_into == ada
    close = keeper.get(f"/admin/credentials/mergeproposal/{proposal.pk}/close", follow=True)
    confirm_seen(keeper, close.request["PATH_INFO"], {"reason": "twins"})
    bo.refresh_from_db()
    assert bo.merged_into is None
