"""The admin shows packs and releases, changes neither, and releases what somebody saw and confirmed."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.models import Membership
from accounts.operations.personal import find_or_make_organisation
from law import previews
from law.models import LawRelease
from law.operations.releases import release_pack
from law.previews import TouchedAnswers, TouchedPractitioner
from law.queries.compiled import current_law

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(released):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("keeper@example.org", "long enough for anyone"))
    return client


@pytest.mark.parametrize("model", ["lawpack", "lawrelease"])
def test_rows_are_seen_and_not_changed(keeper, released, model):
    row = released.release.pack_id if model == "lawpack" else released.release.pk
    page = keeper.get(f"/admin/law/{model}/")
    assert page.status_code == 200
    assert released.release.pack.digest in page.content.decode()
    assert keeper.get(f"/admin/law/{model}/{row}/change/").status_code == 200
    assert keeper.post(f"/admin/law/{model}/{row}/change/", {"digest": "x", "note": "x"}).status_code == 403
    assert keeper.get(f"/admin/law/{model}/add/").status_code == 403
    assert keeper.post(f"/admin/law/{model}/{row}/delete/", {"post": "yes"}).status_code == 403


def test_a_pack_is_told_in_numbers(keeper):
    told = keeper.get("/admin/law/lawpack/").content.decode()
    assert "2 places, 4 provisions, 1 standard; evidence floor secondary, review after 12 months" in told


RELEASE = "/admin/law/lawrelease/release/"


def release_fields(page):
    """The hidden fields of the form, as a browser would send them."""
    form = page.context["form"]
    return {name: form[name].value() for name in ("shown", "instead_of")}


def test_what_the_files_would_change_is_shown_and_released_once_confirmed(keeper, released, settings, monkeypatch):
    touched = TouchedAnswers(3, 1, 1, (TouchedPractitioner("FN-ADA0-0001", (("permitted", "refused", 1),)),))
    monkeypatch.setattr(previews, "_previewer", lambda _: touched)
    settings.LAW_REVIEW_MONTHS = 6
    page = keeper.get(RELEASE)
    told = page.content.decode()
    assert "~ review months: 12 -&gt; 6" in told
    assert "FN-ADA0-0001: permitted -&gt; refused" in told
    assert LawRelease.objects.count() == 1
    answer = keeper.post(RELEASE, release_fields(page) | {"note": "stricter"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/law/lawrelease/")
    release = LawRelease.objects.latest()
    assert (release.note, release.released_by.email) == ("stricter", "keeper@example.org")
    assert current_law().review_months == 6
    assert "Unchanged" in keeper.get(RELEASE).content.decode()


CAME_BETWEEN = {
    "the files changed": lambda settings, amend: setattr(settings, "LAW_REVIEW_MONTHS", 3),
    "another law was released": lambda settings, amend: release_pack(content=amend(9)),
}


@pytest.mark.parametrize("come_between", CAME_BETWEEN.values(), ids=CAME_BETWEEN.keys())
def test_only_what_was_shown_is_released(keeper, released, settings, amend, come_between):
    settings.LAW_REVIEW_MONTHS = 6
    page = keeper.get(RELEASE)
    come_between(settings, amend)
    before = LawRelease.objects.count()
    again = keeper.post(RELEASE, release_fields(page) | {"note": "stricter"})
    assert (again.status_code, LawRelease.objects.count()) == (409, before)
    assert "Something else came between" in again.content.decode()
    assert keeper.post(RELEASE, release_fields(again)).status_code == 302
    assert LawRelease.objects.count() == before + 1


def test_an_older_pack_is_released_again_after_showing_what_that_changes(keeper, released, amend):
    release_pack(content=amend(6))
    address = f"/admin/law/lawpack/{released.release.pack_id}/release/"
    page = keeper.get(address)
    assert "~ review months: 6 -&gt; 12" in page.content.decode()
    assert keeper.post(address, release_fields(page)).status_code == 302
    assert current_law().review_months == 12
    assert keeper.get("/admin/law/lawpack/999/release/").status_code == 404


def test_every_fault_of_the_files_is_shown(keeper, folder):
    (folder / "xa" / "xa.yaml").write_text("- 1", encoding="utf-8")
    page = keeper.get(RELEASE)
    assert page.status_code == 422
    assert "1 fault in the law files of" in page.content.decode()
    assert "xa/xa.yaml:1: " in page.content.decode()


def test_law_keepers_release_and_other_staff_do_not(released):
    client, user = Client(), get_user_model().objects.create_user("one@example.org", "long enough", is_staff=True)
    client.force_login(user)
    assert client.get(RELEASE).status_code == 403
    assert client.get("/admin/law/lawrelease/").status_code == 403
    board = find_or_make_organisation(name="Board of Xanadu")
    Membership.objects.create(user=user, organisation=board, role=Membership.Role.LAW_KEEPER)
    assert client.get(RELEASE).status_code == 200
    assert "Release the law files" in client.get("/admin/law/lawrelease/").content.decode()
    assert client.get("/admin/law/lawpack/").status_code == 200
