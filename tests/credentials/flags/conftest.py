"""A practitioner with things that expire at the end of May 2026, and the job run on days of one's choice."""

import datetime as dt

import pytest

from credentials.models import ExpiryFlag
from credentials.operations.flags import flag_expiring

LADDER = (90, 60, 30, 14, 7, 1, 0, -1)
LAST_DAY = dt.date(2026, 5, 31)
NUMBER = "FN-B000-0000"


@pytest.fixture
def run(db):
    """Run the job for a day, at noon of it in UTC."""

    def run_on(day, ladder=LADDER):
        at = dt.datetime.combine(day, dt.time(12), dt.UTC)
        return flag_expiring(day=day, at=at, ladder=ladder)

    return run_on


@pytest.fixture
def hold(put):
    """Record things of one practitioner; what is not given stays as it was."""

    def record(number=NUMBER, source="registry", **lists):
        written = put({"registry_number": number, **lists}, source)
        assert not isinstance(written, list), written
        return written

    return record


def days_before(count):
    return LAST_DAY - dt.timedelta(count)


def steps():
    """What was flagged, in order: kind and step."""
    return list(ExpiryFlag.objects.order_by("id").values_list("kind", "step"))


def licence(number="CO 77", expires_on=LAST_DAY, place="US-CO", **more):
    told = {"jurisdiction": place, "profession": "PT", "number": number, "issued_on": "2018-01-01"}
    return {**told, "expires_on": expires_on and str(expires_on), **more}


def privilege(number="P-1", expires_on=LAST_DAY, **more):
    told = {"compact": "PT", "profession": "PT", "home": "US-UT", "remote": "US-CO", "number": number}
    return {**told, "issued_on": "2024-01-01", "expires_on": expires_on and str(expires_on), **more}


def authorization(expires_on=LAST_DAY, number=None, title="dry needling registration", **more):
    told = {"jurisdiction": "US-UT", "profession": "PT", "title": title, "number": number}
    return {**told, "issued_on": "2020-02-01", "expires_on": expires_on and str(expires_on), **more}


def certification(number="C-1", expires_on=LAST_DAY, **more):
    told = {"issuer": "Myotech", "title": "Certified", "number": number, "level": "foundation"}
    told |= {"patient_groups": ["adult"], "issued_on": "2016-06-01"}
    return {**told, "expires_on": expires_on and str(expires_on), **more}


def credential(title="CPR", issued_on="2024-05-31", expires_on=LAST_DAY, **more):
    return {"title": title, "issued_on": issued_on, "expires_on": expires_on and str(expires_on), **more}


ONE_OF_EACH = {
    "licences": [licence()],
    "privileges": [privilege()],
    "authorizations": [authorization()],
    "certifications": [certification()],
    "credentials": [credential()],
}
