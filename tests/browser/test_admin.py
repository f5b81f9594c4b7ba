"""The admin at a desk and on a phone: every list and the longest details fit, and the browser complains of nothing."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Verification
from law.models import LawRelease
from tests.browser.conftest import DESKTOP, PHONE
from tests.web.world import NEEDLER

ROOMS = ("accounts", "credentials", "law", "outbox")
LISTS = sorted(
    f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
    if model._meta.app_label in ROOMS
)


@pytest.fixture
def keeper(site, client):
    """Who signs in may see everything, and there is an answer to look at."""
    User.objects.filter(email="desk@harbour.example").update(is_staff=True, is_superuser=True)
    _, key = create_api_key(organisation=find_or_make_organisation(name="Harbour"), scopes=("verify:read",))
    question = {"practitioner": {"registry_number": NEEDLER}, "jurisdiction": "XA", "patient": {"age": 40}}
    headers = {"Authorization": f"Bearer {key}"}
    told = client.post("/api/v1/verifications", question, content_type="application/json", headers=headers)
    assert told.status_code == 201, told.content


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_page_fits_the_screen(keeper, open_page, viewport):
    page = open_page("/admin/", is_signed_in=True, viewport=viewport)
    addresses = [reverse(name) for name in LISTS]
    for name, row in (("credentials_verification", Verification), ("law_lawrelease", LawRelease)):
        addresses.append(reverse(f"admin:{name}_change", args=[row.objects.first().pk]))
    addresses += [reverse("admin:credentials_practitioner_change", args=[Verification.objects.get().practitioner_id])]
    wide = []
    for address in ["/admin/", *addresses]:
        assert page.goto(address).status == 200, address
        page.wait_for_load_state("networkidle")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(address)
    assert wide == []
