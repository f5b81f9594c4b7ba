"""The pages of last resort: they stand on the base page without a request, a user or a database."""

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.views import defaults

from config.content_security import POLICY


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_page_stands_without_anything_around_it(name):
    page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == 1
    assert 'href="/sign-in/"' in page


def test_a_fault_of_ours_is_told_as_ours():
    response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


def test_an_address_that_leads_nowhere_is_told(db):
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "has_policy"),
    [
        pytest.param("/nowhere/", True, id="our own pages"),
        pytest.param("/admin/login/", False, id="the admin, which writes scripts inline"),
        pytest.param("/api/v1/docs", False, id="the page of the API, which does too"),
    ],
)
def test_nothing_inline_runs_on_our_own_pages(db, path, has_policy):
    policy = Client().get(path).get("Content-Security-Policy")
    assert (policy == POLICY) is has_policy
