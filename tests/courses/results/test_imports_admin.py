"""Imports in the admin: everything to look at, nothing to change."""

import pytest
from django.test import Client

from accounts.models import User
from courses.models import RefusedRow
from tests.courses.results.world import send


@pytest.fixture
def admin(version):
    client = Client()
    client.force_login(User.objects.create_superuser("keeper@example.org", "a-long-password"))
    return client


def test_an_import_and_its_refused_rows_are_shown_and_cannot_be_changed(version, admin):
    job = send(version, ["C-1,E-1,written,2026-02-30,pass,", "C-2,E-1,written,2026-03-02,pass,"])
    shown = admin.get(f"/admin/courses/resultimport/{job.pk}/change/").content.decode()
    assert bytes(job.digest).hex() in shown
    assert "previewed" in shown
    rows = admin.get("/admin/courses/refusedrow/").content.decode()
    assert "sat_on: 2026-02-30 is no day" in rows
    row = RefusedRow.objects.get().pk
    for address in (f"resultimport/{job.pk}/delete/", f"refusedrow/{row}/delete/", "resultmapping/add/"):
        assert admin.post(f"/admin/courses/{address}", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/courses/resultmapping/").status_code == 200
