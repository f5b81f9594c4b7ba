"""A clinic in March 2026: what is recorded is recorded then, until a test says that it is later."""

import datetime as dt

import pytest
from django.db import connection

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.operations.clock import recording_at
from accounts.operations.consents import record_consent
from law.queries.compiled import forget_compiled
from tests.clinics.packs.looking import MARCH, look_at
from tests.clinics.world import ADA, BEN, CY, make_entry, release_law


@pytest.fixture
def law(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_registryclock SET ticked_at = %s", [MARCH])
    with recording_at(MARCH):
        release_law()
        yield
    forget_compiled()


@pytest.fixture
def roster(people, site):
    """Three entries, looked at on 2 March: Ada for adults and children, Ben for children, Cy for adults.

    All of them let the clinic see their records.
    """
    for one in people.values():
        record_consent(person=one.person, kind="see_record", organisation=site.organisation)
    entries = {
        ADA: make_entry(site, people[ADA], groups=["adult", "child"]),
        BEN: make_entry(site, people[BEN], groups=["child"], role="assistant"),
        CY: make_entry(site, people[CY]),
    }
    for n, entry in enumerate(entries.values()):
        for group in entry.patient_groups:
            look_at(entry, group, at=MARCH + dt.timedelta(hours=1, minutes=n))
    return entries
