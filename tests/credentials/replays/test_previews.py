"""Whoever corrects a fact or merges records sees before it is done how many answers of how many askers it changes."""

import copy
import json

import pytest
from django.test import Client

from accounts.models import User
from credentials.models import Certification, Licence, MergeProposal, Practitioner
from credentials.operations import relying
from credentials.operations.corrections import supersede_fact, version_of
from credentials.operations.merges import confirm_merge, propose_merge
from credentials.operations.relying import UNTOUCHED, Impact, preview_change
from credentials.operations.relying_law import preview_law
from credentials.queries.readers import current_reader
from law.previews import TouchedAnswers, TouchedPractitioner
from outbox.models import Message
from tests.credentials.api.world import ADA, CARL, DORA, law_content
from tests.credentials.replays.conftest import BIRCH


@pytest.fixture
def birch(make_client):
    return make_client("verify:read", organisation=BIRCH)


@pytest.fixture
def keeper(people):
    user = User.objects.create(email="keeper@example.org", is_active=True, is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    return client


def retract(fact):
    return lambda: supersede_fact(
        fact=fact,
        replacement=None,
        shapes=current_reader().shapes,
        reason="never so",
        by="user:1",
        expected_version=version_of(fact),
    )


def of(model, number):
    return model.objects.filter(practitioner__registry_number=number, superseded_at=None).order_by("id").first()


def test_a_correction_is_tried_and_undone(verify, birch):
    verify(jurisdiction="GB-WLS")
    verify(jurisdiction="GB-WLS", client=birch)
    verify(jurisdiction="XB")
    verify(practitioner={"registry_number": CARL}, jurisdiction="XB")
    certification = of(Certification, ADA)
    before = Practitioner.objects.get(registry_number=ADA).changed_at
    found = preview_change(retract(certification))
    assert found == Impact(3, 2, 2, (("permitted", "refused", 2),))
    certification.refresh_from_db()
    assert certification.superseded_at is None
    assert not Message.objects.filter(kind=relying.MAY_DIFFER).exists()
    assert Practitioner.objects.get(registry_number=ADA).changed_at == before


def test_only_what_this_very_correction_changes_is_counted(verify):
    verify(jurisdiction="GB-WLS")
    retract(of(Certification, ADA))()
    assert preview_change(retract(of(Licence, ADA))) == Impact(1, 0, 0, ())


def test_what_is_refused_changes_nothing(verify):
    verify()
    assert preview_change(lambda: None) == UNTOUCHED


def test_there_may_be_more_than_can_be_looked_at(verify, monkeypatch):
    monkeypatch.setattr(relying, "MOST_LOOKED_AT", 2)
    for _ in range(3):
        verify(jurisdiction="GB-WLS")
    found = preview_change(retract(of(Certification, ADA)))
    assert (found.looked_at, found.is_whole) == (2, False)


def test_a_merge_is_tried_and_undone(verify):
    verify(practitioner={"registry_number": DORA})
    ada, dora = (Practitioner.objects.get(registry_number=number) for number in (ADA, DORA))
    first, second = (User.objects.create(email=f"{n}@example.org", is_active=True) for n in (1, 2))
    proposal = propose_merge(survivor=ada, absorbed=dora, reason="one diploma", by=first)
    found = preview_change(lambda: confirm_merge(proposal=proposal, by=second))
    assert (found.looked_at, found.answers, found.organisations) == (1, 1, 1)
    assert found.outcomes[0][:2] == ("refused", "conditional")
    assert MergeProposal.objects.get().confirmed_at is None


def test_what_a_release_would_do_is_told_without_releasing(verify, birch):
    verify(jurisdiction="GB-WLS")
    verify(jurisdiction="GB-WLS", client=birch)
    verify(jurisdiction="GB-WLS", practitioner={"registry_number": CARL})
    verify()
    content = copy.deepcopy(law_content())
    (wales,) = (place for place in content["jurisdictions"] if place["jurisdiction"] == "GB-WLS")
    wales["provisions"][0]["position"] = "prohibited"
    touched = TouchedPractitioner(ADA, (("permitted", "refused", 2),))
    assert preview_law(content) == TouchedAnswers(3, 2, 2, (touched,))
    assert preview_law(law_content()) == TouchedAnswers(0, 0, 0, ())
    # A place that goes, and a review that comes due after the answers were asked, touch every answer there.
    assert preview_law(law_content(review_months=1)).asked == 4


def test_the_page_shows_it_before_anything_is_done(verify, birch, keeper):
    verify(jurisdiction="GB-WLS")
    verify(jurisdiction="GB-WLS", client=birch)
    fact = of(Licence, ADA)
    fact = Licence.objects.get(practitioner=fact.practitioner, jurisdiction="GB-WLS")
    address = f"/admin/credentials/licence/{fact.pk}/supersede"
    page = keeper.get(address, follow=True)
    address, told = page.request["PATH_INFO"], json.loads(page.context["form"].initial["replacement"])
    given = {**page.context["form"].initial, "reason": "typed wrong"}
    given["replacement"] = json.dumps({**told, "expires_on": "2026-01-31"})
    shown = keeper.post(address, given)
    assert "2 answers on record looked at: 2 of 2 organisations would come out otherwise" in shown.content.decode()
    assert "permitted → refused: 2" in shown.content.decode()
    assert not any(word in shown.content.decode() for word in ("Aspen", "Birch"))
    fact.refresh_from_db()
    assert fact.superseded_at is None
    other = {**given, "seen": shown.context["seen"], "reason": "another reason"}
    assert keeper.post(address, other).status_code == 200
    assert keeper.post(address, {**given, "seen": shown.context["seen"]}).status_code == 302
    fact.refresh_from_db()
    assert fact.superseded_at is not None
    assert Message.objects.filter(kind=relying.MAY_DIFFER).count() == 1
