"""Looking for someone by name, among those who agreed to be found."""

import pytest
from django.test import Client

from tests.web.world import NEEDLER

pytestmark = pytest.mark.django_db


def numbers(response):
    return [person["registry_number"] for person in response.context["people"]]


def test_a_visitor_signs_in_first(people):
    for response in (Client().get("/find/"), Client().post("/find/", {"q": "Ada"})):
        assert (response.status_code, response["Location"]) == (302, "/sign-in/")


def test_only_those_who_agreed_are_listed(desk):
    response = desk.get("/find/")
    assert numbers(response) == [NEEDLER]
    page = response.content.decode()
    assert f'href="/?person={NEEDLER}"' in page
    assert "Port Xana" in page
    assert "Chiropractor, Xanadu; Physical therapist / physiotherapist, Xanadu" in page


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        pytest.param({"q": "okaf"}, [NEEDLER], id="a part of the name, in any case"),
        pytest.param({"q": "Roe"}, [], id="someone who did not agree"),
        pytest.param({"q": "%"}, [], id="a sign that databases read as anything"),
        pytest.param({"place": "XA", "profession": "DC"}, [NEEDLER], id="place and profession"),
        pytest.param({"profession": "OT"}, [], id="a profession without a licence"),
        pytest.param({"after": NEEDLER}, [], id="after the last"),
    ],
)
def test_the_list_is_searched(desk, sent, found):
    assert numbers(desk.post("/find/", sent)) == found


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        pytest.param({"q": "A\0da"}, "id_q", id="a NUL"),
        pytest.param({"q": "x" * 101}, "id_q", id="too long"),
        pytest.param({"place": "QQ"}, "id_place", id="no place"),
        pytest.param({"profession": "WIZARD"}, "id_profession", id="no profession"),
    ],
)
def test_faults_of_the_search_are_told(desk, sent, field):
    response = desk.post("/find/", sent)
    assert response.status_code == 422
    assert [fault["field_id"] for fault in response.context["faults"]] == [field]


def test_who_was_found_stands_in_the_question(desk):
    assert f'name="person" value="{NEEDLER}"' in desk.get(f"/?person={NEEDLER}").content.decode()
