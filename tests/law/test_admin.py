"""The admin shows packs and releases and changes neither."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

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
